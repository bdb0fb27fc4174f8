import { functions } from '../function-list.ts';
import { nearest } from '../suggest.ts';
import { insert, isOperand, type Mistake, type Rule, remove, replace } from './mistake-place.ts';

/** Words for commands in SQL, SPL and KQL, and what they are here. */
const synonyms: Readonly<Record<string, string>> = {
  project: 'display',
  table: 'display',
  select: 'display',
  eval: 'fields',
  extend: 'fields',
  rename: 'fields',
  summarize: 'stats',
  summarise: 'stats',
  aggregate: 'stats',
  group: 'stats',
  timechart: 'timeseries',
  chart: 'timeseries',
  take: 'limit',
  search: 'filter',
  having: 'filter',
  grep: 'filter',
  distinct: 'dedup',
  uniq: 'dedup',
  union: 'appendcols',
  mvexpand: 'expand',
};

const comparisons = /^(=|==|!=|<|<=|>|>=|=~|like|in|not|<>)$/i;

const noStage: Rule = (place) => {
  const { token, text } = place;
  if (!place.wants('command')) return undefined;
  const last = place.before();
  if (last === undefined && place.atEnd) {
    const what = text.trim() === '' ? 'the query is empty' : 'the query has nothing but comments';
    return { code: 'QL_EMPTY', message: what, hint: 'begin with a command: stats count(*) by action' };
  }
  if (last === undefined && token.raw === '|') {
    return {
      code: 'QL_STAGE_EMPTY',
      message: 'the query begins with a bar',
      hint: 'bars stand between stages',
      fixes: [remove(token.span, '|')],
    };
  }
  if (last === undefined || !(place.atEnd || token.raw === '|' || token.raw === ')')) return undefined;
  if (last.raw === '(') {
    return {
      code: 'QL_STAGE_EMPTY',
      message: 'there is no query between these brackets',
      hint: 'begin it with a command',
    };
  }
  const bar = token.raw === '|' ? { start: last.end, end: token.span.end } : last;
  const message = token.raw === '|' ? 'there is no stage between these two bars' : 'no stage follows the last bar';
  return {
    code: 'QL_STAGE_EMPTY',
    message,
    span: last,
    hint: 'remove a bar, or put a command there',
    fixes: [remove(bar, '|')],
  };
};

/** `in (1, 2)`, `in ("a")`: brackets that hold no query. */
const roundList: Rule = (place) => {
  const open = place.before();
  if (!place.wants('command') || open?.raw !== '(' || place.before(2)?.word !== 'in') return undefined;
  const tokens = place.ahead(2000);
  const close = tokens.findIndex(({ raw }) => raw === ')');
  const inside = tokens.slice(0, close);
  const isList = close > 0 && inside.every((one, i) => (i % 2 === 0 ? isOperand(one) : one.raw === ','));
  if (!isList || (place.token.kind === 'name' && place.commands.has(place.word))) return undefined;
  const span = { start: open.start, end: tokens[close]?.span.end ?? open.end };
  const right = `[${place.text.slice(open.end, span.end - 1)}]`;
  return {
    code: 'QL_LIST',
    message: 'a list stands in square brackets',
    span,
    hint: `write in ${right}`,
    fixes: [replace(span, right)],
  };
};

/** `action = "REJECT"` and `count(*) by x` without the command's word. */
const noCommand: Rule = (place) => {
  const { token } = place;
  if (!place.wants('command')) return undefined;
  const [, second] = place.ahead(2);
  const { start } = token.span;
  if (token.kind === 'string') {
    return {
      code: 'QL_COMMAND_MISSING',
      message: 'a text alone is no stage',
      hint: 'to search lines: filter @message like "…"',
      fixes: [insert(start, 'filter @message like ')],
    };
  }
  const missing = (word: string, what: string): Mistake => ({
    code: 'QL_COMMAND_MISSING',
    message: `${what} belongs behind ${word}`,
    hint: `write ${word} before it`,
    fixes: [insert(start, `${word} `)],
  });
  if (
    (token.kind === 'name' || token.kind === 'quoted') &&
    second !== undefined &&
    comparisons.test(second.raw) &&
    !place.commands.has(place.word)
  ) {
    return missing('filter', 'a condition');
  }
  if (token.kind === 'name' && second?.raw === '(') {
    const called = functions.find(({ name, aliases = [] }) =>
      [name, ...aliases].some((one) => one.toLowerCase() === place.word),
    );
    if (called?.aggregate) return missing('stats', `the aggregate ${called.name}`);
    if (called?.returns === 'true or false') return missing('filter', 'a condition');
  }
  return /^(not|!|\()$/.test(place.word) ? missing('filter', 'a condition') : undefined;
};

const unknownCommand: Rule = (place) => {
  const { token, word } = place;
  if (!place.wants('command') || place.atEnd) return undefined;
  const names = [...place.commands.keys()].filter((name) => place.commands.get(name)?.refused === undefined);
  const same = synonyms[word];
  const near = same === undefined ? nearest(token.raw, [...names, 'SOURCE']) : [same];
  const all = [
    ...new Set([...place.commands.values()].filter((one) => one.refused === undefined).map(({ name }) => name)),
  ];
  return {
    code: 'QL_COMMAND_UNKNOWN',
    message: `there is no command "${token.raw}"`,
    hint: near.length > 0 ? `did you mean ${near[0]}?` : `commands are ${all.slice(0, 12).join(', ')} …`,
    fixes: near.map((one) => replace(token.span, one)),
  };
};

/** A command's word, or a saved query, in the middle of a stage. */
const noBar: Rule = (place) => {
  const { token } = place;
  const last = place.before();
  const starts =
    token.kind === 'saved' || (token.kind === 'name' && (place.commands.has(place.word) || place.word === 'source'));
  const ended = place.behindOperand || /^(asc|desc|others|multi)$/.test(last?.word ?? '');
  if (!starts || !ended || last === undefined || !place.wants('sign', '|')) return undefined;
  return {
    code: 'QL_BAR_MISSING',
    message: `a bar is missing before ${token.raw}`,
    hint: `stages are separated by |: | ${token.raw}`,
    fixes: [insert(token.span.start, '| ')],
  };
};

/** `fields a, stats count(*)`: the command was read as a field. */
const commandAsField: Rule = (place) => {
  const command = place.before();
  const joint = place.before(2);
  if (command?.role !== 'field' || joint === undefined || !/^(,|and|or)$/.test(joint.word)) return undefined;
  if (!place.commands.has(command.word) || !isOperand(place.token)) return undefined;
  const { start, end } = joint;
  return {
    code: 'QL_BAR_MISSING',
    message: `${command.raw} begins a stage of its own: before it stands a bar, not "${joint.raw}"`,
    span: { start, end: command.end },
    hint: `write | ${command.raw}`,
    fixes: [replace({ start, end }, joint.raw === ',' ? ' |' : '|', 'use |')],
  };
};

/** Where a stage should begin, and does not. */
export const stageMistakes: readonly Rule[] = [noStage, roundList, noCommand, unknownCommand, noBar, commandAsField];
