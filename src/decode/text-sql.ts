import { awsSpelling, type Field, fieldNamed, fields } from '../fields/index.ts';
import { expectationOf, latestTimeMs } from './decode-line.ts';
import { endOnlySql } from './insert-columns.ts';
import { headerText, type Layout } from './layout.ts';
import { percentDecodedSql } from './percent-sql.ts';
import { quoteIdentifier, quoteText } from './quote.ts';

/** Lines longer than this are never handed to the engine: no record comes near. */
export const maxLineBytes = 65_536;
/** A whole object goes to the engine in one block, so that a guard or a broken archive leaves nothing behind. */
export const maxBlockLines = 2_000_000;

/** Messages of the guards that stop a whole-object load before anything is written. */
export const guards = {
  header: 'WEIR_GUARD another header inside the object',
  rows: 'WEIR_GUARD too many lines for one block',
  line: 'WEIR_GUARD a line is too long',
} as const;

/** Where the lines of one INSERT come from. */
export interface PieceOrigin {
  /** Unsigned 64-bit, decimal. */
  readonly objectId: string;
  readonly piece: number;
  /** Number of the first line of the piece in its object, from 1. */
  readonly firstLine: number;
  /** Unix seconds of the object's publication, from its name; tells late records. */
  readonly slot: number | undefined;
}

/**
 * The SELECT that turns lines into rows of the table `parsed`, good and bad told apart in one pass.
 * @param from a table expression with one column `line String`: `input('line String')` or `file(…)`
 */
export function parseTextSql(layout: Layout, from: string, { objectId, piece, firstLine, slot }: PieceOrigin): string {
  const shift = layout.stamped ? 1 : 0;
  const width = layout.columns.length + shift;
  const columns = layout.columns.map((column, index) => ({
    column,
    token: `a[${index + 1 + shift}]`,
    raw: `r${index}`,
  }));
  const parsed: string[] = [];
  const checks: string[] = [];
  const reasons: string[] = [];
  const numbers: string[] = [];
  const values = new Map<string, string>();
  const extras: string[] = [];
  for (const { column, token, raw } of columns) {
    const field = column.known ? fieldNamed(column.name) : undefined;
    if (field === undefined) {
      extras.push(`${quoteText(column.name)}, ${token}`);
      continue;
    }
    const rule = ruleFor(field, token, raw);
    if (rule.parse !== undefined) parsed.push(`${rule.parse} AS ${raw}`);
    if (rule.check !== undefined) {
      checks.push(rule.check);
      if (rule.number === true) numbers.push(token);
      const holds = rule.number === true ? `(${rule.check}) AND NOT startsWith(${token}, '+')` : rule.check;
      reasons.push(
        `NOT (${holds}), concat(${quoteText(`${awsSpelling(field.name)} is not ${expectationOf(field)}: `)}, substring(${token}, 1, 64))`,
      );
    }
    values.set(field.name, rule.value);
  }
  const start = values.get('start') ?? 'NULL';
  const end = values.get('end') ?? 'NULL';
  const select = fields
    .filter((f) => f.name !== 'end' && values.has(f.name))
    .map((f) => `${values.get(f.name)} AS ${quoteIdentifier(f.name)}`);
  select.push(
    `${endOnlySql(start, end)} AS end_only`,
    `toInt32(toInt64(${end}) - toInt64(${start})) AS duration`,
    `${extras.length === 0 ? "CAST(map(), 'Map(String, String)')" : `CAST(mapFilter((k, v) -> v != '-', map(${extras.join(', ')})), 'Map(String, String)')`} AS extra`,
    `toUInt64(${objectId}) AS object_id`,
    `toUInt32(${piece}) AS piece`,
    `${slot === undefined ? 'NULL' : `toDateTime(${slot}, 'UTC')`} AS slot`,
    'ok',
    'toUInt64(if(ok, 0, number)) AS line_number',
    `if(ok, '', multiIf(${[`length(a) != ${width}`, `concat('expected ${width} fields, found ', toString(length(a)))`, ...reasons.flatMap((r) => [r]), "'the line does not fit the format'"].join(', ')})) AS reason`,
    "if(ok, '', substring(line, 1, 4096)) AS text",
  );
  // The engine takes `+5` for a number. A plus anywhere is rare and cheap to look for; only then every number is asked.
  if (numbers.length > 0)
    checks.push(`position(line, '+') = 0 OR NOT arrayExists(x -> startsWith(x, '+'), [${numbers.join(', ')}])`);
  const names = `[${fields.map((f) => quoteText(awsSpelling(f.name))).join(', ')}]`;
  const header = quoteText(headerText(layout));
  return `SELECT ${select.join(', ')}
FROM (
  SELECT line, number, splitByWhitespace(line) AS a,${parsed.map((p) => ` ${p},`).join('')}
    (length(a) = ${width}${checks.map((c) => ` AND (${c})`).join('')}) AS ok
  FROM (SELECT line, rowNumberInAllBlocks() + ${firstLine} AS number FROM ${from})
  WHERE line != '' AND line != ${header} AND trim(BOTH ' \\t\\r' FROM line) NOT IN ('', ${header})
    AND throwIf(number >= ${firstLine + maxBlockLines}, ${quoteText(guards.rows)}) = 0
    AND throwIf(length(line) > ${maxLineBytes}, ${quoteText(guards.line)}) = 0
)
WHERE ok OR throwIf(startsWith(line, '\\xEF\\xBB\\xBF') OR (arrayAll(x -> match(x, '^[a-z][a-z0-9]*([-_][a-z0-9]+)*$'), a) AND arrayCount(x -> has(${names}, replaceAll(x, '_', '-')), a) * 2 >= length(a)), ${quoteText(guards.header)}) = 0`;
}

interface Rule {
  readonly parse?: string;
  readonly check?: string;
  /** The token is digits alone. */
  readonly number?: true;
  readonly value: string;
}

function ruleFor(field: Field, token: string, raw: string): Rule {
  const number = (type: string): Rule => ({
    parse: `to${type}OrNull(${token})`,
    check: `isNotNull(${raw}) OR ${token} = '-'`,
    number: true,
    value: raw,
  });
  switch (field.kind) {
    case 'address':
      return { parse: `toIPv6OrNull(${token})`, check: `isNotNull(${raw}) OR ${token} = '-'`, value: raw };
    case 'port':
    case 'code':
      return number('UInt16');
    case 'protocol':
      return number('UInt8');
    case 'count':
      return number('UInt64');
    case 'time':
      // Beyond 2038 as seconds means milliseconds: the field's tools have met both.
      return {
        parse: `toUInt64OrNull(${token})`,
        check: `(isNotNull(${raw}) AND ${raw} <= ${latestTimeMs}) OR ${token} = '-'`,
        number: true,
        value: `toDateTime(if(${raw} > 2147483647, intDiv(${raw}, 1000), ${raw}), 'UTC')`,
      };
    case 'word':
    case 'text': {
      const text = field.percentEncoded === true ? percentDecodedSql(token) : token;
      const value = `toLowCardinality(if(${token} = '-', NULL, ${text}))`;
      if (field.values === undefined) return { value };
      return { value, check: `${token} IN (${[...field.values, '-'].map(quoteText).join(', ')})` };
    }
  }
}
