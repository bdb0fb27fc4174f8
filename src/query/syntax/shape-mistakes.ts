import { functions } from '../function-list.ts';
import { nearest } from '../suggest.ts';
import { Lexer } from './lexer.ts';
import { insert, isOperand, type Mistake, type Rule, remove, replace, shown } from './mistake-place.ts';
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
  const last = place.before();
  if (last === undefined || !place.wants('regular expression') || !place.follows('like', '=~')) return undefined;
  const hint = 'write like "10.0." or like /^10\\./';
  const quotable = isOperand(token) && token.kind !== 'quoted' && !place.commands.has(place.word);
  if (!quotable) {
    const message = `${last.word} needs a text or a regular expression behind it`;
    return { code: 'QL_PATTERN_MISSING', message, hint, ...(place.stageEnds ? { span: last } : {}) };
  }
  const more = /^[\w.:/-]*/.exec(place.text.slice(token.span.end))?.[0].length ?? 0;
  const span = { start: token.span.start, end: token.span.end + more };
  const written = place.text.slice(span.start, span.end);
  const message = `${written} behind ${last.word} needs quotes`;
  return { code: 'QL_PATTERN_MISSING', message, span, hint, fixes: [replace(span, `"${written}"`)] };
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
    fixes:
      right !== undefined && last !== undefined && regex.kind === 'regex'
        ? [replace(last, right)]
        : last?.role === 'command' && regex.kind === 'regex'
          ? [insert(token.span.start, '@message like ')]
          : [],
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
    message: `a comma is missing between ${shown(last.raw)} and ${shown(place.token.raw)}`,
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
  const last = place.before();
  if (last === undefined || !place.wants('new name')) return undefined;
  const hint = 'a name is letters, digits and _; anything else goes in backquotes';
  const missing = `a name is missing behind ${shown(last.raw)}`;
  if (place.stageEnds) return { code: 'QL_NAME_MISSING', message: missing, span: last, hint };
  if (place.word === 'by') {
    const fixes = last.word === 'as' ? [remove({ start: last.start, end: token.span.start }, last.raw)] : [];
    return { code: 'QL_NAME_MISSING', message: missing, span: last, hint, fixes };
  }
  const name = nameIn(token);
  return {
    code: 'QL_NAME_MISSING',
    message: `${shown(token.raw)} is no name`,
    hint,
    fixes: name === undefined ? [] : [replace(token.span, name)],
  };
};

function nameIn(token: Token): string | undefined {
  if (token.kind === 'string')
    return /^[A-Za-z_]\w*$/.test(token.value) ? token.value : `\`${token.value.replaceAll('`', '')}\``;
  return token.kind === 'name' || token.kind === 'number' || token.kind === 'period' ? `\`${token.raw}\`` : undefined;
}

/** `stats by x`, `top 5 by sum(bytes)` */
const nothingBeforeBy: Rule = (place) => {
  const { token, word } = place;
  const last = place.before();
  const begins = last?.role === 'command' || (last?.role === 'number' && place.before(2)?.word === 'top');
  if (last === undefined || !/^(by|as)$/.test(word) || !begins) return undefined;
  const isStats = last.word === 'stats' || last.word === 'timeseries';
  return {
    code: 'QL_VALUE_MISSING',
    message: `nothing stands between ${shown(last.raw)} and "${token.raw}"`,
    hint: isStats ? 'write an aggregate there, such as count(*)' : 'write a field there',
    fixes: isStats ? [insert(token.span.start, 'count(*) ')] : [],
  };
};

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

/** `timeseries sum(bytes) by srcAddr` */
const noBin: Rule = (place) =>
  place.wants('keyword', 'bin') && !place.stageEnds
    ? {
        code: 'QL_BIN_MISSING',
        message: `the time comes first: bin(…) is missing before ${shown(place.token.raw)}`,
        hint: 'write by bin(5m), or by bin() to have the period chosen',
        fixes: [insert(place.token.span.start, 'bin(), ')],
      }
    : undefined;

/** `filter srcAddr = $address` */
const shellParameter: Rule = ({ token, expected }) =>
  token.kind === 'saved' && expected.some(({ kind }) => kind === 'expression')
    ? {
        code: 'QL_PARAMETER_FORM',
        message: `${token.raw} is the call of a saved query, which is a stage of its own`,
        hint: `a parameter is written {{${token.value}}}`,
        fixes: [],
      }
    : undefined;

const noNumber: Rule = (place) => {
  const { token, text } = place;
  const last = place.before();
  const asks = place.expected.every(({ kind }) => kind === 'number' || kind === 'keyword') && place.wants('number');
  if (!asks || last === undefined) return undefined;
  const code = 'QL_NUMBER_MISSING';
  const counts = /^(limit|head|tail)$|^any$/.test(last.word);
  const hint = last.word === 'top' ? 'write top 10' : counts ? `write ${last.raw} 20` : 'write digits alone, such as 4';
  if (place.stageEnds) return { code, message: `a whole number is missing behind "${last.raw}"`, span: last, hint };
  if (last.word === 'top' && token.kind === 'name') {
    const message = 'how many is missing behind top';
    return { code, message, span: last, hint, fixes: [insert(token.span.start, '10 ')] };
  }
  const [, digits] = place.ahead(2);
  const isNegative = token.raw === '-' && digits?.kind === 'number';
  const span = { start: token.span.start, end: isNegative ? digits.span.end : token.span.end };
  const whole = /^-?(\d+)/.exec(text.slice(span.start, span.end))?.[1];
  const message = `${shown(text.slice(span.start, span.end))} is no whole number`;
  return { code, message, span, hint, fixes: whole === undefined ? [] : [replace(span, whole)] };
};

/** One word alone can stand here: `unnest list as x`, `logcompare 7d`, `compare previos`. */
const oneWord: Rule = (place) => {
  const { token, expected } = place;
  const words = expected.flatMap((one) => (one.kind === 'keyword' ? [one.word] : []));
  const long = words.filter(({ length }) => length > 3);
  const [near] = token.kind === 'name' && token.raw.length > 2 ? nearest(token.raw, long, 1) : [];
  if (near !== undefined) {
    const message = `${shown(token.raw)} is no word of the language here`;
    return { code: 'QL_WORD_UNKNOWN', message, hint: `did you mean ${near}?`, fixes: [replace(token.span, near)] };
  }
  const [word] = words;
  if (word === undefined || expected.length > 1 || !(isOperand(token) || token.raw === 'as')) return undefined;
  const fix = token.raw === 'as' ? replace(token.span, word) : insert(token.span.start, `${word} `);
  return {
    code: 'QL_WORD_MISSING',
    message: `"${word}" is missing before ${shown(token.raw)}`,
    hint: `write ${word} there`,
    fixes: [fix],
  };
};

/** `SOURCE flows start=1d` */
const noMinus: Rule = ({ token, expected }) =>
  token.kind === 'period' && expected.some((one) => one.kind === 'sign' && one.sign === '-')
    ? {
        code: 'QL_SIGN_MISSING',
        message: `a time that long ago is written -${token.raw}`,
        fixes: [insert(token.span.start, '-')],
      }
    : undefined;

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
  noBin,
  nothingBeforeBy,
  reservedField,
  shellParameter,
  oneWord,
  noMinus,
  noNumber,
];
