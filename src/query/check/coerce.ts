import type { Span } from '../ast.ts';
import {
  addressText,
  addressType,
  booleanType,
  finite,
  integerType,
  isNumeric,
  kindWord,
  made,
  numberType,
  textType,
  timeType,
  type Value,
  widths,
} from '../value.ts';
import type { Evaluator } from './evaluate.ts';
import { parseNumber } from './numerals.ts';

/** Epoch milliseconds: what a time is in arithmetic. */
const millisecondsType = integerType(0, 2n ** 43n);

/** D10 and section 1.4: a value read as a number; text that is none is missing. */
export function toNumber(e: Evaluator, value: Value, span: Span): Value {
  if (isNumeric(value.type)) return value;
  switch (value.type.kind) {
    case 'missing':
      return made(numberType, "CAST(NULL, 'Nullable(Float64)')", [value]);
    case 'time':
      return made(millisecondsType, `toUnixTimestamp64Milli(toDateTime64(${value.sql}, 3, 'UTC'))`, [value]);
    case 'text': {
      const { constant, origin } = value;
      if (constant?.kind === 'text') return numberOfText(e, constant.value, span);
      if (constant !== undefined) break;
      if (origin !== undefined && isNumeric(origin.type)) return origin;
      const read = `toFloat64OrNull(toString(${value.sql}))`;
      return made(numberType, finite(read), [value]);
    }
    default:
  }
  return e.fail('QL_NOT_A_NUMBER', `${e.context.source(span)} is ${kindWord(value.type)}, not a number`, span);
}

function numberOfText(e: Evaluator, text: string, span: Span): Value {
  const number = parseNumber(text);
  if (number === undefined)
    return e.fail(
      'QL_NOT_A_NUMBER',
      `"${text}" is not a number`,
      span,
      'compare with a number, or with a field that holds text',
    );
  return constantNumber(e, number);
}

/** A number that is known. Whole ones stay exact. */
export function constantNumber(e: Evaluator, value: number | bigint): Value {
  const constant = { kind: 'number', value } as const;
  if (typeof value === 'number') return made(numberType, e.context.param('Float64', value), [], { constant });
  const type = integerType(value, value);
  const name = (['Int64', 'UInt64', 'Int128', 'Int256'] as const).find(
    (one) => widths[one][0] <= value && value <= widths[one][1],
  );
  if (name === undefined) return constantNumber(e, Number(value));
  return made(type, e.context.param(name, value), [], { constant });
}

export function toText(_: Evaluator, value: Value): Value {
  const { sql, type } = value;
  switch (type.kind) {
    case 'text':
      return value;
    case 'address':
      return made(textType, addressText(sql), [value], { origin: value });
    case 'time':
      return made(textType, `toString(toDateTime64(${sql}, 3, 'UTC'))`, [value], { origin: value });
    case 'list':
    case 'map':
      // Section 1.4: lists and maps give missing in functions of text.
      return made(textType, "CAST(NULL, 'Nullable(String)')", [value]);
    case 'missing':
      return made(textType, "CAST(NULL, 'Nullable(String)')", [value]);
    default:
      return made(textType, `toString(${sql})`, [value], { origin: value });
  }
}

export function toAddress(e: Evaluator, value: Value, span: Span): Value {
  switch (value.type.kind) {
    case 'address':
      return value;
    case 'missing':
      return made(addressType, "CAST(NULL, 'Nullable(IPv6)')", [value]);
    case 'text':
      if (value.origin?.type.kind === 'address') return value.origin;
      return made(addressType, `toIPv6OrNull(toString(${value.sql}))`, [value]);
    default:
      return e.fail('QL_NOT_AN_ADDRESS', `${e.context.source(span)} is ${kindWord(value.type)}, not an address`, span);
  }
}

const millisecondsAsTime = (sql: string) =>
  `fromUnixTimestamp64Milli(accurateCastOrNull(trunc(${sql}), 'Int64'), 'UTC')`;

/** Whole numbers that as milliseconds would all lie before 1973: startTime, endTime, now() and what is made of them. */
function isSeconds({ type }: Value): boolean {
  return type.kind === 'integer' && type.max > 1_000_000_000n && type.max < 100_000_000_000n;
}

function secondsAsTime(e: Evaluator, value: Value, span: Span): Value {
  const text = e.context.source(span);
  e.context.diagnostics.notice('QL_READ_AS_SECONDS', `${text} is read as seconds since 1970`, span, {
    hint: 'numbers that stand for times are milliseconds; as such it would lie in 1970',
  });
  return made(timeType, `fromUnixTimestamp64Milli(toInt64(${value.sql}) * 1000, 'UTC')`, [value]);
}

/** A time: numbers are epoch milliseconds, text is read as people write times, UTC. */
export function toTime(e: Evaluator, value: Value, span: Span): Value {
  switch (value.type.kind) {
    case 'time':
      return value;
    case 'missing':
      return made(timeType, "CAST(NULL, 'Nullable(DateTime64(3, \\'UTC\\'))')", [value]);
    case 'integer':
      if (isSeconds(value)) return secondsAsTime(e, value, span);
      return made(timeType, millisecondsAsTime(value.sql), [value]);
    case 'number':
      return made(timeType, millisecondsAsTime(value.sql), [value]);
    case 'text':
      if (value.origin?.type.kind === 'time') return value.origin;
      if (value.constant?.kind === 'text' && timeOfText(value.constant.value) === undefined)
        return e.fail(
          'QL_NOT_A_TIME',
          `"${value.constant.value}" is not a time`,
          span,
          'write it as "2026-11-23 04:00:00", UTC',
        );
      return made(timeType, `parseDateTime64BestEffortOrNull(toString(${value.sql}), 3, 'UTC')`, [value]);
    default:
      return e.fail('QL_NOT_A_TIME', `${e.context.source(span)} is ${kindWord(value.type)}, not a time`, span);
  }
}

/** Unix milliseconds of a time as people write it, UTC; undefined for anything else. */
export function timeOfText(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, date, time = '00:00', seconds = ':00', zone = 'Z'] = match;
  const ms = Date.parse(`${date}T${time}${seconds}${zone === 'UTC' ? 'Z' : zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

export function toCondition(e: Evaluator, value: Value, span: Span): Value {
  if (value.type.kind === 'boolean') return value;
  if (value.type.kind === 'missing') return made(booleanType, "CAST(NULL, 'Nullable(UInt8)')", [value]);
  return e.fail('QL_NOT_A_CONDITION', `${e.context.source(span)} is ${kindWord(value.type)}, not true or false`, span);
}
