import { shownList } from '../aggregate-order.ts';
import { refuseContainers } from '../aggregate-sql.ts';
import { argument, wholeConstant } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { listOf, made, missingType } from '../value.ts';

export const fn = defineFunction({
  name: 'topk',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The most frequent values as a list, the most frequent first; counted exactly.',
  remark: 'Of values that are equally frequent, the least come first. top 10 x by count(*) gives rows with the counts.',
  parameters: [
    { name: 'k', takes: 'constant integer' },
    { name: 'value', takes: 'any' },
  ],
  returns: 'list',
  aggregate: true,
  examples: [
    { expression: 'topk(2, n)', gives: [1, 2] },
    { expression: 'topk(1, if(n > 1, "b", "a"))', gives: ['b'] },
  ],
  compile(args, context) {
    const k = wholeConstant(args, 0, [1, 1000], 'k', context);
    const value = argument(args, 1);
    refuseContainers('topk', value, context);
    if (value.type.kind === 'missing')
      return made(listOf(missingType), 'groupArray(NULL)', [value], { aggregate: true });
    const counts = `sumMapIf([assumeNotNull(${value.sql})], [toUInt64(1)], isNotNull(${value.sql}))`;
    const ordered = 'arraySort(t -> (-t.2, t.1), arrayZip(m.1, m.2))';
    const first = `arrayMap(m -> arrayMap(t -> t.1, arraySlice(${ordered}, 1, ${context.param('UInt32', k)})), [${counts}])[1]`;
    const { type, sql } = shownList(value, first);
    return made(type, sql, [value], { aggregate: true, gaps: 'missing' });
  },
});
