import type {
  ArithmeticOperator,
  ComparisonOperator,
  Expression,
  NumberNode,
  RegexNode,
  SizeUnit,
  StringNode,
} from '../ast.ts';
import { spanOver } from '../ast.ts';
import { unescapedSlashes } from './lexer.ts';
import { isBareCount } from './mistakes.ts';
import type { Parser } from './parser.ts';
import { periodOf } from './period.ts';

/** Loosest first: or, and, not, comparison (no chains), sum, product, power (right), sign, postfix. D2. */
export function parseExpression(p: Parser): Expression {
  return p.deeper(() => disjunction(p));
}

function binary(
  operator: Extract<Expression, { kind: 'binary' }>['operator'],
  left: Expression,
  right: Expression,
): Expression {
  return { kind: 'binary', operator, left, right, span: spanOver(left, right) };
}

function disjunction(p: Parser): Expression {
  let left = conjunction(p);
  while (p.takeWord('or') !== undefined) left = binary('or', left, conjunction(p));
  return left;
}

function conjunction(p: Parser): Expression {
  let left = negation(p);
  while (p.takeWord('and') !== undefined) left = binary('and', left, negation(p));
  return left;
}

function negation(p: Parser): Expression {
  const start = p.token.span;
  if (p.takeWord('not') === undefined) return comparison(p);
  const operand = p.deeper(() => negation(p));
  return { kind: 'unary', operator: 'not', operand, span: p.spanFrom(start) };
}

const comparisons: Readonly<Record<string, ComparisonOperator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function comparison(p: Parser): Expression {
  const left = sum(p);
  p.expect({ kind: 'operator' });
  const { raw, kind } = p.token;
  const operator = kind === 'sign' ? comparisons[raw] : undefined;
  if (operator !== undefined) {
    p.take('operator');
    valueHint(p, left);
    const right = sum(p);
    if (p.token.kind === 'sign' && comparisons[p.token.raw] !== undefined) {
      p.fail(
        'QL_CHAINED_COMPARISON',
        `comparisons cannot be chained: "${p.token.raw}" follows another one`,
        p.token.span,
        'join two comparisons with "and"',
      );
    }
    return binary(operator, left, right);
  }
  if (kind === 'sign' && raw === '=~') {
    p.take('operator');
    return like(p, left, false, true);
  }
  const negated = p.takeWord('not') !== undefined;
  if (p.takeWord('like') !== undefined) return like(p, left, negated, false);
  if (p.takeWord('in') !== undefined) return membership(p, left, negated);
  return negated ? p.unexpected() : left;
}

function valueHint(p: Parser, left: Expression): void {
  if (left.kind === 'field') p.expect({ kind: 'expression', aggregates: p.aggregates, value: left.name });
}

function like(p: Parser, operand: Expression, negated: boolean, isMatch: boolean): Expression {
  p.allowRegex();
  p.expect({ kind: 'text' });
  p.expect({ kind: 'regular expression' });
  let pattern: StringNode | RegexNode;
  if (p.token.kind === 'regex') {
    const { value, span } = p.take('regex');
    pattern = { kind: 'regex', source: value, span };
  } else {
    const text = p.string();
    pattern = isMatch ? { kind: 'regex', source: unescapedSlashes(text.value), span: text.span } : text;
  }
  return { kind: 'like', operand, pattern, negated, span: spanOver(operand, pattern) };
}

function membership(p: Parser, operand: Expression, negated: boolean): Expression {
  if (p.isSign('(')) {
    const start = p.token.span;
    const query = p.subquery();
    return {
      kind: 'inQuery',
      operand,
      query,
      negated,
      span: { start: operand.span.start, end: p.spanFrom(start).end },
    };
  }
  valueHint(p, operand);
  if (p.token.kind === 'cidr' || p.token.kind === 'address') {
    const item = primary(p);
    return { kind: 'in', operand, items: [item], negated, span: spanOver(operand, item) };
  }
  p.needSign('[');
  const items = p.list(() => {
    valueHint(p, operand);
    return sum(p);
  });
  p.needSign(']');
  return { kind: 'in', operand, items, negated, span: { start: operand.span.start, end: p.previousEnd } };
}

function sum(p: Parser): Expression {
  let left = product(p);
  for (let op = arithmetic(p, '+', '-'); op !== undefined; op = arithmetic(p, '+', '-'))
    left = binary(op, left, product(p));
  return left;
}

function product(p: Parser): Expression {
  let left = power(p);
  for (let op = arithmetic(p, '*', '/', '%'); op !== undefined; op = arithmetic(p, '*', '/', '%'))
    left = binary(op, left, power(p));
  return left;
}

function arithmetic(p: Parser, ...operators: ArithmeticOperator[]): ArithmeticOperator | undefined {
  const operator = p.token.kind === 'sign' ? operators.find((one) => one === p.token.raw) : undefined;
  if (operator !== undefined) p.take('operator');
  return operator;
}

/** Right-associative, and tighter than a sign in front of it only on its right side: `2 ^ -1`. */
function power(p: Parser): Expression {
  const left = signed(p);
  if (arithmetic(p, '^') === undefined) return left;
  return binary(
    '^',
    left,
    p.deeper(() => power(p)),
  );
}

function signed(p: Parser): Expression {
  const { kind, raw, span } = p.token;
  if (kind !== 'sign' || (raw !== '-' && raw !== '+' && raw !== '!')) return postfix(p);
  p.take('operator');
  const operand = p.deeper(() => signed(p));
  return { kind: 'unary', operator: raw === '!' ? 'not' : raw, operand, span: p.spanFrom(span) };
}

function postfix(p: Parser): Expression {
  let object = primary(p);
  for (;;) {
    if (p.token.raw === '.' && p.token.span.start === p.previousEnd) {
      p.take('operator');
      for (const key of memberKeys(p))
        object = { kind: 'member', object, key, span: { start: object.span.start, end: p.previousEnd } };
    } else if (p.token.raw === '[' && p.token.span.start === p.previousEnd) {
      p.take('bracket');
      const index = p.expression();
      p.needSign(']');
      object = { kind: 'index', object, index, span: { start: object.span.start, end: p.previousEnd } };
    } else return object;
  }
}

/** Behind a dot: `k`, `` `k.x` ``, `0`, and `a.b` or `0.5`, which the lexer takes for one name or number and are two keys. */
function memberKeys(p: Parser): readonly string[] {
  const { kind, raw } = p.token;
  p.expect({ kind: 'new name' });
  if (kind !== 'name' && kind !== 'quoted' && kind !== 'number') return p.unexpected();
  const { value } = p.take('name');
  return kind === 'quoted' || raw.startsWith('@') ? [value] : value.split('.');
}

const sizeUnits: readonly SizeUnit[] = ['kB', 'MB', 'GB', 'TB', 'KiB', 'MiB', 'GiB', 'TiB'];

function primary(p: Parser): Expression {
  const { token } = p;
  const { span, value, raw } = token;
  p.expect({ kind: 'expression', aggregates: p.aggregates });
  switch (token.kind) {
    case 'number':
      p.take('number');
      return { kind: 'number', text: raw, span };
    case 'size':
      p.take('number');
      return sizeNode(raw, span);
    case 'string':
      p.take('string');
      return { kind: 'string', value, span };
    case 'period':
      p.take('period');
      return { kind: 'period', period: periodOf(raw), span };
    case 'address':
    case 'cidr':
      p.take('address');
      return { kind: token.kind, text: raw, span };
    case 'name':
    case 'quoted':
      return named(p);
    case 'sign':
      if (raw === '(') {
        p.take('bracket');
        const inner = p.expression();
        p.needSign(')');
        return { ...inner, span: { start: span.start, end: p.previousEnd } };
      }
      return p.unexpected();
    default:
      return p.unexpected();
  }
}

function sizeNode(raw: string, span: NumberNode['span']): NumberNode {
  const match = /^(.*?)([A-Za-z]+)$/.exec(raw);
  const unit = sizeUnits.find((one) => one.toLowerCase() === match?.[2]?.toLowerCase());
  if (match === null || unit === undefined) throw new TypeError(`${raw} is no size`);
  return { kind: 'number', text: match[1] ?? '', size: unit, span };
}

function named(p: Parser): Expression {
  const { token } = p;
  const word = token.value.toLowerCase();
  const call = token.kind === 'name' && p.lookAhead().raw === '(';
  if (!call && token.kind === 'name') {
    if (word === 'true' || word === 'false') {
      p.take('keyword');
      return { kind: 'boolean', value: word === 'true', span: token.span };
    }
    if (word === 'null') {
      p.take('keyword');
      return { kind: 'null', span: token.span };
    }
    if (/^(and|or|not|in|like|as|by|asc|desc)$/.test(word)) return p.unexpected();
  }
  if (!call && isBareCount(p)) {
    p.take('function');
    return {
      kind: 'call',
      name: token.value,
      args: [{ kind: 'star', span: token.span }],
      nameSpan: token.span,
      span: token.span,
    };
  }
  if (!call) {
    p.take('field');
    return { kind: 'field', name: token.value, span: token.span };
  }
  if (/^(and|or|not|in|like|as|by)$/.test(word)) return p.unexpected();
  p.take('function');
  p.take('bracket');
  const args: Expression[] = [];
  if (!p.isSign(')')) args.push(...p.list(() => argument(p)));
  p.needSign(')');
  return { kind: 'call', name: token.value, args, nameSpan: token.span, span: p.spanFrom(token.span) };
}

function argument(p: Parser): Expression {
  p.allowRegex();
  const { token } = p;
  if (token.kind === 'regex') {
    p.take('regex');
    return { kind: 'regex', source: token.value, span: token.span };
  }
  if (token.raw === '*') {
    p.take('operator');
    return { kind: 'star', span: token.span };
  }
  return p.expression();
}
