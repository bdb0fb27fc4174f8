import { awsSpelling, type Field, fieldNamed } from '../fields/index.ts';
import { addressGroups, addressText } from './address.ts';
import type { Layout } from './layout.ts';

/** A value as the catalogue understands it: counts are bigint, times Unix seconds, addresses as people write them. */
type DecodedValue = string | number | bigint | null;

export interface DecodedRecord {
  /** By column name; only the fields of the layout, null where the line says `-`. */
  readonly values: ReadonlyMap<string, DecodedValue>;
  /** Fields that the catalogue does not know, by the name in the header; `-` is left out. */
  readonly extra: Readonly<Record<string, string>>;
}

export type DecodedLine = { readonly record: DecodedRecord } | { readonly reason: string };

/** The latest time, in milliseconds, that a record can hold; a duration then always fits 32 bits. */
export const latestTimeMs = 2_147_483_647_999n;
const latestSeconds = 2_147_483_647n;

/** The tokens of a line: text between runs of white space, as the engine splits it. */
export function tokensOf(line: string): string[] {
  return line.split(/[ \t\n\v\f\r]+/).filter((token) => token !== '');
}

/**
 * Decodes one line without the engine: the rules that `parseTextSql` hands to the engine, written a second time to
 * check it and for what decodes a few lines only.
 */
export function decodeLine(layout: Layout, line: string): DecodedLine {
  const tokens = tokensOf(line);
  const shift = layout.stamped ? 1 : 0;
  const width = layout.columns.length + shift;
  if (tokens.length !== width) return { reason: `expected ${width} fields, found ${tokens.length}` };
  const values = new Map<string, DecodedValue>();
  const extra: Record<string, string> = {};
  for (const [index, column] of layout.columns.entries()) {
    const token = tokens[index + shift] ?? '';
    const field = column.known ? fieldNamed(column.name) : undefined;
    if (field === undefined) {
      if (token !== '-') extra[column.name] = token;
      continue;
    }
    const value = token === '-' ? null : fieldValue(field, token);
    if (value === undefined) {
      return { reason: `${awsSpelling(field.name)} is not ${expectationOf(field)}: ${cutBytes(token, 64)}` };
    }
    values.set(field.name, value);
  }
  return { record: { values, extra } };
}

/** Undefined for a token that the field cannot hold. */
function fieldValue(field: Field, token: string): DecodedValue | undefined {
  switch (field.kind) {
    case 'address': {
      const groups = addressGroups(token);
      return groups === undefined ? undefined : addressText(groups);
    }
    case 'port':
    case 'code':
      return smallNumber(token, 65_535n);
    case 'protocol':
      return smallNumber(token, 255n);
    case 'count':
      return wholeNumber(token, 2n ** 64n - 1n);
    case 'time': {
      const time = wholeNumber(token, latestTimeMs);
      return time === undefined ? undefined : Number(time > latestSeconds ? time / 1000n : time);
    }
    case 'word':
    case 'text':
      if (field.values !== undefined && !field.values.includes(token)) return undefined;
      return field.percentEncoded === true ? percentDecoded(token) : token;
  }
}

/** What a field's value must be, as the reason of a refused line says it. */
export function expectationOf(field: Field): string {
  switch (field.kind) {
    case 'address':
      return 'an address';
    case 'port':
      return 'a port (0-65535)';
    case 'protocol':
      return 'a protocol number (0-255)';
    case 'count':
      return 'a whole number';
    case 'code':
      return 'a whole number (0-65535)';
    case 'time':
      return 'a Unix time';
    case 'word':
    case 'text':
      return field.values?.join(' or ') ?? 'a text';
  }
}

function wholeNumber(token: string, most: bigint): bigint | undefined {
  if (!/^[0-9]+$/.test(token)) return undefined;
  const number = BigInt(token);
  return number > most ? undefined : number;
}

function smallNumber(token: string, most: bigint): number | undefined {
  const number = wholeNumber(token, most);
  return number === undefined ? undefined : Number(number);
}

/** The decoded text, or the token as it stands when it is no valid percent-encoding of UTF-8. */
function percentDecoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch (error) {
    if (error instanceof URIError) return token;
    throw error;
  }
}

/** The first bytes of a text, as the engine's `substring` counts. */
function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length <= most ? text : bytes.subarray(0, most).toString('utf8');
}
