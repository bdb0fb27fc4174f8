import { parseNetwork } from '../../core/index.ts';
import type { Expression } from '../ast.ts';
import { networkEnds } from '../network-sql.ts';
import { booleanType, made, type Value } from '../value.ts';
import { toAddress } from './coerce.ts';
import { compare, noticeUnknownWord } from './compare.ts';
import type { Evaluator } from './evaluate.ts';

type InList = Extract<Expression, { kind: 'in' }>;
type InQuery = Extract<Expression, { kind: 'inQuery' }>;

const negate = (value: Value, negated: boolean): Value =>
  negated ? made(booleanType, `NOT (${value.sql})`, [value]) : value;

/** `x in [a, b]`: true when it equals one of them; networks hold the addresses within. */
export function isMember(e: Evaluator, expression: InList): Value {
  const operand = e.value(expression.operand);
  const items = expression.items.map((item) => e.value(item));
  const isAddress =
    operand.type.kind === 'address' ||
    items.some((one) => one.constant?.kind === 'cidr' || one.constant?.kind === 'address');
  if (isAddress) return negate(amongNetworks(e, operand, items, expression), expression.negated);
  const texts = items.flatMap(({ constant }) => (constant?.kind === 'text' ? [constant.value] : []));
  if (operand.type.kind === 'text' && operand.constant === undefined && texts.length === items.length) {
    for (const [i, text] of texts.entries()) noticeUnknownWord(e, operand, text, items[i]?.span ?? expression.span);
    return negate(oneOf(operand, items), expression.negated);
  }
  const numbers = items.every(({ constant }) => constant?.kind === 'number' && typeof constant.value === 'bigint');
  if (operand.type.kind === 'integer' && operand.constant === undefined && numbers)
    return negate(oneOf(operand, items), expression.negated);
  const each = items.map((item) => compare(e, '=', operand, item, item.span ?? expression.span).sql);
  return negate(made(booleanType, `(${each.join(' OR ')})`, [operand, ...items]), expression.negated);
}

function oneOf(operand: Value, items: readonly Value[]): Value {
  return made(booleanType, `(${operand.sql} IN (${items.map((item) => item.sql).join(', ')}))`, [operand]);
}

function amongNetworks(e: Evaluator, operand: Value, items: readonly Value[], expression: InList): Value {
  const address = toAddress(e, operand, operand.span ?? expression.span);
  const addresses: string[] = [];
  const tests: string[] = [];
  for (const item of items) {
    const { constant } = item;
    const text =
      constant?.kind === 'text'
        ? constant.value
        : constant?.kind === 'address' || constant?.kind === 'cidr'
          ? constant.text
          : undefined;
    const block = text === undefined ? undefined : parseNetwork(text);
    if (text?.includes('/') && block === undefined) {
      e.context.fail(
        'QL_CIDR_INVALID',
        `${text} is not a network`,
        item.span ?? expression.span,
        'write 10.0.0.0/8 or fd00::/8',
      );
    }
    if (block === undefined) {
      tests.push(compare(e, '=', operand, item, item.span ?? expression.span).sql);
      continue;
    }
    const end = (one: string) => `toIPv6(${e.context.param('String', one)})`;
    if (block.first === block.last) addresses.push(end(block.first));
    else
      for (const [first, last] of networkEnds(block))
        tests.push(`(${address.sql} BETWEEN ${end(first)} AND ${end(last)})`);
  }
  if (addresses.length > 0) tests.unshift(`(${address.sql} IN (${addresses.join(', ')}))`);
  return made(booleanType, `(${tests.join(' OR ')})`, [address, ...items]);
}

/** `x in (query)`: the query gives one column. */
export function isMemberOfQuery(e: Evaluator, expression: InQuery): Value {
  if (e.mode.kind === 'group')
    e.fail('QL_SUBQUERY_MISPLACED', 'a query in brackets belongs into filter, not into stats', expression.span);
  const operand = e.value(expression.operand);
  const inner = e.pipeline.nested(expression.query);
  const names = inner.shown;
  const [name] = names;
  const value = name === undefined ? undefined : inner.find(name);
  if (names.length !== 1 || value === undefined) {
    return e.fail(
      'QL_SUBQUERY_COLUMNS',
      `the query in brackets gives ${names.length} columns, and "in" needs one`,
      expression.query.span,
      'end it with | display and one field',
    );
  }
  const matched = matchKinds(e, operand, value, expression);
  const level = inner.level;
  inner.settleOrder();
  const alias = level.export(matched.right);
  const rows = `SELECT ${alias} FROM (${level.render()}) WHERE isNotNull(${alias})`;
  return negate(made(booleanType, `(${matched.left} IN (${rows}))`, [operand]), expression.negated);
}

/** Both sides as the same kind, so that the engine compares what is alike. */
function matchKinds(e: Evaluator, left: Value, right: Value, expression: InQuery): { left: string; right: string } {
  const kinds = [left.type.kind, right.type.kind];
  if (kinds.includes('address'))
    return {
      left: toAddress(e, left, expression.operand.span).sql,
      right: toAddress(e, right, expression.query.span).sql,
    };
  if (left.type.kind === right.type.kind || !kinds.includes('text')) return { left: left.sql, right: right.sql };
  return { left: `toString(${left.sql})`, right: `toString(${right.sql})` };
}
