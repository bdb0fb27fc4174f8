import { columnsOf, conditionSql, eitherEnd, type FieldFilter, requiresValue } from './filters.ts';
import { moment, SqlParams } from './sql-params.ts';

/** What is to be summed. Times are Unix seconds, `from` included, `to` excluded. */
export interface Question {
  readonly from: number;
  readonly to: number;
  readonly filters: readonly FieldFilter[];
  /** Columns of `flows` that make the key. */
  readonly group: readonly string[];
  /** Columns that must have a value for a record to count. Addresses that are grouped by belong here. */
  readonly present?: readonly string[];
  /** Sums per so many seconds as well, aligned to the epoch. */
  readonly step?: number;
}

interface RollUp {
  readonly table: string;
  readonly time: string;
  /** Seconds of one bucket. */
  readonly grain: number;
  /** Which column of the roll-up holds a column of `flows`. */
  readonly holds: ReadonlyMap<string, string>;
  /** Condition on a column that chooses the rows, where the table serves several purposes. */
  readonly choice?: string;
  /** The roll-up has only the records that have a value here. */
  readonly only?: string;
  /** Rows under this condition are of records that other rows hold twice: they are taken away. */
  readonly twice?: string;
}

const same = (names: readonly string[]) => new Map(names.map((name) => [name, name]));

/** From the smallest to the largest. */
export const rollUps: readonly RollUp[] = [
  {
    table: 'flows_by_minute',
    time: 'minute',
    grain: 60,
    holds: same(['account_id', 'vpc_id', 'region', 'action', 'log_status', 'direction', 'boundary']),
  },
  {
    table: 'flows_by_hour_service',
    time: 'hour',
    grain: 3600,
    holds: same(['account_id', 'vpc_id', 'interface_id', 'action', 'boundary', 'service_port', 'protocol']),
  },
  ...(['src', 'dst'] as const).map(
    (role): RollUp => ({
      table: 'flows_by_hour_address',
      time: 'hour',
      grain: 3600,
      holds: new Map([
        [`${role}addr`, 'address'],
        [`${role}_country`, 'country'],
        ['action', 'action'],
        ['boundary', 'boundary'],
      ]),
      choice: `role = '${role}'`,
      only: `${role}addr`,
    }),
  ),
];

/** Either end of a record: an address is in the rows of both its roles. */
const ofEitherEnd: RollUp = {
  table: 'flows_by_hour_address',
  time: 'hour',
  grain: 3600,
  holds: new Map([['srcaddr', 'address'], ['dstaddr', 'address'], ...same(['action', 'boundary'])]),
  twice: "f.role = 'self'",
};

export const sumNames = ['records', 'bytes', 'packets', 'counted_bytes', 'counted_packets'] as const;

/** The sums over records. */
const rawSums = [
  'count() AS records',
  'sum(ifNull(f.bytes, 0)) AS bytes',
  'sum(ifNull(f.packets, 0)) AS packets',
  'sum(if(f.counted = 1, ifNull(f.bytes, 0), 0)) AS counted_bytes',
  'sum(if(f.counted = 1, ifNull(f.packets, 0), 0)) AS counted_packets',
].join(', ');
/** The sums over rows of a roll-up. What is to be taken away is added as what makes it 0 modulo 2^64. */
function keptSums({ twice }: RollUp): string {
  const value = (name: string) =>
    twice === undefined ? `f.${name}` : `if(${twice}, toUInt64(0 - f.${name}), f.${name})`;
  return sumNames.map((name) => `sum(${value(name)}) AS ${name}`).join(', ');
}

/** A statement that answers a question: columns `time` (where a step was asked for), `k0` …, and the sums. */
export interface Plan {
  readonly sql: string;
  readonly params: Record<string, string>;
  /** The tables that are read, for tests and for the curious. */
  readonly reads: readonly string[];
}

/** A piece of the range and the table that answers it; no roll-up: `flows` itself. */
interface Piece {
  readonly rollUp: RollUp | undefined;
  readonly from: number;
  readonly to: number;
}

/**
 * Plans a sum so that it reads the smallest roll-up that gives exactly what `flows` would: whole buckets from the
 * roll-up, the ragged ends of the range from `flows`.
 * @param database name of the store's database
 * @param allowRollUps false plans over `flows` alone, for comparison
 */
export function planSums(question: Question, database: string, allowRollUps = true): Plan {
  const params = new SqlParams();
  const pieces = cut(question, allowRollUps);
  const branches = pieces.map((piece) => branchSql(piece, question, database, params));
  const reads = [...new Set(pieces.map((p) => p.rollUp?.table ?? 'flows'))];
  const only = branches[0];
  if (branches.length === 1 && only !== undefined) return { sql: only, params: params.values, reads };
  const keys = keyNames(question);
  const select = [...keys, ...sumNames.map((name) => `sum(u.${name}) AS ${name}`)].join(', ');
  const sql = `SELECT ${select} FROM (${branches.join(' UNION ALL ')}) AS u${keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`}`;
  return { sql, params: params.values, reads };
}

function keyNames({ group, step }: Question): string[] {
  return [...(step === undefined ? [] : ['time']), ...group.map((_, i) => `k${i}`)];
}

function cut(question: Question, allowRollUps: boolean): Piece[] {
  const { from, to } = question;
  const whole: Piece[] = [{ rollUp: undefined, from, to }];
  if (!allowRollUps) return whole;
  for (const rollUp of [...rollUps, ofEitherEnd]) {
    const first = Math.ceil(from / rollUp.grain) * rollUp.grain;
    const last = Math.floor(to / rollUp.grain) * rollUp.grain;
    if (first >= last || !canAnswer(rollUp, question)) continue;
    return [
      { rollUp: undefined, from, to: first },
      { rollUp, from: first, to: last },
      { rollUp: undefined, from: last, to },
    ].filter((p) => p.from < p.to);
  }
  return whole;
}

function canAnswer(rollUp: RollUp, { filters, group, present = [], step }: Question): boolean {
  if (step !== undefined && step % rollUp.grain !== 0) return false;
  const needed = [...filters.flatMap(columnsOf), ...group, ...present];
  if (!needed.every((name) => rollUp.holds.has(name))) return false;
  if (rollUp === ofEitherEnd) return isOneAddress(filters) && group.every(isWord) && present.length === 0;
  const { only } = rollUp;
  return only === undefined || present.includes(only) || filters.some((f) => requiresValue(f, only));
}

/** One filter on addresses, and that for one address: then the records with it at both ends are those of its own role. */
function isOneAddress(filters: readonly FieldFilter[]): boolean {
  const [own, ...others] = filters.filter((filter) => !columnsOf(filter).every(isWord));
  if (own === undefined || others.length > 0 || own.field !== eitherEnd || own.exclude) return false;
  return own.tests.length === 1 && own.tests[0]?.kind === 'value';
}

/** A column that means the same in every row of an address, whichever end it was. */
const isWord = (name: string) => name === 'action' || name === 'boundary';

function branchSql({ rollUp, from, to }: Piece, question: Question, database: string, params: SqlParams): string {
  const column = (name: string) => `f.\`${rollUp?.holds.get(name) ?? name}\``;
  const time = `f.${rollUp?.time ?? 'start'}`;
  const present = question.present ?? [];
  const conditions = [`${time} >= ${moment(from)}`, `${time} < ${moment(to)}`];
  if (rollUp?.choice !== undefined) conditions.push(`f.${rollUp.choice}`);
  for (const name of present) if (rollUp?.only !== name) conditions.push(`isNotNull(${column(name)})`);
  for (const filter of question.filters) conditions.push(conditionSql(filter, column, params));
  const keys = question.group.map((name, i) => {
    // Grouping by a Nullable address is twice as slow, and the condition has already ruled out the missing ones.
    const sql = present.includes(name) && rollUp?.only !== name ? `assumeNotNull(${column(name)})` : column(name);
    return `${sql} AS k${i}`;
  });
  if (question.step !== undefined)
    keys.unshift(`intDiv(toUnixTimestamp(assumeNotNull(${time})), ${question.step}) * ${question.step} AS time`);
  const sums = rollUp === undefined ? rawSums : keptSums(rollUp);
  const names = keyNames(question);
  // Sums that were corrected to nothing may lie there until parts are merged.
  const having = rollUp === undefined ? '' : ' HAVING records != 0';
  const groupBy = names.length === 0 ? '' : ` GROUP BY ${names.join(', ')}${having}`;
  return `SELECT ${[...keys, sums].join(', ')} FROM \`${database}\`.${rollUp?.table ?? 'flows'} AS f WHERE ${conditions.join(' AND ')}${groupBy}`;
}

/** The condition of a range and filters over `flows AS f`, for questions that no roll-up answers. */
export function flowsCondition(
  { from, to, filters }: Pick<Question, 'from' | 'to' | 'filters'>,
  params: SqlParams,
): string {
  const conditions = [`f.start >= ${moment(from)}`, `f.start < ${moment(to)}`];
  for (const filter of filters) conditions.push(conditionSql(filter, (name) => `f.\`${name}\``, params));
  return conditions.join(' AND ');
}
