import type { chartKinds, QueryColumn, QueryValue } from '../../contract/index.ts';
import { flowColumn, namedColumn, withRoles } from './answer-roles.ts';
import { recordColumns } from './record-columns.ts';

/** What a query answered, as it came over the wire. */
export interface Answer {
  readonly columns: readonly QueryColumn[];
  readonly rows: readonly Row[];
  /** All rows of the answer are here: it did not end early, and no limit of the house cut it. */
  readonly complete: boolean;
}

export type Row = readonly QueryValue[];
export type ChartKind = (typeof chartKinds)[number];

/** A value that a person chose: ask for it alone, leave it out, or open its own page. */
export interface Pick {
  readonly column: QueryColumn;
  readonly value: QueryValue;
  readonly action: 'add' | 'exclude' | 'open';
}

/** A measure and what `compare` put beside it; places are those of the columns. */
export interface Measured {
  readonly at: number;
  readonly column: QueryColumn;
  readonly previous?: number;
  readonly delta?: number;
  readonly percent?: number;
}

/** The columns of an answer by what they are for; numbers are their places. */
export interface Shape {
  readonly bin: number | undefined;
  readonly keys: readonly number[];
  readonly measures: readonly Measured[];
  /** Where it is told which row stands for all others. */
  readonly flag: number | undefined;
}

const COMPARED = { previous: '_prev', delta: '_delta', percent: '_pct' } as const;

export function shapeOf(columns: readonly QueryColumn[]): Shape {
  const at = columns.map((_, place) => place).filter((place) => columns[place]?.flag === undefined);
  const ofRole = (...roles: readonly QueryColumn['role'][]) =>
    at.filter((place) => roles.some((role) => role === columns[place]?.role));
  const bins = ofRole('bin').filter((place) => columns[place]?.kind === 'time');
  const bin = bins[0];
  const keys = ofRole('key', 'bin').filter((place) => place !== bin);
  const flag = columns.findIndex((column) => column.flag === 'others');
  return { bin, keys, measures: measuresOf(columns, at), flag: flag < 0 ? undefined : flag };
}

function measuresOf(columns: readonly QueryColumn[], at: readonly number[]): Measured[] {
  const isGrouped = at.some((place) => columns[place]?.role !== 'value');
  const numbers = at.filter((place) => {
    const { kind, role } = columns[place] ?? {};
    // What is computed of groups (`fields b / c` after `stats`) measures them; of records, it is one more value.
    return kind === 'number' && (role === 'measure' || (role === 'value' && isGrouped));
  });
  const byName = new Map(numbers.map((place) => [columns[place]?.name ?? '', place]));
  const compared = new Set(
    [...byName.keys()].flatMap((name) =>
      byName.has(`${name}${COMPARED.previous}`) ? Object.values(COMPARED).map((ending) => `${name}${ending}`) : [],
    ),
  );
  return [...byName].flatMap(([name, place]) => {
    const column = columns[place];
    if (column === undefined || compared.has(name)) return [];
    const beside = Object.entries(COMPARED).flatMap(([part, ending]) => {
      const other = byName.get(`${name}${ending}`);
      return other === undefined || !byName.has(`${name}${COMPARED.previous}`) ? [] : [[part, other] as const];
    });
    return [{ at: place, column, ...Object.fromEntries(beside) }];
  });
}

/**
 * True where the sum over groups is the figure of all of them together: counts and sums, not averages or distinct
 * counts. A measure that was given another name is believed only when the answer says so itself.
 */
export function isAdditive(column: QueryColumn & { readonly additive?: boolean | undefined }): boolean {
  if (column.approximate === true || column.unit === 'percent') return false;
  return column.additive ?? /^(?:sum|count)\([^()]*\)$/i.test(column.name.trim());
}

/** Signed: what `compare` says has changed. */
export function isChange(column: QueryColumn): boolean {
  return column.role === 'measure' && /_(?:delta|pct)$/.test(column.name);
}

const END =
  /^(?:pkt_)?(?:src|dst)(?!_?port)|^(?:client|server|peer|interface_id|instance_id|subnet_id|vpc_id|az_id|region)$/i;

/** True for what can stand at one end of traffic: an address, an interface, a country, a network, a name. */
function isEnd(column: QueryColumn): boolean {
  return column.kind === 'address' || END.test(namedColumn(column) ?? column.name);
}

/** True where a click on the value can become a filter. Where in time and how large are no filters. */
export function canPick(column: QueryColumn, value: QueryValue): boolean {
  const name = flowColumn(column);
  const isPlain = value === null || typeof value !== 'object';
  if (column.computed === true && column.role === 'key' && column.kind !== 'time') return isPlain;
  if (name === undefined || column.role === 'measure' || column.role === 'bin' || column.kind === 'time') return false;
  const kind = recordColumns.get(name)?.kind;
  return kind !== 'time' && kind !== 'count' && isPlain;
}

/** How an answer can be drawn, and how best; a table always can. */
export function chartKindsFor(
  answered: readonly QueryColumn[],
  rows: readonly Row[],
): { readonly kinds: readonly ChartKind[]; readonly best: ChartKind } {
  const columns = withRoles(answered, rows);
  const shape = shapeOf(columns);
  const [best, ...more] = drawingsOf(columns, rows, shape);
  const kinds: ChartKind[] = best === undefined || best === 'table' ? [] : [best];
  return { kinds: [...new Set<ChartKind>([...kinds, ...more, 'table'])], best: best ?? 'table' };
}

/** The best first. */
function drawingsOf(columns: readonly QueryColumn[], rows: readonly Row[], shape: Shape): ChartKind[] {
  const { bin, keys, measures } = shape;
  if (measures.length === 0) return [];
  const number: ChartKind[] = rows.length === 1 ? ['number'] : [];
  if (bin !== undefined) return ['time series', ...(keys.length === 0 ? number : (['heat map'] as const))];
  if (keys.length === 0) return rows.length <= 1 ? ['number'] : [];
  const pie: ChartKind[] = hasParts(rows, measures) ? ['pie'] : [];
  if (keys.length === 1) return ['bar', ...pie, ...number];
  const ends = keys.filter((place) => isEndAt(columns, place));
  const flows: ChartKind[] = ends.length >= 2 || keys.length === 2 ? ['sankey'] : [];
  if (keys.length > 2) return ['table', 'bar', ...(canRegroup(measures) ? [...flows, 'heat map' as const] : [])];
  if (ends.length === 2) return ['sankey', 'heat map', 'bar'];
  return isDense(rows, keys) ? ['heat map', 'bar', 'sankey'] : ['bar', 'heat map', 'sankey'];
}

function isEndAt(columns: readonly QueryColumn[], place: number): boolean {
  const column = columns[place];
  return column !== undefined && isEnd(column);
}

/** Slices are parts of something: nothing negative, and no shares or averages, as far as can be told. */
function hasParts(rows: readonly Row[], measures: readonly Measured[]): boolean {
  return measures.some(
    ({ at, column }) =>
      column.unit !== 'percent' &&
      !/^(?:avg|min|max|median|pct|percentile|stddev|variance|earliest|latest)\(/i.test(column.name) &&
      !rows.some((row) => Number(row[at]) < 0),
  );
}

/** With three keys, drawing two of them puts rows together. */
function canRegroup(measures: readonly Measured[]): boolean {
  return measures.some(({ column }) => isAdditive(column));
}

/** Few lines and columns that mostly meet: a grid says more than a list. */
function isDense(rows: readonly Row[], [first, second]: readonly number[]): boolean {
  if (first === undefined || second === undefined) return false;
  const [across, down] = [first, second].map((place) => new Set(rows.map((row) => JSON.stringify(row[place]))).size);
  if (across === undefined || down === undefined || across < 2 || down < 2) return false;
  return across <= 40 && down <= 40 && rows.length / (across * down) >= 0.3;
}

/**
 * A number of the wire to measure with: whole numbers as bigint, every digit; others as they are. Undefined for what is
 * no number.
 */
export function numberOf(value: QueryValue | undefined): number | bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  if (/^[+-]?\d+$/.test(value)) return BigInt(value);
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** Exact where both are whole. */
export function added(a: number | bigint | undefined, b: number | bigint | undefined): number | bigint | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return typeof a === 'bigint' && typeof b === 'bigint' ? a + b : Number(a) + Number(b);
}
