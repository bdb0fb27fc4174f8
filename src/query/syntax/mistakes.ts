import { foreignMistakes } from './foreign-mistakes.ts';
import { insert, type Mistake, Place, type Rule, shown } from './mistake-place.ts';
import type { Expectation, Parser } from './parser.ts';
import { shapeMistakes } from './shape-mistakes.ts';
import { stageMistakes } from './stage-mistakes.ts';
import { textMistakes } from './text-mistakes.ts';

/** The first that knows the mistake tells it. */
const rules: readonly Rule[] = [...textMistakes, ...foreignMistakes, ...stageMistakes, ...shapeMistakes];

/** Adds the error for the token at hand, which cannot stand where it does. */
export function explainUnexpected(parser: Parser, expected: readonly Expectation[]): void {
  const place = new Place(parser, expected);
  const mistake = known(place) ?? unknown(place);
  const { hint, fixes = [] } = mistake;
  parser.diagnostics.error(mistake.code, mistake.message, mistake.span ?? parser.token.span, { hint, fixes });
}

/**
 * True, with an error that mends it, for `count` as an aggregate without brackets: `stats count by x`. It is read as
 * `count(*)`, so that the rest can be checked. Where the query has a column called count, it is that.
 */
export function isBareCount(parser: Parser): boolean {
  const { token, text, taken } = parser;
  if (!parser.aggregates || token.kind !== 'name' || token.value.toLowerCase() !== 'count') return false;
  const next = parser.lookAhead();
  const last = taken.at(-1);
  const before = last === undefined ? '' : text.slice(last.start, last.end).toLowerCase();
  const begins = last?.role === 'command' || before === ',' || before === 'by';
  const ends = next.kind === 'end' || /^([,|)*/+-]|by|as|with)$/i.test(next.raw);
  if (!begins || !ends || /\bcount\b(?!\s*\()/i.test(text.slice(0, token.span.start))) return false;
  parser.diagnostics.error('QL_COUNT_BRACKETS', 'count is a function: its brackets are missing', token.span, {
    hint: 'write count(*)',
    fixes: [insert(token.span.end, '(*)')],
  });
  return true;
}

function known(place: Place): Mistake | undefined {
  for (const rule of rules) {
    const mistake = rule(place);
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

/** Words that must follow where they are expected last. */
const musts = /^(by|as|bin|into|others|where|for|field)$/;

function unknown(place: Place): Mistake {
  const { token, expected, stageEnds } = place;
  const last = place.before();
  const final = expected.at(-1);
  const must = stageEnds && final?.kind === 'keyword' && musts.test(final.word);
  const wanted = inWords(must ? [final] : expected);
  const behind = last === undefined ? '' : ` behind ${shown(last.raw)}`;
  if (stageEnds && last !== undefined && !place.wants('sign', '|')) {
    const where = place.atEnd ? 'the query ends' : 'the stage ends';
    const message = `${where}${behind}, where ${wanted || 'more'} must follow`;
    return { code: 'QL_INCOMPLETE', message, span: last };
  }
  const instead = wanted === '' ? '' : `; what can: ${wanted}`;
  return { code: 'QL_UNEXPECTED', message: `${shown(token.raw)} cannot stand${behind || ' here'}${instead}` };
}

/** What could stand at a place, for people: `a field, a function or a value`. Empty where nothing is known. */
function inWords(expected: readonly Expectation[]): string {
  const general = expected.some(({ kind }) => kind === 'operator' || kind === 'expression');
  const words = expected
    // Recognised only to say that it is not built.
    .filter((one) => !(one.kind === 'keyword' && one.word === 'xml'))
    .filter((one) => !(general && one.kind === 'keyword' && /^(and|or|not|in|like)$/.test(one.word)))
    .map(wordsFor)
    .filter((one) => one !== '');
  const all = [...new Set(words)].slice(0, 6);
  const last = all.at(-1) ?? '';
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} or ${last}`;
}

function wordsFor(one: Expectation): string {
  switch (one.kind) {
    case 'command':
      return 'a command';
    case 'keyword':
      return `"${/^output(new)?$/.test(one.word) ? one.word.toUpperCase() : one.word}"`;
    case 'sign':
      return `"${one.sign}"`;
    case 'expression':
      return one.aggregates ? 'an aggregate such as count(*)' : 'a field, a function, a value';
    case 'operator':
      return 'an operator';
    case 'field':
      return 'a field';
    case 'new name':
      return 'a name';
    case 'table':
      return 'a lookup table';
    case 'column':
      return `a column of ${one.table}`;
    case 'period':
      return 'a period such as 5m';
    case 'text':
      return 'text in quotes';
    case 'regular expression':
      return 'a regular expression such as /^10\\./';
    case 'number':
      return 'a number';
    case 'saved query':
      return '';
  }
}
