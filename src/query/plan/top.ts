import type { TopStage } from '../ast.ts';
import { Evaluator } from '../check/evaluate.ts';
import { byKeys, group } from './group.ts';
import { othersName, withOthers } from './others.ts';
import type { Pipeline } from './pipeline.ts';

/** E1: the n largest groups; ties by the keys, ascending. */
export function top(pipeline: Pipeline, stage: TopStage): void {
  pipeline.countStats(stage.span);
  const columns = group(pipeline, [stage.by], stage.fields, (level, keys, sums) => {
    const [size] = sums;
    if (stage.others && size !== undefined) {
      const e = new Evaluator(pipeline, { kind: 'row' });
      return withOthers(e, level, { keys, size: size.value, count: stage.count, present: true });
    }
    for (const { value } of keys) level.where.push(`isNotNull(${value.sql})`);
    return byKeys(level, keys, sums);
  });
  const keys = columns.filter((column) => column.role !== 'measure');
  const size = columns.find((column) => column.role === 'measure');
  if (size === undefined) return;
  pipeline.sort([
    ...keys.filter((key) => key.flag === 'others').map((key) => ({ value: () => key.value, descending: false })),
    { value: () => size.value, descending: true },
    ...keys.filter((key) => key.name !== othersName).map((key) => ({ value: () => key.value, descending: false })),
  ]);
  pipeline.limit(stage.others ? stage.count + 1 : stage.count);
  pipeline.limited = true;
}
