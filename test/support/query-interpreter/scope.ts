import type { Item, Query } from '../../../src/query/ast.ts';
import type { Question, Scope } from './evaluate.ts';
import { type FlowRecord, lookUp, type Row, timeOfRecord } from './row.ts';
import { Time, type Value } from './value.ts';

/** A table for lookup and cidrlookup. */
export interface LookupRows {
  readonly columns: readonly string[];
  readonly networkColumn?: string;
  readonly rows: readonly (readonly (string | null)[])[];
}

/** All that a query may see. */
export interface World extends Question {
  readonly records: readonly FlowRecord[];
  readonly tables: ReadonlyMap<string, LookupRows>;
}

/** What the stages of one query share. */
export interface Run {
  readonly world: World;
  readonly text: string;
  /** Of the earlier range of a compare: the groups of now, which top and timeseries choose there, too. */
  readonly sameGroups?: ReadonlySet<string>;
  /** Values of the only column of a query in brackets. */
  subquery(query: Query): readonly Value[];
}

export const rangeSeconds = ({ range }: Question): number => range.to - range.from + 1;

/** An expression over one row. */
export function rowScope(row: Row, run: Run, binSeconds = rangeSeconds(run.world)): Scope {
  return {
    question: run.world,
    text: run.text,
    get: (name) => lookUp(row, name),
    timestamp: () => {
      const given = row.values.get('@timestamp');
      if (given instanceof Time) return given;
      if (row.record === undefined) throw new TypeError('there is no @timestamp here');
      return timeOfRecord(row.record);
    },
    record: (column) => row.record?.[column] ?? null,
    subquery: run.subquery,
    binSeconds,
  };
}

/** An expression over the rows of a group; outside of aggregates it sees what the stage named before. */
export function groupScope(
  rows: readonly Row[],
  named: ReadonlyMap<string, Value>,
  run: Run,
  more: { readonly binSeconds?: number; readonly gap?: true } = {},
): Scope {
  const binSeconds = more.binSeconds ?? rangeSeconds(run.world);
  return {
    ...rowScope({ values: named }, run, binSeconds),
    group: rows.map((row) => rowScope(row, run, binSeconds)),
    ...(more.gap === undefined ? {} : { gap: more.gap }),
  };
}

/** The name of a column: given, or that of the field as it was spelled, or the text of the expression. */
export function nameOf(item: Item, run: Run): string {
  if (item.as !== undefined) return item.as.name;
  const { expression } = item;
  return expression.kind === 'field' ? expression.name : run.text.slice(expression.span.start, expression.span.end);
}
