import { useMemo } from 'react';
import type { QueryColumn, QueryValue } from '../../contract/index.ts';
import { recordFields } from '../../query/index.ts';
import { type Ask, bodyOf } from './explore.ts';
import { useQueryFacts } from './explore-facts.ts';
import { valuesOf } from './explore-query.ts';
import { answerOf } from './run-query.ts';

/** A field that the side bar lists. */
export interface FieldEntry {
  readonly name: string;
  readonly kind: QueryColumn['kind'];
  readonly meaning: string;
  /** Stands in the answer. */
  readonly isShown: boolean;
}

/** Fields of the answer, and those that the loaded logs carry. */
export function useFieldEntries(columns: readonly QueryColumn[]): readonly FieldEntry[] {
  const { data: facts } = useQueryFacts();
  return useMemo(() => {
    const inAnswer = new Set(columns.map((column) => column.field ?? column.name));
    const absent = new Set(facts?.absent_fields ?? []);
    return recordFields
      .filter(({ name, column, absent: why }) => why === undefined && column !== undefined && name !== 'extra')
      .filter(({ name, column = '', origin }) => inAnswer.has(name) || (origin !== 'system' && !absent.has(column)))
      .map(({ name, type, meaning }) => ({
        name,
        kind: type.kind === 'integer' ? 'number' : type.kind === 'missing' ? 'text' : type.kind,
        meaning,
        isShown: inAnswer.has(name),
      }));
  }, [columns, facts]);
}

const MOST = 10;

type Simple = string | number | boolean | null;

export interface FieldValues {
  readonly rows: readonly { readonly value: Simple; readonly count: number | string }[];
  /** Records that match, with and without a value. */
  readonly total: number | string;
}

/** The most frequent values of a field among the records that a query matches. */
export async function topValues(ask: Ask, field: string, signal: AbortSignal): Promise<FieldValues> {
  const query = valuesOf(ask.query, field, MOST);
  if (query === undefined) return { rows: [], total: 0 };
  const { columns, rows } = await answerOf(bodyOf({ ...ask, query }), signal);
  const place = (fits: (column: QueryColumn) => boolean) => columns.findIndex(fits);
  const others = place(({ flag }) => flag === 'others');
  const measure = place(({ role }) => role === 'measure');
  const key = place(({ role, flag }) => role === 'key' && flag === undefined);
  const counts = rows.map((row) => ({
    value: simple(row[key]),
    count: countOf(row[measure]),
    isRest: row[others] === true,
  }));
  const total = counts.reduce((sum, { count }) => sum + BigInt(count), 0n).toString();
  return { rows: counts.filter((one) => !one.isRest), total };
}

function simple(value: QueryValue | undefined): Simple {
  return value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : value;
}

function countOf(value: QueryValue | undefined): number | string {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value)) ? value : 0;
}
