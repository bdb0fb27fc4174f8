import { parseNetwork } from '../../core/index.ts';
import type { ComparisonOperator, Span } from '../ast.ts';
import { recordField } from '../record-fields.ts';
import { nearest } from '../suggest.ts';
import { addressText, booleanType, isNumeric, kindWord, made, type Value } from '../value.ts';
import { timeOfText, toAddress, toNumber, toTime } from './coerce.ts';
import type { Evaluator } from './evaluate.ts';
import { inOneScale } from './moments.ts';
import { parseNumber } from './numerals.ts';

/** A comparison; missing on either side makes it missing (D3). Different kinds meet as D10 says. */
export function compare(e: Evaluator, operator: ComparisonOperator, left: Value, right: Value, span: Span): Value {
  if (left.constant !== undefined && right.constant === undefined)
    return compare(e, mirrored(operator), right, left, span);
  const place = right.span ?? span;
  noticeMissing(e, left, right, place);
  const kinds = [left.type.kind, right.type.kind];
  if (kinds.includes('missing')) return made(booleanType, "CAST(NULL, 'Nullable(UInt8)')", [left, right]);
  if (kinds.includes('list') || kinds.includes('map')) return made(booleanType, 'toUInt8(0)', [left, right]);
  if (isAddress(left) || isAddress(right)) return compareAddresses(e, operator, left, right, place);
  if (kinds.includes('time')) return compareTimes(e, operator, left, right, place);
  if (isNumeric(left.type) || isNumeric(right.type)) return compareNumbers(e, operator, left, right, place);
  noticeWord(e, left, right, place);
  return plain(operator, left, right);
}

function plain(operator: ComparisonOperator, left: Value, right: Value): Value {
  return made(booleanType, `(${left.sql} ${operator} ${right.sql})`, [left, right]);
}

function mirrored(operator: ComparisonOperator): ComparisonOperator {
  const swapped: Partial<Record<ComparisonOperator, ComparisonOperator>> = {
    '<': '>',
    '<=': '>=',
    '>': '<',
    '>=': '<=',
  };
  return swapped[operator] ?? operator;
}

function isAddress({ type, constant }: Value): boolean {
  return type.kind === 'address' || constant?.kind === 'address' || constant?.kind === 'cidr';
}

function noticeMissing(e: Evaluator, left: Value, right: Value, span: Span): void {
  if (right.constant?.kind !== 'missing' || right.type.kind !== 'missing' || right.field !== undefined) return;
  const name = left.span === undefined ? 'x' : e.context.source(left.span);
  e.context.diagnostics.warning('QL_COMPARED_WITH_NULL', 'a comparison with null is never true', span, {
    hint: `ask ispresent(${name}) or not ispresent(${name})`,
  });
}

/** The whole text of a constant that stands beside an address. */
function constantText({ constant }: Value): string | undefined {
  if (constant?.kind === 'text') return constant.value;
  return constant?.kind === 'address' || constant?.kind === 'cidr' ? constant.text : undefined;
}

function compareAddresses(e: Evaluator, operator: ComparisonOperator, left: Value, right: Value, span: Span): Value {
  const text = constantText(right);
  if (text === undefined) return plain(operator, toAddress(e, left, span), toAddress(e, right, span));
  const block = parseNetwork(text);
  if (block !== undefined && text.includes('/')) {
    const name = left.span === undefined ? 'x' : e.context.source(left.span);
    const negated = operator === '!=' ? 'not in' : 'in';
    e.context.diagnostics.error('QL_NETWORK_COMPARED', `${text} is a network: an address never equals one`, span, {
      hint: `write ${name} ${negated} ${text}`,
      fixes:
        left.span !== undefined && (operator === '=' || operator === '!=')
          ? [
              {
                title: `write ${name} ${negated} ${text}`,
                span: { start: left.span.start, end: span.end },
                text: `${name} ${negated} ${text}`,
              },
            ]
          : [],
    });
    return made(booleanType, 'toUInt8(0)', [left]);
  }
  if (block !== undefined) {
    const address = toAddress(e, left, span);
    return made(booleanType, `(${address.sql} ${operator} toIPv6(${e.context.param('String', block.first)}))`, [
      address,
    ]);
  }
  warnNoAddress(e, text, span);
  const shown = left.type.kind === 'address' ? addressText(left.sql) : left.sql;
  return made(booleanType, `(${shown} ${operator} ${right.sql})`, [left]);
}

/** A host name or a place-holder where an address belongs: it runs as on AWS, and is told. */
function warnNoAddress(e: Evaluator, text: string, span: Span): void {
  const hint = /[a-z]{2,}\.[a-z]{2,}/i.test(text)
    ? 'records hold addresses, not host names'
    : 'write an address such as 10.0.0.1, or use like "10.0." for a part of one';
  e.context.diagnostics.warning('QL_ADDRESS_INVALID', `"${text}" is not an address: no record equals it`, span, {
    hint,
  });
}

function compareTimes(e: Evaluator, operator: ComparisonOperator, left: Value, right: Value, span: Span): Value {
  return plain(operator, toTime(e, left, left.span ?? span), toTime(e, right, span));
}

function compareNumbers(e: Evaluator, operator: ComparisonOperator, left: Value, right: Value, span: Span): Value {
  for (const [side, other] of [
    [right, left],
    [left, right],
  ] as const) {
    if (side.constant?.kind !== 'text' || parseNumber(side.constant.value) !== undefined) continue;
    // Seconds of a record's start against a time as people write it.
    if (timeOfText(side.constant.value) !== undefined && /^(startTime|endTime)$/.test(other.field ?? '')) {
      const seconds = BigInt(Math.floor((timeOfText(side.constant.value) ?? 0) / 1000));
      return plain(operator, left, made(left.type, e.context.param('Int64', seconds), []));
    }
    e.context.diagnostics.warning(
      'QL_NOT_A_NUMBER',
      `"${side.constant.value}" is not a number, and ${nameOf(e, other)} is one: they are never equal`,
      side.span ?? span,
      numberHint(other, side.constant.value),
    );
    return made(booleanType, operator === '!=' ? `isNotNull(${other.sql})` : 'toUInt8(0)', [left, right]);
  }
  const [one = left, other = right] = inOneScale(e, [left, right]);
  return plain(operator, toNumber(e, one, left.span ?? span), toNumber(e, other, span));
}

function nameOf(e: Evaluator, value: Value): string {
  return value.span === undefined ? kindWord(value.type) : e.context.source(value.span);
}

function numberHint({ field }: Value, text: string): { hint: string } | Record<string, never> {
  if (field === 'protocol') return { hint: `compare the name: protocolName(protocol) = "${text.toUpperCase()}"` };
  if (/port$/i.test(field ?? '')) return { hint: `compare the name: portName(${field}) = "${text.toLowerCase()}"` };
  return {};
}

/** A word that the field never holds. */
function noticeWord(e: Evaluator, left: Value, right: Value, span: Span): void {
  if (right.constant?.kind !== 'text' || left.field === undefined) return;
  noticeUnknownWord(e, left, right.constant.value, right.span ?? span);
}

export function noticeUnknownWord(e: Evaluator, left: Value, text: string, span: Span): void {
  const values = left.field === undefined ? undefined : recordField(left.field)?.values;
  if (values === undefined || values.includes(text)) return;
  const [near] = nearest(text, values, 1);
  e.context.diagnostics.warning('QL_WORD_UNKNOWN', `${left.field} is never "${text}"`, span, {
    hint: near === undefined ? `it is ${values.slice(0, 8).join(', ')}` : `did you mean "${near}"?`,
    fixes: near === undefined ? [] : [{ title: `use "${near}"`, span, text: `"${near}"` }],
  });
}
