import { WeirError } from '../core/index.ts';
import { awsSpelling, type Field, fieldNamed, fields } from '../fields/index.ts';
import { expectationOf, latestTimeMs } from './decode-line.ts';
import { columnsFor, endOnlySql } from './insert-columns.ts';
import { percentDecodedSql } from './percent-sql.ts';
import { quoteIdentifier, quoteText } from './quote.ts';
import type { PieceOrigin } from './text-sql.ts';

/** A column of a Parquet file: its name there, and the engine's type for it. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

/** Columns that are parts of a Hive path, not of a record. */
const partitionColumns = new Set([
  'aws_account_id',
  'aws_service',
  'service',
  'aws_region',
  'year',
  'month',
  'day',
  'hour',
  'date',
]);
/** How writers of Parquet say that a text is missing. */
const missingWords = "('-', '', 'None')";

interface Plan {
  readonly known: ReadonlyMap<string, { readonly field: Field; readonly column: ParquetColumn }>;
  readonly unknown: readonly ParquetColumn[];
}

/** @throws WeirError FORMAT_UNKNOWN when no column is a flow log field */
function planOf(columns: readonly ParquetColumn[]): Plan {
  const known = new Map<string, { field: Field; column: ParquetColumn }>();
  const unknown: ParquetColumn[] = [];
  for (const column of columns) {
    const name = column.name.toLowerCase().replaceAll('-', '_');
    const field = fieldNamed(name);
    if (field !== undefined && !known.has(field.name)) known.set(field.name, { field, column });
    else if (!partitionColumns.has(name)) unknown.push(column);
  }
  if (known.size === 0) {
    const names = columns
      .map((c) => c.name)
      .join(', ')
      .slice(0, 120);
    throw new WeirError(
      'FORMAT_UNKNOWN',
      `not a flow log: a Parquet file with the columns ${names}; expected AWS's field names, such as account_id or srcaddr`,
    );
  }
  return { known, unknown };
}

/** Whether any of the columns is a field of a flow log. */
export function hasFlowFields(columns: readonly ParquetColumn[]): boolean {
  return columns.some((column) => fieldNamed(column.name.toLowerCase()) !== undefined);
}

/** The columns that `parquetSql` yields, in order, for `INSERT INTO parsed (…)`. */
export function parquetInsertColumns(columns: readonly ParquetColumn[]): string[] {
  return columnsFor(new Set(planOf(columns).known.keys()));
}

/**
 * The SELECT that turns the rows of a Parquet file into rows of the table `parsed`. Names may be spelt with hyphen or
 * underscore; numbers may be integers of any size, doubles or text; times seconds, milliseconds or timestamps. A row
 * with a value that its field cannot hold is quarantined under its row number, written as a line.
 * @param columns as `DESCRIBE` or `readParquetColumns` tells them
 * @param from a table expression with those columns
 * @throws WeirError FORMAT_UNKNOWN when no column is a flow log field
 */
export function parquetSql(
  columns: readonly ParquetColumn[],
  from: string,
  { objectId, piece, firstLine, slot }: PieceOrigin,
): string {
  const { known, unknown } = planOf(columns);
  const parsed: string[] = [];
  const checks: string[] = [];
  const reasons: string[] = [];
  const values = new Map<string, string>();
  for (const [index, { field, column }] of [...known.values()].entries()) {
    const source = quoteIdentifier(column.name);
    const raw = `r${index}`;
    const rule = ruleFor(field, source, shapeOf(column.type), raw);
    if (rule.parse !== undefined) parsed.push(`${rule.parse} AS ${raw}`);
    if (rule.check !== undefined) {
      checks.push(`(${rule.check})`);
      reasons.push(
        `NOT (${rule.check})`,
        `concat(${quoteText(`${awsSpelling(field.name)} is not ${expectationOf(field)}: `)}, substring(ifNull(toString(${source}), ''), 1, 64))`,
      );
    }
    values.set(field.name, rule.value);
  }
  const start = values.get('start') ?? 'NULL';
  const end = values.get('end') ?? 'NULL';
  const line = [...[...known.values()].map((k) => k.column), ...unknown].map(
    (c) => `ifNull(toString(${quoteIdentifier(c.name)}), '-')`,
  );
  const select = fields
    .filter((f) => f.name !== 'end' && values.has(f.name))
    .map((f) => `${values.get(f.name) ?? 'NULL'} AS ${quoteIdentifier(`o_${f.name}`)}`);
  select.push(
    `${endOnlySql(start, end)} AS end_only`,
    `toInt32(toInt64(${end}) - toInt64(${start})) AS duration`,
    `${extraOf(unknown)} AS extra`,
    `toUInt64(${objectId}) AS object_id`,
    `toUInt32(${piece}) AS piece`,
    `${slot === undefined ? 'NULL' : `toDateTime(${slot}, 'UTC')`} AS slot`,
    'ok',
    'toUInt64(if(ok, 0, number)) AS line_number',
    `if(ok, '', multiIf(${[...reasons, ...(reasons.length === 0 ? ['1', "''"] : []), "'the row does not fit the format'"].join(', ')})) AS reason`,
    `if(ok, '', substring(concat(${line.flatMap((l, i) => (i === 0 ? [l] : ["' '", l])).join(', ')}, ''), 1, 4096)) AS text`,
  );
  return `SELECT ${select.join(', ')}
FROM (SELECT *, rowNumberInAllBlocks() + ${firstLine} AS number,${parsed.map((p) => ` ${p},`).join('')} (${checks.length === 0 ? '1' : checks.join(' AND ')}) AS ok FROM ${from})`;
}

function extraOf(unknown: readonly ParquetColumn[]): string {
  const type = "'Map(String, String)'";
  if (unknown.length === 0) return `CAST(map(), ${type})`;
  const pairs = unknown.flatMap((c) => [quoteText(c.name), `ifNull(toString(${quoteIdentifier(c.name)}), '-')`]);
  return `CAST(mapFilter((k, v) -> v NOT IN ${missingWords}, map(${pairs.join(', ')})), ${type})`;
}

type Shape = 'text' | 'integer' | 'float' | 'timestamp' | 'other';

function shapeOf(type: string): Shape {
  const bare = type.replace(/^(?:LowCardinality|Nullable)\(/, '').replace(/^Nullable\(/, '');
  if (/^(String|FixedString)/.test(bare)) return 'text';
  if (/^U?Int\d+/.test(bare)) return 'integer';
  if (/^(Float|Decimal)/.test(bare)) return 'float';
  if (/^Date/.test(bare)) return 'timestamp';
  return 'other';
}

interface Rule {
  readonly parse?: string;
  readonly check?: string;
  readonly value: string;
}

function ruleFor(field: Field, source: string, shape: Shape, raw: string): Rule {
  switch (field.kind) {
    case 'address':
      if (shape !== 'text') return { check: missing(source, shape), value: 'NULL' };
      return { parse: `toIPv6OrNull(${source})`, check: `isNotNull(${raw}) OR ${missing(source, shape)}`, value: raw };
    case 'port':
    case 'code':
      return number('UInt16', source, shape, raw);
    case 'protocol':
      return number('UInt8', source, shape, raw);
    case 'count':
      return number('UInt64', source, shape, raw);
    case 'time': {
      if (shape === 'timestamp') {
        const seconds = `toInt64(toUnixTimestamp64Second(toDateTime64(${source}, 0, 'UTC')))`;
        return {
          parse: seconds,
          check: `isNull(${raw}) OR (${raw} >= 0 AND ${raw} <= ${latestTimeMs / 1000n})`,
          value: `toDateTime(${raw}, 'UTC')`,
        };
      }
      const { parse, check } = number('UInt64', source, shape, raw);
      return {
        ...(parse === undefined ? {} : { parse }),
        check: `(${check}) AND ifNull(${raw} <= ${latestTimeMs}, 1)`,
        value: `toDateTime(if(${raw} > 2147483647, intDiv(${raw}, 1000), ${raw}), 'UTC')`,
      };
    }
    case 'word':
    case 'text':
      return text(field, source, shape);
  }
}

function number(type: string, source: string, shape: Shape, raw: string): Rule & { check: string } {
  const check = `isNotNull(${raw}) OR ${missing(source, shape)}`;
  switch (shape) {
    case 'text':
      return { parse: `if(startsWith(${source}, '+'), NULL, to${type}OrNull(${source}))`, check, value: raw };
    case 'integer':
    case 'float':
      return { parse: `accurateCastOrNull(${source}, '${type}')`, check, value: raw };
    case 'timestamp':
    case 'other':
      return { parse: `CAST(NULL, 'Nullable(${type})')`, check, value: raw };
  }
}

function text(field: Field, source: string, shape: Shape): Rule {
  // An account that was stored as a number has lost its leading zeros.
  const plain =
    shape === 'text'
      ? source
      : shape === 'integer' && field.name.endsWith('account_id')
        ? `leftPad(toString(${source}), 12, '0')`
        : `toString(${source})`;
  const written = field.percentEncoded === true ? percentDecodedSql(plain) : plain;
  const value = `toLowCardinality(if(${missing(source, shape)}, NULL, ${written}))`;
  if (field.values === undefined) return { value };
  return { value, check: `${missing(source, shape)} OR ${plain} IN (${field.values.map(quoteText).join(', ')})` };
}

/** True, never NULL, where a value is missing. */
function missing(source: string, shape: Shape): string {
  switch (shape) {
    case 'text':
      return `ifNull(${source} IN ${missingWords}, 1)`;
    case 'float':
      return `ifNull(isNaN(${source}), 1)`;
    case 'integer':
    case 'timestamp':
    case 'other':
      return `isNull(${source})`;
  }
}
