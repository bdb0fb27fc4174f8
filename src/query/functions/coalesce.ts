import { defineFunction } from '../define-function.ts';
import { unify } from '../unify.ts';
import { made } from '../value.ts';

export const fn = defineFunction({
  name: 'coalesce',
  group: 'conditions',
  origin: 'insights',
  summary: 'The first of the values that is not missing.',
  remark: 'Values of several kinds become text.',
  parameters: [{ name: 'value', takes: 'any', variadic: true }],
  returns: 'the kind of its values',
  examples: [
    { expression: 'coalesce(null, 5, 7)', gives: 5 },
    { expression: 'coalesce(toNumber("x"), "none")', gives: 'none' },
  ],
  compile(args, context) {
    for (const [i, { type }] of args.entries()) {
      if (type.kind !== 'list' && type.kind !== 'map') continue;
      context.fail(
        'QL_ARGUMENT_KIND',
        `coalesce cannot choose among ${type.kind}s`,
        context.argSpans[i] ?? context.span,
      );
    }
    const { type, sql } = unify(args);
    return made(type, type.kind === 'missing' ? 'NULL' : `coalesce(${sql.join(', ')})`, args);
  },
});
