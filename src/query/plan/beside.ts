import type { Value } from '../value.ts';
import type { Level } from './level.ts';
import type { Pipeline } from './pipeline.ts';
import { remade } from './remade.ts';
import { lifted } from './scope.ts';

/** How rows of two SELECTs meet. Missing keys equal nothing. */
type Meeting = 'INNER JOIN' | 'LEFT JOIN' | 'LEFT ANY JOIN' | 'FULL JOIN';

interface Side {
  render(): string;
}

/** The text behind FROM for two SELECTs; each pair of names must be equal. */
export function meet(
  pipeline: Pipeline,
  meeting: Meeting,
  sides: readonly [Side, Side],
  on: readonly (readonly [string, string])[],
): string {
  const [left, right] = sides.map((side) => `(${side.render()}) AS ${pipeline.context.alias('t')}`);
  return `${left} ${meeting} ${right} ON ${on.map(([one, other]) => `${one} = ${other}`).join(' AND ')}`;
}

/** A value of one side as the SELECT over both sees it: missing where that side has no partner. */
export function acrossFrom(value: Value, level: Level): Value {
  if (value.constant?.kind === 'missing') return value;
  const { kind } = value.type;
  const sql = kind === 'list' || kind === 'map' ? value.sql : `toNullable(${value.sql})`;
  return lifted(remade(value, sql), level);
}
