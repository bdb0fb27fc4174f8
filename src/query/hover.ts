import { portName, protocolName } from '../fields/index.ts';
import type { Span, Stage } from './ast.ts';
import { functionNamed, signature } from './check/call.ts';
import type { FieldInSight } from './complete.ts';
import type { Parameter, Takes } from './define-function.ts';
import { parseDraft } from './draft.ts';
import { knownValues } from './known-values.ts';
import { commandsByName } from './parse-query.ts';
import { recordField } from './record-fields.ts';
import { periodOf } from './syntax/period.ts';
import type { Coloured } from './syntax/token.ts';
import { wordHelp } from './word-help.ts';

/** Help for a place of a query; plain text, no mark-up. */
export interface Hover {
  readonly span: Span;
  readonly title: string;
  readonly signature?: string;
  readonly summary: string;
  readonly remark?: string;
  readonly examples: readonly string[];
  /** Two columns: an argument and what it takes, a value and its name. */
  readonly table?: readonly (readonly [string, string])[];
}

export interface HoverFacts {
  readonly scopeAt?: (stages: readonly Stage[]) => readonly FieldInSight[];
  readonly tables?: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly summary?: string;
  }[];
}

interface Word extends Coloured {
  readonly raw: string;
}

type Help = Omit<Hover, 'span'>;

/** What the word at an offset is; undefined where there is nothing to say. */
export function hover(text: string, offset: number, facts: HoverFacts = {}): Hover | undefined {
  const { tokens } = parseDraft(text);
  const at = tokens.findIndex(({ start, end }) => start <= offset && offset < end);
  const token = tokens[at];
  if (token === undefined) return undefined;
  const words = tokens.slice(0, at + 1).map((one): Word => ({ ...one, raw: text.slice(one.start, one.end) }));
  const found = help(words, text, facts);
  return found === undefined ? undefined : { span: { start: token.start, end: token.end }, ...found };
}

function help(words: readonly Word[], text: string, facts: HoverFacts): Help | undefined {
  const word = words.at(-1);
  if (word === undefined) return undefined;
  switch (word.role) {
    case 'command':
      return commandHelp(word.raw) ?? wordHelp(word.raw);
    case 'function':
      return functionHelp(word.raw);
    case 'field':
      return fieldHelp(word, text, facts);
    case 'keyword':
      return wordHelp(word.raw) ?? functionHelp(word.raw);
    case 'operator':
      return wordHelp(word.raw);
    case 'number':
    case 'string':
      return valueHelp(words);
    case 'table':
      return tableHelp(word.raw, facts);
    case 'period':
      return periodHelp(word.raw);
    default:
      return undefined;
  }
}

function commandHelp(raw: string): Help | undefined {
  const command = commandsByName.get(raw.toLowerCase());
  if (command === undefined) return undefined;
  const { name, aliases = [], syntax, summary, remark, refused, examples } = command;
  const also = aliases.length === 0 ? '' : `Also written ${aliases.join(', ')}.`;
  const notes = [refused === undefined ? '' : `Not built: ${refused}.`, remark ?? '', also]
    .filter((one) => one !== '')
    .join(' ');
  return { title: name, signature: syntax, summary, ...(notes === '' ? {} : { remark: notes }), examples };
}

function functionHelp(raw: string): Help | undefined {
  const fn = functionNamed(raw);
  if (fn === undefined) return undefined;
  const examples = fn.examples.map(({ expression, gives }) => `${expression} → ${JSON.stringify(gives)}`);
  const table = fn.parameters.map((one) => [one.name, `${takesWord(one)}${one.optional ? ', optional' : ''}`] as const);
  return {
    title: fn.name,
    signature: `${signature(fn)} → ${fn.returns}`,
    summary: fn.summary,
    ...(fn.remark === undefined ? {} : { remark: fn.remark }),
    examples,
    ...(table.length === 0 ? {} : { table }),
  };
}

/** A column that the query made hides a field of that name. */
function fieldHelp(word: Word, text: string, { scopeAt }: HoverFacts): Help | undefined {
  const name = word.raw.replaceAll('`', '');
  const { before } = parseDraft(text.slice(0, word.start));
  const field = recordField(name);
  const seen = scopeAt?.(before).find((one) => one.name === name || one.name === field?.name);
  if (field === undefined || (scopeAt !== undefined && seen?.name !== field.name)) {
    return seen && { title: seen.name, summary: seen.meaning ?? 'A column that the query made.', examples: [] };
  }
  const since = field.since === undefined ? undefined : `In flow logs since version ${field.since}.`;
  const values = (knownValues(field.name) ?? []).slice(0, 12).map((one) => [one.written, one.name ?? ''] as const);
  const column = field.column === undefined || field.column === field.name ? '' : `, column ${field.column}`;
  return {
    title: field.name,
    signature: `${field.type.kind === 'integer' ? 'number' : field.type.kind}${column}`,
    summary: field.meaning,
    ...(since === undefined ? {} : { remark: since }),
    examples: [],
    ...(values.length === 0 ? {} : { table: values }),
  };
}

/** `protocol = 6`, `dstPort in [443, 80]`: the name of the number. */
function valueHelp(words: readonly Word[]): Help | undefined {
  const value = words.at(-1);
  const fields = words.filter(({ role }) => role === 'field');
  const field = recordField(fields.at(-1)?.raw.replaceAll('`', '') ?? '');
  const between = words
    .slice(words.indexOf(fields.at(-1) ?? words[0] ?? ({} as Word)) + 1, -1)
    .map(({ raw }) => raw.toLowerCase());
  const compares =
    /^(=|==|!=|<|<=|>|>=|in|not)$/.test(between[0] ?? '') && !between.some((raw) => /^([|)]|and|or)$/.test(raw));
  if (value === undefined || field === undefined || !compares) return undefined;
  const bare = value.raw.replace(/^["']|["']$/g, '');
  const known = knownValues(field.name)?.find((one) => one.written.replaceAll('"', '') === bare)?.name;
  const number = Number(bare);
  const name =
    known ??
    (field.column === 'protocol'
      ? protocolName(number)
      : /port$/.test(field.column ?? '')
        ? portName(number)
        : undefined);
  return name === undefined ? undefined : { title: name, summary: `${field.name} ${bare} is ${name}.`, examples: [] };
}

function tableHelp(raw: string, { tables = [] }: HoverFacts): Help | undefined {
  const table = tables.find(({ name }) => name === raw);
  return (
    table && {
      title: table.name,
      signature: table.columns.join(', '),
      summary: table.summary ?? 'A lookup table.',
      examples: [],
    }
  );
}

function periodHelp(raw: string): Help {
  const names = {
    ms: 'millisecond',
    s: 'second',
    m: 'minute',
    h: 'hour',
    d: 'day',
    w: 'week',
    mo: 'month',
    q: 'quarter',
    y: 'year',
  };
  const { count, unit } = periodOf(raw);
  const calendar = unit === 'mo' || unit === 'q' || unit === 'y';
  return {
    title: raw,
    summary: `${count} ${names[unit]}${count === 1 ? '' : 's'}${calendar ? ', by the calendar' : ''}.`,
    examples: [],
  };
}

const takesWords: Readonly<Record<Takes, string>> = {
  any: 'any value',
  number: 'a number',
  integer: 'a whole number',
  text: 'text',
  boolean: 'true or false',
  time: 'a time',
  address: 'an address',
  list: 'a list',
  map: 'a map',
  star: '*',
  'constant number': 'a number that is written out',
  'constant integer': 'a whole number that is written out',
  'constant text': 'text that is written out',
  cidr: 'a network such as 10.0.0.0/8',
  regex: 'a regular expression',
  period: 'a period such as 5m',
  aggregate: 'an aggregate such as sum(bytes)',
};

/** What an argument must be, in words: `a time`. */
function takesWord({ takes }: Parameter): string {
  return (typeof takes === 'string' ? [takes] : takes).map((one) => takesWords[one]).join(' or ');
}
