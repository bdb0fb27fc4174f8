import { parseNetwork } from '../../core/index.ts';
import type { Expression, RegexNode, StringNode } from '../ast.ts';
import { booleanType, isNumeric, made, type Value } from '../value.ts';
import { toText } from './coerce.ts';
import type { Evaluator } from './evaluate.ts';
import { checkRegex } from './regex.ts';

type Like = Extract<Expression, { kind: 'like' }>;

/** `like "text"`: the text is somewhere in it, as it stands; `like /re/` and `=~`: RE2, found anywhere. */
export function searchText(e: Evaluator, expression: Like): Value {
  const operand = e.value(expression.operand);
  if (operand.type.kind === 'boolean') {
    e.fail(
      'QL_SEARCHED_CONDITION',
      `${e.context.source(expression.operand.span)} is true or false: there is no text to search`,
      expression.operand.span,
    );
  }
  const { pattern } = expression;
  const found = pattern.kind === 'string' ? contains(e, operand, pattern) : matches(e, operand, pattern);
  return expression.negated ? made(booleanType, `NOT (${found.sql})`, [found]) : found;
}

function contains(e: Evaluator, operand: Value, { value, span }: StringNode): Value {
  if (isAddressLike(operand) && value.includes('/') && parseNetwork(value) !== undefined)
    warnNetwork(e, operand, value, span);
  if (value === ':' && operand.type.kind === 'address') return isV6(operand);
  warnOfWildcards(e, operand, value, span);
  const text = toText(e, operand);
  return made(booleanType, `(position(${text.sql}, ${e.context.param('String', value)}) > 0)`, [text]);
}

/** In SQL % and * stand for anything; here for themselves, which no address and no id of AWS has in it. */
function warnOfWildcards(e: Evaluator, operand: Value, value: string, span: StringNode['span']): void {
  const known = isAddressLike(operand) || /Id$|^action$|^logStatus$/.test(operand.field ?? '');
  const plain = value.replace(/^[%*]+|[%*]+$/g, '');
  if (known && /[%*]/.test(value)) {
    e.context.diagnostics.warning('QL_WILDCARD', '% and * stand for themselves here: this never matches', span, {
      hint: `like "${plain}" finds the text anywhere; like /…/ takes a regular expression`,
      fixes: [{ title: `search "${plain}"`, span, text: JSON.stringify(plain) }],
    });
  } else if (isAddressLike(operand) && /[g-z]{3}/i.test(value) && !/^[xy.]+$|^nat-ip$/i.test(value)) {
    const message = 'records hold addresses, not host names: this never matches';
    e.context.diagnostics.warning('QL_NEVER_MATCHES', message, span);
  }
}

function isAddressLike({ type, origin }: Value): boolean {
  return type.kind === 'address' || origin?.type.kind === 'address';
}

function warnNetwork(e: Evaluator, operand: Value, text: string, span: StringNode['span']): void {
  const name = operand.span === undefined ? 'x' : e.context.source(operand.span);
  e.context.diagnostics.warning(
    'QL_NETWORK_AS_TEXT',
    `${text} is searched as text, and no address contains a slash`,
    span,
    {
      hint: `write ${name} in ${text}`,
    },
  );
}

function matches(e: Evaluator, operand: Value, { source, span }: RegexNode): Value {
  const wrong = checkRegex(source);
  if (wrong !== undefined) e.fail('QL_REGEX_UNSUPPORTED', wrong, span, 'regular expressions are RE2');
  if (source === ':' && operand.type.kind === 'address') return isV6(operand);
  const prefix = operand.type.kind === 'address' ? octetPrefix(source) : undefined;
  if (prefix !== undefined) {
    const [first, last] = prefix.map((end) => `toIPv6(${e.context.param('String', end)})`);
    return made(booleanType, `(${operand.sql} BETWEEN ${first} AND ${last})`, [operand]);
  }
  if (isAddressLike(operand)) warnHopeless(e, operand, source, span);
  if (isNumeric(operand.type) && /[a-z]{3}/i.test(source.replace(/\\./g, '')))
    e.context.diagnostics.warning('QL_NEVER_MATCHES', 'a number has no letters: this never matches', span);
  const text = toText(e, operand);
  return made(booleanType, `match(toString(${text.sql}), ${e.context.param('String', source)})`, [text]);
}

function warnHopeless(e: Evaluator, operand: Value, source: string, span: RegexNode['span']): void {
  const network = source.replaceAll('\\', '').replace(/^\^|\$$/g, '');
  if (network.includes('/') && parseNetwork(network) !== undefined) warnNetwork(e, operand, network, span);
  else if (/[g-z]{3}/i.test(source.replace(/\\./g, '').replace(/\(\?i\)/g, ''))) {
    e.context.diagnostics.warning(
      'QL_NEVER_MATCHES',
      'records hold addresses, not host names: this never matches',
      span,
    );
  }
}

/** A colon is in every IPv6 address as people write it, and in no other. */
function isV6(address: Value): Value {
  const number = `toUInt128(${address.sql})`;
  return made(booleanType, `(${number} NOT BETWEEN 281470681743360 AND 281474976710655)`, [address]);
}

/** `^10\.25\.` names a range, which the engine finds by its indexes; text would be made of every address first. */
function octetPrefix(source: string): readonly [string, string] | undefined {
  const match = /^\^(\d{1,3}(?:\\\.\d{1,3}){0,2})\\\.$/.exec(source);
  const octets = match?.[1]?.split('\\.');
  if (octets === undefined || octets.some((o) => Number(o) > 255 || String(Number(o)) !== o)) return undefined;
  const filled = (with_: string) => [...octets, with_, with_, with_].slice(0, 4).join('.');
  return [filled('0'), filled('255')];
}
