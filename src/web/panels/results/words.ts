import type { QueryColumn, QueryValue } from '../../../contract/index.ts';
import { isChange, numberOf } from '../../data/answer.ts';
import { namedColumn } from '../../data/answer-roles.ts';
import {
  bytesFigure,
  countFigure,
  type Figure,
  figureText,
  formatDuration,
  formatInstant,
  MISSING,
} from '../../data/format.ts';
import { decoded, recordColumns } from '../../data/record-columns.ts';

/** A value as it is read. */
export interface Words {
  readonly text: string;
  /** What stands beside a number: `TCP` for 6. */
  readonly name?: string;
  /** Every digit, every letter; what is copied. */
  readonly exact: string;
}

const THIN = '\u202f';
const MINUS = '\u2212';

/** A value of an answer for a table: short enough to read, with its exact form beside it. */
export function wordsOf(column: QueryColumn, value: QueryValue): Words {
  if (value === null || value === '') return { text: MISSING, exact: '' };
  if (typeof value === 'boolean') return { text: value ? 'yes' : 'no', exact: String(value) };
  if (typeof value === 'object') {
    const text = Array.isArray(value) ? value.map(plain).join(', ') : pairs(value);
    return { text: text === '' ? MISSING : text, exact: JSON.stringify(value) };
  }
  if (column.kind === 'time') return { text: timeText(value), exact: String(value) };
  const number = column.kind === 'number' ? numberOf(value) : undefined;
  if (number === undefined || (column.unit === undefined && isCode(column))) {
    const named = namedColumn(column) ?? '';
    const { text, name = secondsName(named, number) } = decoded(named, value);
    return { text, ...(name === undefined ? {} : { name }), exact: String(value) };
  }
  const { text, exact } = figureWords(column, number);
  return { text, exact };
}

function plain(value: QueryValue): string {
  if (value === null) return MISSING;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function pairs(value: { readonly [key: string]: QueryValue }): string {
  return Object.entries(value)
    .map(([key, one]) => `${key}=${plain(one)}`)
    .join(' ');
}

/** `startTime` is a number of seconds, so that a query can reckon with it: its instant stands beside it. */
function secondsName(column: string, seconds: number | bigint | undefined): string | undefined {
  if (seconds === undefined || recordColumns.get(column)?.kind !== 'time') return undefined;
  const time = Number(seconds) * 1000;
  return Math.abs(time) > 8.64e15 ? undefined : formatInstant(time);
}

/** Numbers that name something are not grouped by thousands: a port, an hour of the day. */
function isCode(column: QueryColumn): boolean {
  const kind = recordColumns.get(namedColumn(column) ?? '')?.kind;
  if (column.role === 'key') return kind !== 'count';
  return column.role === 'value' && kind !== undefined && kind !== 'count';
}

/** UTC, with fractions of a second only where there are any. */
function timeText(value: string | number): string {
  const time = typeof value === 'number' ? value : Date.parse(value);
  if (Number.isNaN(time)) return String(value);
  const [day = '', clock = ''] = new Date(time).toISOString().split('T');
  return `${day} ${clock.replace(/\.000Z$/, '').replace('Z', '')}`;
}

/** A figure in its unit: `63.1 MiB`, `4.20 Mbit/s`, `1 234`; a change carries its sign. `exact` has every digit. */
export function figureWords(
  column: QueryColumn,
  value: number | bigint,
): { readonly text: string; readonly exact: string } {
  const isNegative = value < 0;
  const size = isNegative ? -value : value;
  const sign = isNegative ? MINUS : isChange(column) && value > 0 ? '+' : '';
  const digits = `${sign}${grouped(size)}`;
  const unit = column.unit === undefined ? '' : ` ${column.unit === 'percent' ? '%' : column.unit}`;
  const estimate = column.approximate === true ? ' (an estimate)' : '';
  return { text: `${sign}${sized(column, size)}`, exact: `${digits}${unit}${estimate}` };
}

function sized(column: QueryColumn, size: number | bigint): string {
  switch (column.unit) {
    case 'bytes':
      return figureText(scaled(size, bytesFigure, 1024));
    case 'bytes/s':
      return `${figureText(scaled(size, bytesFigure, 1024))}/s`;
    case 'bit/s': {
      const { value, unit } = scaled(size, countFigure, 1000);
      return `${value}${THIN}${unit}bit/s`;
    }
    case 'packets/s':
      return `${grouped(size)}${THIN}/s`;
    case 'percent':
      return `${percentDigits(size)}${THIN}%`;
    case 'seconds':
      return formatDuration(Number(size));
    default:
      return grouped(size);
  }
}

/** Always two decimals, so that a column of them lines up. */
function percentDigits(size: number | bigint): string {
  const [whole = '', decimals = ''] = Number(size).toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, THIN)}.${decimals}`;
}

/** Below one step of the unit a fraction counts; above, the house's rounding of whole numbers does. */
function scaled(size: number | bigint, figure: (count: bigint) => Figure, step: number): Figure {
  if (typeof size === 'bigint') return figure(size);
  if (size >= step) return figure(BigInt(Math.round(size)));
  return { value: grouped(size), unit: figure(0n).unit };
}

/** Six significant digits of a fraction, every digit of a whole number; in groups of three. */
function grouped(size: number | bigint): string {
  if (typeof size === 'number' && !Number.isFinite(size)) return Number.isNaN(size) ? MISSING : '∞';
  if (typeof size === 'number' && size !== 0 && (size < 1e-4 || size >= 1e15)) return size.toPrecision(4);
  const text = typeof size === 'bigint' ? size.toString() : String(Number(size.toPrecision(size >= 1e6 ? 9 : 6)));
  const [whole = '', fraction] = text.split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

/** A figure of an axis or a narrow place: `150k`, `4.2 MiB`, `1.5 Mbit/s`. */
export function axisWords(column: QueryColumn, value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  const short = (figure: string) => figure.replace(/\.0+(?=\D|$)/, '').replace(/(\.\d*[1-9])0+(?=\D|$)/, '$1');
  if (column.unit === 'bytes' || column.unit === 'bytes/s' || column.unit === 'bit/s' || column.unit === 'percent')
    return `${sign}${short(sized(column, size))}`;
  if (column.unit === 'seconds') return `${sign}${formatDuration(size)}`;
  const text = size < 1000 ? grouped(Number(size.toPrecision(3))) : figureText(countAxis(size));
  return `${sign}${short(text)}${column.unit === 'packets/s' ? '/s' : ''}`;
}

function countAxis(size: number): Figure {
  // Ticks are round: ten thousand times as much keeps `countFigure` from writing out four digits.
  const { value, unit } = countFigure(BigInt(Math.round(size)));
  return unit === '' ? { value: String(Math.round(size / 100) / 10), unit: 'k' } : { value, unit };
}

/** How a key is called where it stands alone, as in a legend: missing has a word there, a number its name. */
export function keyWords(column: QueryColumn, value: QueryValue): string {
  if (value === null || value === '')
    return /country$/.test(namedColumn(column) ?? '') ? 'no country known' : 'not known';
  const { text, name } = wordsOf(column, value);
  return name === undefined || name === text ? text : `${name} ${text}`;
}
