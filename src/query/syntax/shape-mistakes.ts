import { functions } from '../function-list.ts';
import { Lexer } from './lexer.ts';
import { insert, isOperand, type Mistake, type Rule, remove, replace } from './mistake-place.ts';
import { isPeriodUnit } from './period.ts';
import type { Token } from './token.ts';

/** `5 m`, and a bare number where a period must be. */
const period: Rule = (place) => {
  const { token, text } = place;
  const [first, second] = place.ahead(2);
  const glued = (start: number, end: number): Mistake => {
    const right = text.slice(start, end).replace(/\s+/g, '');
    return {
      code: 'QL_PERIOD_BLANK',
      message: 'a period is written in one piece',
      span: { start, end },
      hint: `write ${right}`,
      fixes: [replace({ start, end }, right)],
    };
  };
  const last = place.before();
  if (token.kind === 'name' && isPeriodUnit(token.raw) && last?.role === 'number' && /^\d+$/.test(last.raw)) {
    return glued(last.start, token.span.end);
  }
  if (first?.kind !== 'number' || !place.wants('period')) return undefined;
  if (second?.kind === 'name' && isPeriodUnit(second.raw) && /^\d+$/.test(first.raw))
    return glued(first.span.start, second.span.end);
  return {
    code: 'QL_UNIT_MISSING',
    message: `${token.raw} has no unit of time`,
    hint: `write ${token.raw}s, ${token.raw}m, ${token.raw}h or ${token.raw}d`,
    fixes: ['s', 'm', 'h'].map((unit) => replace(token.span, `${token.raw}${unit}`)),
  };
};

const noPattern: Rule = (place) => {
  const { token } = place;
  if (!place.wants('regular expression') || !place.follows('like', '=~')) return undefined;
  const quotable = isOperand(token) && token.kind !== 'quoted' && !place.commands.has(place.word);
  const end = quotable ? token.span.end + (/^[\w.:/-]*/.exec(place.text.slice(token.span.end))?.[0].length ?? 0) : 0;
  const written = place.text.slice(token.span.start, end);
  return {
    code: 'QL_PATTERN_MISSING',
    message: quotable
      ? `${written} behind ${place.before()?.word} needs quotes`
      : `${place.before()?.word} needs a text or a regular expression behind it`,
    hint: 'write like "10.0." or like /^10\\./',
    fixes: quotable ? [replace({ start: token.span.start, end }, `"${written}"`)] : [],
    ...(place.atEnd ? { span: place.before() ?? token.span } : {}),
  };
};

const strayRegex: Rule = (place) => {
  const { token, text } = place;
  if (token.raw !== '/' || !place.wants('expression')) return undefined;
  const regex = new Lexer(text).next(token.span.start, true);
  const last = place.before();
  const right = { '=': 'like', '==': 'like', '!=': 'not like' }[last?.raw ?? ''];
  return {
    code: 'QL_REGEX_PLACE',
    message: 'a regular expression cannot stand here',
    span: regex.span,
    hint: 'it stands behind like and =~, behind parse, and in functions for regular expressions',
    fixes: right === undefined || last === undefined || regex.kind !== 'regex' ? [] : [replace(last, right)],
  };
};

const squareList: Rule = (place) => {
  const { token } = place;
  const last = place.before();
  if (last?.raw === '[' && token.raw === ']')
    return { code: 'QL_LIST', message: 'a list holds at least one value', hint: 'write in [80, 443]' };
  if (token.raw !== '[' || !place.wants('expression')) return undefined;
  const right = { '=': 'in', '==': 'in', '!=': 'not in' }[last?.raw ?? ''];
  return {
    code: 'QL_LIST',
    message: 'a list stands behind in or not in',
    hint: 'write field in [80, 443]',
    fixes: right === undefined || last === undefined ? [] : [replace(last, right)],
  };
};

/** `in "x"`, `in 80, 443` */
const bareList: Rule = (place) => {
  const { token } = place;
  if (!place.wants('sign', '[') || !place.follows('in') || !isOperand(token)) return undefined;
  const tokens = place.ahead(2000);
  const length = tokens.findIndex((one, i) => (i % 2 === 0 ? !isOperand(one) : one.raw !== ','));
  const whole = tokens.slice(0, length === -1 ? tokens.length : length);
  const items = whole.at(-1)?.raw === ',' ? whole.slice(0, -1) : whole;
  const span = { start: token.span.start, end: items.at(-1)?.span.end ?? token.span.end };
  const right = `[${place.text.slice(span.start, span.end)}]`;
  return {
    code: 'QL_LIST',
    message: 'in needs a list in square brackets, a network or a query in brackets',
    span,
    hint: `write in ${right}`,
    fixes: [replace(span, right)],
  };
};

/** `x not = 5`, `x not "a"` */
const notOperator: Rule = (place) => {
  const { token } = place;
  const last = place.before();
  const operand = place.before(2);
  if (last?.word !== 'not' || !place.wants('keyword', 'like') || operand === undefined) return undefined;
  const equal = token.raw === '=' || token.raw === '==';
  const fixes = equal
    ? [replace({ start: last.start, end: token.span.end }, '!=')]
    : isOperand(token)
      ? [replace(last, '!=')]
      : [];
  return {
    code: 'QL_NOT',
    message: `behind a field, "not" goes with like or in`,
    span: last,
    hint: 'write !=, or put not before the field',
    fixes,
  };
};

/** `sum bytes by x`, `count distinct` aside. */
const noBrackets: Rule = (place) => {
  const { token } = place;
  const last = place.before();
  if (last === undefined || last.role !== 'field' || !isOperand(token)) return undefined;
  const called = functions.find(({ name, aliases = [] }) =>
    [name, ...aliases].some((one) => one.toLowerCase() === last.word),
  );
  if (called === undefined || place.commands.has(place.word)) return undefined;
  const span = { start: last.start, end: token.span.end };
  const right = `${called.name}(${token.raw})`;
  return {
    code: 'QL_BRACKETS_MISSING',
    message: `${called.name} is a function: what it takes stands in brackets`,
    span,
    hint: `write ${right}`,
    fixes: [replace(span, right)],
  };
};

const noComma: Rule = (place) => {
  const last = place.before();
  if (last === undefined || !place.wants('sign', ',') || !place.behindOperand || !isOperand(place.token))
    return undefined;
  return {
    code: 'QL_COMMA_MISSING',
    message: `a comma is missing between "${last.raw}" and "${place.token.raw}"`,
    hint: 'items of a list are separated by commas',
    fixes: [insert(last.end, ',')],
  };
};

/** What hangs at the end of a stage: a comma, `and`, `as`, an operator. */
const dangling: Rule = (place) => {
  const last = place.before();
  if (last === undefined) return undefined;
  const ends = place.stageEnds || (place.token.kind === 'name' && place.commands.has(place.word));
  if (last.raw === ',' && (ends || /^(by|as)$/.test(place.word) || place.token.raw === ',')) {
    return {
      code: 'QL_COMMA_EXTRA',
      message: 'nothing follows this comma',
      span: last,
      fixes: [remove(last, 'the comma')],
    };
  }
  if (/^(and|or)$/.test(last.word) && last.role === 'keyword' && ends) {
    return {
      code: 'QL_CONDITION_MISSING',
      message: `a condition is missing behind "${last.raw}"`,
      span: last,
      fixes: [remove({ start: last.start, end: last.end }, last.raw)],
    };
  }
  if (/^(and|or)$/.test(place.word) && place.wants('expression')) {
    return {
      code: 'QL_CONDITION_MISSING',
      message: `a condition is missing before "${place.token.raw}"`,
      fixes: [remove(place.token.span, place.token.raw)],
    };
  }
  if (last.role === 'operator' && ends && place.wants('expression')) {
    return {
      code: 'QL_VALUE_MISSING',
      message: `a value is missing behind "${last.raw}"`,
      span: last,
      hint: 'write a field, a number or a text in quotes there',
    };
  }
  return undefined;
};

const noName: Rule = (place) => {
  const { token } = place;
  if (!place.wants('new name')) return undefined;
  const behind = place.before()?.raw ?? '';
  const name = nameIn(token);
  const message = place.stageEnds ? `a name is missing behind "${behind}"` : `${token.raw} is no name`;
  return {
    code: 'QL_NAME_MISSING',
    message,
    ...(place.stageEnds ? { span: place.before() ?? token.span } : {}),
    hint: 'a name is letters, digits and _; anything else goes in backquotes',
    fixes: name === undefined ? [] : [replace(token.span, name)],
  };
};

function nameIn(token: Token): string | undefined {
  if (token.kind === 'string')
    return /^[A-Za-z_]\w*$/.test(token.value) ? token.value : `\`${token.value.replaceAll('`', '')}\``;
  return token.kind === 'name' || token.kind === 'number' || token.kind === 'period' ? `\`${token.raw}\`` : undefined;
}

/** A reserved word where a field is read. */
const reservedField: Rule = ({ token, word, expected }) =>
  /^(in|like|as|by|asc|desc|not|and|or)$/.test(word) &&
  expected.some(({ kind }) => kind === 'field' || kind === 'expression')
    ? {
        code: 'QL_RESERVED',
        message: `"${token.raw}" is a word of the language and no field here`,
        hint: `a field of that name is written \`${token.raw}\``,
        fixes: [replace(token.span, `\`${token.raw}\``)],
      }
    : undefined;

const noNumber: Rule = (place) => {
  const { token } = place;
  const asks = place.expected.every(({ kind }) => kind === 'number' || kind === 'keyword') && place.wants('number');
  if (!asks) return undefined;
  const whole = /^\d+$/.test(token.raw) ? undefined : /^(\d+)/.exec(token.raw)?.[1];
  const [, digits] = place.ahead(2);
  const negative =
    token.raw === '-' && digits?.kind === 'number' ? { start: token.span.start, end: digits.span.end } : undefined;
  const behind = place.before()?.raw ?? '';
  return {
    code: 'QL_NUMBER_MISSING',
    message: place.stageEnds
      ? `a whole number is missing behind "${behind}"`
      : `"${place.text.slice((negative ?? token.span).start, (negative ?? token.span).end)}" is no whole number`,
    ...(place.stageEnds ? { span: place.before() ?? token.span } : negative === undefined ? {} : { span: negative }),
    hint: `write ${behind} 20`,
    fixes:
      negative !== undefined && digits !== undefined
        ? [replace(negative, digits.raw)]
        : whole === undefined
          ? []
          : [replace(token.span, whole)],
  };
};

/** What is missing or too much in a query that is otherwise in this language. */
export const shapeMistakes: readonly Rule[] = [
  period,
  noPattern,
  strayRegex,
  squareList,
  bareList,
  notOperator,
  noBrackets,
  dangling,
  noComma,
  noName,
  reservedField,
  noNumber,
];
