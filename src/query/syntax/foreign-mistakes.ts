import { isOperand, type Mistake, type Rule, remove, replace } from './mistake-place.ts';

/** Signs that other languages have. `||` may also have been meant as the bar. */
const operators: Readonly<Record<string, readonly [string, string]>> = {
  '&&': ['and', '"&&" is not an operator of the language'],
  '||': ['or', '"||" is not an operator of the language'],
  '<>': ['!=', '"<>" is not an operator of the language'],
  '&': ['and', '"&" is not an operator of the language'],
};

const foreignOperator: Rule = (place) => {
  const { token } = place;
  const known = operators[token.raw];
  if (known === undefined || token.kind !== 'sign') return undefined;
  const [right, message] = known;
  const [, second] = place.ahead(2);
  const isBar = token.raw === '||' && second?.kind === 'name' && place.commands.has(second.value.toLowerCase());
  const fixes = [replace(token.span, right)];
  const bar = token.raw === '||' ? [replace(token.span, '|')] : [];
  return {
    code: 'QL_OPERATOR_UNKNOWN',
    message,
    hint: `write ${isBar ? '|' : right}`,
    fixes: isBar ? [...bar, ...fixes] : [...fixes, ...bar],
  };
};

/** `=<`, `=>`, `===`, `!~`, `field: value`. */
const twistedOperator: Rule = (place) => {
  const { token } = place;
  const last = place.before();
  if (token.kind !== 'sign' || last === undefined) return undefined;
  const pair = `${last.raw}${token.raw}`;
  const right = { '=<': '<=', '=>': '>=', '===': '=', '!==': '!=', '~=': '=~', '=!': '!=' }[pair];
  if (right !== undefined && last.end === token.span.start) {
    const span = { start: last.start, end: token.span.end };
    return {
      code: 'QL_OPERATOR_UNKNOWN',
      message: `"${pair}" is not an operator of the language`,
      span,
      hint: `write ${right}`,
      fixes: [replace(span, right)],
    };
  }
  if (last.role !== 'field' || !place.behindOperand) return undefined;
  const [, second] = place.ahead(2);
  const wrong = token.raw === '!' && second?.raw === '~' ? '!~' : token.raw;
  const like = { ':': '=', '~': '=~', '!~': 'not like' }[wrong];
  if (like === undefined) return undefined;
  const span = { start: token.span.start, end: token.span.start + wrong.length };
  const blank = last.end === span.start ? ' ' : '';
  return {
    code: 'QL_OPERATOR_UNKNOWN',
    message: `"${wrong}" is not an operator of the language`,
    span,
    hint: `write ${like}`,
    fixes: [replace(span, `${blank}${like}`, `use ${like}`)],
  };
};

const sqlWords = /^(select|insert|update|delete|with|create|alter|drop|truncate|show|describe|desc|explain|from)$/;

const sql: Rule = (place) =>
  place.before() === undefined && sqlWords.test(place.word)
    ? {
        code: 'QL_SQL',
        message: `"${place.token.raw}" begins a statement of SQL; this box takes the query language`,
        hint: 'switch to SQL, or begin with a command such as filter or stats',
      }
    : undefined;

const semicolon: Rule = ({ token }) =>
  token.raw === ';'
    ? {
        code: 'QL_SEMICOLON',
        message: 'a query has no semicolon: stages are separated by |',
        fixes: [remove(token.span, ';'), replace(token.span, ' |', 'use |')],
      }
    : undefined;

/** `x is null`, `x is not null`, `x is "y"`. */
const isWord: Rule = (place) => {
  const { token, text } = place;
  const field = place.before();
  if (place.word !== 'is' || field?.role !== 'field') return undefined;
  const [, second, third] = place.ahead(3);
  const negated = second?.raw.toLowerCase() === 'not';
  const value = negated ? third : second;
  const message = '"is" is not an operator of the language';
  if (value !== undefined && /^(null|missing|empty|none|present)$/i.test(value.raw)) {
    const missing = (value.raw.toLowerCase() === 'present') === negated;
    const span = { start: field.start, end: value.span.end };
    const right = `${missing ? 'not ' : ''}ispresent(${text.slice(field.start, field.end)})`;
    return { code: 'QL_IS_NULL', message, span: token.span, hint: `write ${right}`, fixes: [replace(span, right)] };
  }
  const right = negated ? '!=' : '=';
  const span = { start: token.span.start, end: negated && second !== undefined ? second.span.end : token.span.end };
  return { code: 'QL_OPERATOR_UNKNOWN', message, span, hint: `write ${right}`, fixes: [replace(span, right)] };
};

const between: Rule = (place) => {
  const { text } = place;
  const field = place.before();
  const negated = field?.word === 'not';
  const operand = negated ? place.before(2) : field;
  if (place.word !== 'between' || operand?.role !== 'field') return undefined;
  const [, low, and, high] = place.ahead(4);
  const name = text.slice(operand.start, operand.end);
  const found =
    low !== undefined && high !== undefined && and?.raw.toLowerCase() === 'and' && isOperand(low) && isOperand(high);
  const right = found
    ? negated
      ? `(${name} < ${low.raw} or ${name} > ${high.raw})`
      : `${name} >= ${low.raw} and ${name} <= ${high.raw}`
    : `${name} >= 1 and ${name} <= 9`;
  return {
    code: 'QL_BETWEEN',
    message: '"between" is not an operator of the language',
    hint: `write ${found ? right : `two comparisons: ${right}`}`,
    fixes: found ? [replace({ start: operand.start, end: high.span.end }, right)] : [],
  };
};

/** Words for operators in other languages: `contains "x"`. */
const wordOperators: Rule = (place) => {
  const { token, text } = place;
  const last = place.before();
  if (token.kind !== 'name' || !place.behindOperand || last?.role !== 'field') return undefined;
  const [, value] = place.ahead(2);
  if (value === undefined || !(isOperand(value) || value.raw.startsWith('/'))) return undefined;
  const like = /^(contains|has|includes|matches|ilike|rlike|regexp|similar)$/.test(place.word);
  const call = { startswith: 'startsWith', endswith: 'endsWith' }[place.word];
  const plain = { equals: '=', eq: '=', ne: '!=', gt: '>', ge: '>=', gte: '>=', lt: '<', le: '<=', lte: '<=' }[
    place.word
  ];
  const right = like ? 'like' : plain;
  const message = `"${token.raw}" is not an operator of the language`;
  if (right !== undefined)
    return { code: 'QL_OPERATOR_UNKNOWN', message, hint: `write ${right}`, fixes: [replace(token.span, right)] };
  if (call === undefined) return undefined;
  const written = `${call}(${text.slice(last.start, last.end)}, ${value.raw})`;
  return {
    code: 'QL_OPERATOR_UNKNOWN',
    message,
    hint: `write ${written}`,
    fixes: [replace({ start: last.start, end: value.span.end }, written)],
  };
};

const star: Rule = (place) => {
  const { token } = place;
  if (token.raw !== '*' || !(place.wants('expression') || place.wants('field'))) return undefined;
  const shows = place.follows('fields', 'display');
  return {
    code: 'QL_STAR',
    message: '"*" does not stand for all fields',
    hint: shows ? 'name the fields; a query without fields and display shows the usual ones' : 'name the fields',
    fixes: shows ? [replace(token.span, '@timestamp, @message')] : [],
  };
};

/** `group by x` behind aggregates. */
const groupBy: Rule = (place) => {
  if (!/^(group|grouped|per)$/.test(place.word) || !place.wants('keyword', 'by')) return undefined;
  const [, second] = place.ahead(2);
  const end = second?.raw.toLowerCase() === 'by' ? second.span.end : place.token.span.end;
  const span = { start: place.token.span.start, end };
  return {
    code: 'QL_GROUP_BY',
    message: `groups are written with "by" alone, not "${place.text.slice(span.start, span.end)}"`,
    span,
    hint: 'write by',
    fixes: [replace(span, 'by')],
  };
};

const having: Rule = ({ word, token, behindOperand }) =>
  word === 'having' && behindOperand
    ? {
        code: 'QL_HAVING',
        message: '"having" is not a word of the language',
        hint: 'filter behind stats: | filter',
        fixes: [replace(token.span, '| filter')],
      }
    : undefined;

/** `count distinct x`, `count(distinct x)`. */
const countDistinct: Rule = (place) => {
  const made = (start: number, end: number, field: string): Mistake => {
    const right = `count_distinct(${field})`;
    return {
      code: 'QL_COUNT_DISTINCT',
      message: 'different values are counted by count_distinct',
      span: { start, end },
      hint: `write ${right}`,
      fixes: [replace({ start, end }, right)],
    };
  };
  const last = place.before();
  if (place.word === 'distinct' && last?.word === 'count') {
    const [, first, second, third] = place.ahead(4);
    if (first?.kind === 'name') return made(last.start, first.span.end, first.raw);
    if (first?.raw === '(' && second !== undefined && third?.raw === ')')
      return made(last.start, third.span.end, second.raw);
    return undefined;
  }
  const count = place.before(3);
  if (last?.word !== 'distinct' || place.before(2)?.raw !== '(' || count?.word !== 'count') return undefined;
  const [field, close] = place.ahead(2);
  return field !== undefined && close?.raw === ')' ? made(count.start, close.span.end, field.raw) : undefined;
};

/** `case when a = 1 then …` */
const caseWhen: Rule = (place) =>
  place.word === 'when' && place.follows('case')
    ? {
        code: 'QL_CASE_WHEN',
        message: 'case is a function: "when" and "then" are not words of the language',
        hint: 'write case(condition, value, condition, value, …, otherwise)',
      }
    : undefined;

/** `sort desc x`, `sort x descending`. */
const direction: Rule = (place) => {
  const { token, word } = place;
  if (/^(descending|ascending)$/.test(word) && place.wants('keyword', word.slice(0, word.indexOf('c') + 1))) {
    const right = word.startsWith('d') ? 'desc' : 'asc';
    return {
      code: 'QL_DIRECTION',
      message: `"${token.raw}" is written "${right}"`,
      fixes: [replace(token.span, right)],
    };
  }
  if (!/^(desc|asc)$/.test(word) || !place.follows('sort', 'order', 'by', ',')) return undefined;
  const [, field] = place.ahead(2);
  const named = field?.kind === 'name' || field?.kind === 'quoted' ? field : undefined;
  return {
    code: 'QL_DIRECTION',
    message: `"${token.raw}" stands behind what is sorted by`,
    hint: `write sort ${named?.raw ?? 'bytes'} ${word}`,
    fixes:
      named === undefined ? [] : [replace({ start: token.span.start, end: named.span.end }, `${named.raw} ${word}`)],
  };
};

/** `limit 1,000` */
const thousands: Rule = (place) => {
  const last = place.before();
  const [comma, digits] = place.ahead(2);
  if (
    comma?.raw !== ',' ||
    last?.role !== 'number' ||
    digits?.span.start !== comma.span.end ||
    !/^\d{3}$/.test(digits.raw)
  )
    return undefined;
  const span = { start: last.start, end: digits.span.end };
  return {
    code: 'QL_NUMBER_COMMA',
    message: 'numbers are written without commas',
    span,
    fixes: [replace(span, `${last.raw}${digits.raw}`)],
  };
};

/** What is right in SQL, in other pipelines or in a programming language. */
export const foreignMistakes: readonly Rule[] = [
  sql,
  foreignOperator,
  twistedOperator,
  semicolon,
  isWord,
  between,
  wordOperators,
  groupBy,
  having,
  countDistinct,
  caseWhen,
  direction,
  thousands,
  star,
];
