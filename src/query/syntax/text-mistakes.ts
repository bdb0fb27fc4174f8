import { nearest } from '../suggest.ts';
import { insert, type Mistake, type Place, type Rule, remove, replace, shown } from './mistake-place.ts';
import { isPeriodUnit } from './period.ts';

const plainQuotes: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
};
const lookAlikes: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '−': '-',
  '×': '*',
  '÷': '/',
  '≠': '!=',
  '≤': '<=',
  '≥': '>=',
  '¬': 'not ',
  '¦': '|',
  '，': ',',
  '（': '(',
  '）': ')',
  '＝': '=',
};

const parameter: Rule = ({ token }) =>
  token.kind !== 'parameter'
    ? undefined
    : {
        code: 'QL_PARAMETER_MISSING',
        message: `the parameter ${token.raw} has no value`,
        hint: `give a value for ${token.value}, or write the value here`,
      };

/** Where a quote that was never closed was probably meant to end: before a bar, a line's end or what its list goes on with. */
function probableEnd({ text, token, open }: Place): number {
  const rest = text.slice(token.span.start + 1);
  if (/^@?`/.test(token.raw)) return token.span.start + 1 + rest.search(/[^\w`.@:-]|$/);
  const stop = open === undefined ? /\s*(?:\||\n|$|\s(?:and|or|by|as)\s)/i : /\s*(?:[|\n,\])]|$)/;
  return token.span.start + 1 + rest.search(stop);
}

const unclosedText: Rule = (place) => {
  const { token } = place;
  if (token.kind !== 'bad' || (token.value !== 'quote' && token.value !== 'regex')) return undefined;
  const quote = /^@?(.)/.exec(token.raw)?.[1] ?? '"';
  const end = probableEnd(place);
  const what = { '/': 'regular expression', '`': 'name in backquotes' }[quote] ?? 'text';
  return {
    code: 'QL_UNCLOSED',
    message: `this ${what} is never closed: a second ${quote} is missing`,
    span: { start: token.span.start, end },
    hint: `end it with ${quote}`,
    fixes: [insert(end, quote)],
  };
};

const badAddress: Rule = ({ token }) =>
  token.kind !== 'bad' || token.value !== 'address'
    ? undefined
    : {
        code: 'QL_ADDRESS_WRONG',
        message: `${token.raw} is no address: the four numbers of one go from 0 to 255`,
        hint: 'an address is written 10.0.0.1, a network 10.0.0.0/8',
      };

/** `10.0.*`, `10.0.0.`: a part of an address, read as a number with members. */
const partOfAddress: Rule = (place) => {
  const { text, token } = place;
  const last = place.before();
  const part = last?.raw === '.' ? /(?:(!?=)=?\s*)?(\d+(?:\.\d+){1,2}\.)$/.exec(text.slice(0, last.end)) : null;
  if (part === null || last === undefined) return undefined;
  const [whole, operator, digits = ''] = part;
  const end = /^(\*|x)$/i.test(token.raw) && token.span.start === last.end ? token.span.end : last.end;
  const right = `${operator === '!=' ? 'not like' : 'like'} "${digits}"`;
  return {
    code: 'QL_ADDRESS_WRONG',
    message: `${text.slice(last.end - digits.length, end)} is no address: one has four numbers`,
    span: { start: last.end - digits.length, end },
    hint: `for a part of one write ${right}, for a network in 10.0.0.0/16`,
    fixes: operator === undefined ? [] : [replace({ start: last.end - whole.length, end }, right)],
  };
};

/** `eni-0a1b2c` and `2026-01-31T10:00` are texts whose quotes were forgotten. */
function bareText({ text, token }: Place): { start: number; end: number } | undefined {
  const head = /[\w@.:-]*-$/.exec(text.slice(0, token.span.start))?.[0];
  if (head === undefined || /^[-.:]/.test(head)) return undefined;
  const tail = /^[\w.:+-]*/.exec(text.slice(token.span.end))?.[0] ?? '';
  return { start: token.span.start - head.length, end: token.span.end + tail.length };
}

/** `1.5h` in a unit in which it is whole. */
function wholePeriod(digits: string, unit: string): string | undefined {
  const smaller: Readonly<Record<string, readonly [number, string]>> = {
    w: [7, 'd'],
    d: [24, 'h'],
    h: [60, 'm'],
    m: [60, 's'],
    s: [1000, 'ms'],
  };
  const step = smaller[unit[0]?.toLowerCase() ?? ''];
  const count = Number(digits) * (step?.[0] ?? 0);
  return step !== undefined && Number.isInteger(count) && count > 0 ? `${count}${step[1]}` : undefined;
}

const badNumber: Rule = (place) => {
  const { token } = place;
  if (token.kind !== 'bad' || token.value !== 'number') return undefined;
  const bare = bareText(place);
  if (bare !== undefined) {
    const written = place.text.slice(bare.start, bare.end);
    const message = `${written} needs quotes: without them "-" is subtraction`;
    return {
      code: 'QL_QUOTES_MISSING',
      message,
      span: bare,
      hint: `write "${written}"`,
      fixes: [replace(bare, `"${written}"`)],
    };
  }
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(.*)$/.exec(token.raw) ?? [];
  if (isPeriodUnit(unit)) {
    const whole = wholePeriod(digits, unit);
    return {
      code: 'QL_PERIOD_FRACTION',
      message: `${token.raw} is no period: its number must be whole`,
      hint: whole === undefined ? 'take a smaller unit' : `write ${whole}`,
      fixes: whole === undefined ? [] : [replace(token.span, whole)],
    };
  }
  const near = nearest(
    unit,
    [
      'ms',
      'sec',
      'min',
      'hour',
      'day',
      'week',
      'month',
      'quarter',
      'year',
      'kB',
      'MB',
      'GB',
      'TB',
      'KiB',
      'MiB',
      'GiB',
    ],
    2,
  );
  return {
    code: 'QL_UNIT_UNKNOWN',
    message: `"${token.raw}" is neither a number nor a period: there is no unit "${unit}"`,
    hint: 'units of time: ms, s, m, h, d, w, mo, q, y; of size: kB, MB, GB, TB, KiB, MiB, GiB, TiB; a name that begins with a digit goes in backquotes',
    fixes: near.map((one) => replace(token.span, `${digits}${one}`)),
  };
};

/** `["x, "y"]`: a quote that was not closed makes pairs of the wrong ones. */
const twistedQuotes: Rule = (place) => {
  const { token } = place;
  const last = place.before();
  if (last?.role !== 'string' || token.kind !== 'name' || token.span.start !== last.end) return undefined;
  return {
    code: 'QL_UNCLOSED',
    message: `the quotes here do not go together: ${shown(last.raw)} is read as one text`,
    span: last,
    hint: 'close each text with its own quote',
  };
};

const badCharacter: Rule = ({ text, token }) => {
  if (token.kind !== 'bad') return undefined;
  if (plainQuotes[token.raw] !== undefined) {
    const stage = /^[^|\n]*/.exec(text.slice(token.span.start))?.[0] ?? '';
    const last = [...stage].findLastIndex((char) => plainQuotes[char] !== undefined);
    const span = { start: token.span.start, end: token.span.start + [...stage].slice(0, last + 1).join('').length };
    const plain = [...text.slice(span.start, span.end)].map((char) => plainQuotes[char] ?? char).join('');
    return {
      code: 'QL_QUOTES',
      message: `${token.raw} is a printer's quote, which the language does not have`,
      hint: `use plain quotes: ${plain}`,
      fixes: [replace(span, plain, 'use plain quotes')],
    };
  }
  const plain = lookAlikes[token.raw];
  return {
    code: 'QL_CHARACTER',
    message: `the character "${token.raw}" has no meaning here`,
    ...(plain === undefined
      ? { hint: 'text goes in quotes, an unusual name in backquotes' }
      : { hint: `write ${plain}` }),
    fixes: plain === undefined ? [] : [replace(token.span, plain)],
  };
};

const regexFlags: Rule = (place) => {
  const { token } = place;
  const regex = place.before();
  if (regex?.role !== 'regex' || token.kind !== 'name' || token.span.start !== regex.end) return undefined;
  const flags = [...new Set(place.word)].filter((flag) => 'ims'.includes(flag)).join('');
  const whole = { start: regex.start, end: token.span.end };
  const pattern = `/${flags === '' ? '' : `(?${flags})`}${regex.raw.slice(1)}`;
  return {
    code: 'QL_REGEX_FLAGS',
    message: `a regular expression takes no flags behind its slash: "${token.raw}"`,
    hint: flags === '' ? 'leave them out' : `write them inside: ${pattern}`,
    fixes: [replace(whole, pattern)],
  };
};

const comment: Rule = (place) => {
  const { text, token } = place;
  const { span } = token;
  if (token.raw === '--' || token.raw === '//') {
    return {
      code: 'QL_COMMENT',
      message: `"${token.raw}" does not begin a comment`,
      hint: 'comments begin with #',
      fixes: [replace(span, '#')],
    };
  }
  if (token.raw !== '/' || text[span.end] !== '*') return undefined;
  const closed = text.indexOf('*/', span.end);
  const end = closed === -1 ? text.length : closed + 2;
  return {
    code: 'QL_COMMENT',
    message: 'the language has no comments between /* and */',
    span: { start: span.start, end },
    hint: 'comments begin with # and end with the line',
    fixes: [remove({ start: span.start, end }, 'the comment')],
  };
};

function bracketMistake(place: Place): Mistake | undefined {
  const { token, open, text } = place;
  const last = place.before();
  const closes: Readonly<Record<string, string>> = { '(': ')', '[': ']' };
  if (token.raw === ')' || token.raw === ']') {
    if (open === undefined) {
      const opens = token.raw === ')' ? '(' : '[';
      return {
        code: 'QL_BRACKET',
        message: `no ${opens} is open that "${token.raw}" could close`,
        fixes: [remove(token.span, token.raw)],
      };
    }
    const right = closes[open.raw] ?? ')';
    if (right === token.raw || !place.wants('sign', right)) return undefined;
    const message = `"${token.raw}" cannot close "${open.raw}"`;
    return { code: 'QL_BRACKET', message, hint: `write ${right}`, fixes: [replace(token.span, right)] };
  }
  if (open === undefined || last === undefined) return undefined;
  const right = closes[open.raw] ?? ')';
  const ends = place.atEnd || token.raw === '|' || token.raw === ';' || /^(by|as)$/.test(place.word);
  if (!ends || !place.wants('sign', right) || last.raw === open.raw) return undefined;
  const opened = text.slice(open.start, open.end);
  return {
    code: 'QL_UNCLOSED',
    message: `this "${opened}" is never closed: "${right}" is missing`,
    span: { start: open.start, end: open.end },
    hint: `write ${right} behind ${last.raw}`,
    fixes: [insert(last.end, right)],
  };
}

/** Mistakes of single signs and texts: what is no token, what opens and never closes, comments of other languages. */
export const textMistakes: readonly Rule[] = [
  parameter,
  unclosedText,
  badAddress,
  partOfAddress,
  badNumber,
  badCharacter,
  twistedQuotes,
  regexFlags,
  comment,
  bracketMistake,
];
