import { quoteIdentifier, quoteText } from '../../../decode/index.ts';
import { addressText } from '../../../query/index.ts';
import type { Settings } from '../client.ts';
import { jsonNumber } from '../reader/records.ts';

export interface ResultColumn {
  readonly name: string;
  /** The engine's type. */
  readonly type: string;
  /** 0 and 1 stand for false and true. */
  readonly boolean?: boolean;
}

export type SqlFormat = 'rows' | 'json' | 'jsonl' | 'csv' | 'parquet';

/** How each format is asked of the engine; `json` wants its numbers exact for readers that know only 2^53. */
export const outputFormats: Readonly<
  Record<SqlFormat, { readonly format: string; readonly json: boolean; readonly settings: Settings }>
> = {
  rows: { format: 'JSONCompactEachRow', json: true, settings: {} },
  json: { format: 'JSONEachRow', json: true, settings: { output_format_json_array_of_rows: 1 } },
  jsonl: { format: 'JSONEachRow', json: true, settings: {} },
  csv: { format: 'CSVWithNames', json: false, settings: { format_csv_null_representation: '' } },
  parquet: { format: 'Parquet', json: false, settings: { output_format_parquet_string_as_string: 1 } },
};

interface Shown {
  readonly sql: string;
  readonly type: string;
}

/** Splits `A, B(C, D), E` at its outer commas. */
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === "'" || char === '`') quoted = !quoted;
    if (quoted) continue;
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ',' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim());
}

/** The expression with the addresses in it as people write them; undefined where there are none. */
function withAddresses(type: string, sql: string, depth = 0): Shown | undefined {
  if (type === 'IPv6') return { sql: addressText(sql), type: 'String' };
  if (type === 'Nullable(IPv6)') return { sql: addressText(sql), type: 'Nullable(String)' };
  const match = /^(Array|Map|Tuple)\(([\s\S]*)\)$/.exec(type);
  if (match?.[2] === undefined) return undefined;
  const parts = splitTypes(match[2]);
  const variable = `x${depth}`;
  if (match[1] === 'Array') {
    const inner = withAddresses(match[2], variable, depth + 1);
    return inner && { sql: `arrayMap(${variable} -> ${inner.sql}, ${sql})`, type: `Array(${inner.type})` };
  }
  if (match[1] === 'Map') {
    const [keyType = '', valueType = ''] = parts;
    const key = withAddresses(keyType, `k${depth}`, depth + 1);
    const value = withAddresses(valueType, `v${depth}`, depth + 1);
    if (key === undefined && value === undefined) return undefined;
    return {
      sql: `mapApply((k${depth}, v${depth}) -> (${key?.sql ?? `k${depth}`}, ${value?.sql ?? `v${depth}`}), ${sql})`,
      type: `Map(${key?.type ?? keyType}, ${value?.type ?? valueType})`,
    };
  }
  const elements = parts.map((part) => /^(`(?:[^`\\]|\\.)*`|[A-Za-z_]\w*) (.+)$/s.exec(part));
  const shown = parts.map((part, i) => {
    const elementType = elements[i]?.[2] ?? part;
    const element = `tupleElement(${sql}, ${i + 1})`;
    return {
      name: elements[i]?.[1],
      changed: withAddresses(elementType, element, depth + 1),
      plain: { sql: element, type: elementType },
    };
  });
  if (shown.every((s) => s.changed === undefined)) return undefined;
  const newType = `Tuple(${shown.map((s) => `${s.name === undefined ? '' : `${s.name} `}${(s.changed ?? s.plain).type}`).join(', ')})`;
  return {
    sql: `CAST(tuple(${shown.map((s) => (s.changed ?? s.plain).sql).join(', ')}), ${quoteText(newType)})`,
    type: newType,
  };
}

const wideInteger = /^(?:LowCardinality\()?(?:Nullable\()?(U?)Int(?:64|128|256)\)*$/;

/**
 * The statement around a user's query that shows addresses as people write them and, for JSON, 64-bit numbers as numbers
 * where they are exact. Times come out as ISO 8601 by the client's settings.
 */
export function shownSql(inner: string, columns: readonly ResultColumn[], json: boolean): string {
  const replaced = columns.flatMap((column) => {
    const name = quoteIdentifier(column.name);
    const sql = column.boolean === true ? `CAST(${name}, 'Nullable(Bool)')` : shownValue(column.type, name, json);
    return sql === undefined ? [] : [`${sql} AS ${name}`];
  });
  return replaced.length === 0 ? inner : `SELECT * REPLACE (${replaced.join(', ')}) FROM (${inner})`;
}

/** Undefined where a value comes out well as it is. */
function shownValue(type: string, sql: string, json: boolean): string | undefined {
  const wide = json ? wideInteger.exec(type) : null;
  if (wide !== null) return jsonNumber(sql, wide[1] !== 'U');
  const items = json ? wideInteger.exec(/^Array\((.+)\)$/.exec(type)?.[1] ?? '') : null;
  if (items !== null) return `arrayMap(x -> ${jsonNumber('x', items[1] !== 'U')}, ${sql})`;
  return withAddresses(type, sql)?.sql;
}
