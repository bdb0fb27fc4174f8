import { nearestName, WeirError } from '../../../core/index.ts';
import { tables } from '../schema.ts';

type ColumnKind = 'address' | 'text' | 'number' | 'time' | 'map';

/** A column of `flows` as its readers see it. */
export interface FlowColumn {
  readonly name: string;
  /** The engine's type. */
  readonly type: string;
  readonly kind: ColumnKind;
  /** Type of a value, without Nullable and LowCardinality: `UInt16`, `IPv6`, `String` … */
  readonly valueType: string;
}

function valueTypeOf(type: string): string {
  const inner = /^(?:LowCardinality|Nullable)\((.+)\)$/.exec(type)?.[1];
  return inner === undefined ? type : valueTypeOf(inner);
}

function kindOf(valueType: string): ColumnKind {
  if (valueType === 'IPv6') return 'address';
  if (valueType === 'String') return 'text';
  if (/^U?Int\d+$/.test(valueType)) return 'number';
  if (/^DateTime/.test(valueType)) return 'time';
  return 'map';
}

const flows = tables.find((t) => t.name === 'flows');

/** Every column of `flows`, stored and derived, in the order of the table. */
export const flowColumns: readonly FlowColumn[] = (flows?.columns ?? [])
  .filter(({ hidden }) => hidden !== true)
  .map(({ name, type }) => {
    const valueType = valueTypeOf(type);
    return { name, type, valueType, kind: kindOf(valueType) };
  });

const byName = new Map(flowColumns.map((c) => [c.name, c]));

/** The column with this name, with `-` or `_`; undefined when there is none. */
export function flowColumn(name: string): FlowColumn | undefined {
  return byName.get(name.replaceAll('-', '_'));
}

/** The columns of a comma-separated list, all of them where it is absent. Throws COLUMN_UNKNOWN. */
export function columnsNamed(list: string | undefined): readonly FlowColumn[] {
  const names = (list ?? '')
    .split(',')
    .map((n) => n.trim())
    .filter((n) => n !== '');
  if (names.length === 0) return flowColumns;
  return [...new Set(names)].map((name) => {
    const column = flowColumn(name);
    if (column !== undefined) return column;
    const near = nearestName(
      name,
      flowColumns.map((c) => c.name),
    );
    throw new WeirError('COLUMN_UNKNOWN', `flows has no column "${name}"`, {
      hint: near === undefined ? 'give names of columns of flows, separated by commas' : `did you mean ${near}?`,
    });
  });
}
