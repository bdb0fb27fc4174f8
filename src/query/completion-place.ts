import type { Stage } from './ast.ts';
import { functionNamed } from './check/call.ts';
import type { FieldInSight } from './complete.ts';
import { parseDraft } from './draft.ts';
import type { Expectation } from './syntax/parser.ts';
import type { Coloured } from './syntax/token.ts';

/** The place of a cursor in a query that is being written. */
export interface Place {
  /** The word at the cursor, up to it; with its quote where it has one. */
  readonly word: string;
  readonly from: number;
  readonly to: number;
  readonly quote: '"' | "'" | '`' | undefined;
  readonly expected: readonly Expectation[];
  /** Complete stages before the one at hand. */
  readonly stages: readonly Stage[];
  /** The command of the stage at hand, in lower case. */
  readonly command: string | undefined;
  /** The field whose values can stand here. */
  readonly comparedWith: string | undefined;
  /** True behind `in`, where a list begins. */
  readonly opensList: boolean;
  /** True behind `=` of a setting. */
  readonly afterEquals: boolean;
  /** The field, name or value right before. */
  readonly operand: string | undefined;
  /** The function whose argument is written, in lower case, and what it takes there; undefined outside of brackets. */
  readonly call: string | undefined;
  readonly takes: string | undefined;
  /** True behind `by` of the stage at hand. */
  readonly groups: boolean;
  /** Names that the stage at hand has given itself. */
  readonly ownNames: readonly FieldInSight[];
}

const wordBefore = /(?:[@$]?[\w.]*|[@$]?`[^`]*)$/;

/** Undefined where nothing is offered: in comments and regular expressions. */
export function completionPlace(text: string, cursor: number): Place | undefined {
  const head = text.slice(0, cursor);
  const last = parseDraft(head).tokens.at(-1);
  const open = last !== undefined && last.end === head.length ? head.charAt(last.start) : '';
  if (last?.role === 'comment' && last.end === head.length) return undefined;
  if (last?.role === 'wrong' && open === '/') return undefined;
  const quoted = last?.role === 'wrong' && /["'`@]/.test(open) && isOpen(head.slice(last.start));
  if (last?.role === 'string' && last.end === head.length) return undefined;
  const from = quoted ? last.start : cursor - (wordBefore.exec(head)?.[0].length ?? 0);
  const word = head.slice(from);
  const quote = (['"', "'", '`'] as const).find((one) => word.startsWith(one) || word.startsWith(`@${one}`));
  const to = quote !== undefined && text[cursor] === quote ? cursor + 1 : cursor;
  return { word, from, to, quote, ...around(text.slice(0, from)) };
}

const isOpen = (raw: string) => /^@?(["'`])/.test(raw) && (raw.length === 1 || !/^@?(["'`])[\s\S]*\1$/.test(raw));

interface Word extends Coloured {
  readonly raw: string;
}

function around(before: string): Omit<Place, 'word' | 'from' | 'to' | 'quote'> {
  const { tokens, atEnd, before: stages } = parseDraft(before);
  const words = tokens
    .filter(({ role }) => role !== 'comment')
    .map((one) => ({ ...one, raw: before.slice(one.start, one.end) }));
  const stage = words.slice(stageStart(words));
  const command = stage.find(({ role }) => role === 'command')?.raw.toLowerCase();
  const compared = atEnd
    .flatMap((one) => (one.kind === 'expression' && one.value !== undefined ? [one.value] : []))
    .at(0);
  const { call, takes } = openCall(stage);
  const last = stage.at(-1);
  return {
    expected: atEnd,
    stages,
    command,
    comparedWith: compared,
    opensList: atEnd.some((one) => one.kind === 'sign' && one.sign === '['),
    afterEquals: last?.raw === '=',
    operand: last?.role === 'field' ? last.raw.replaceAll('`', '') : undefined,
    call,
    takes,
    groups: stage.some(({ role, raw }) => role === 'keyword' && raw.toLowerCase() === 'by'),
    ownNames: ownNames(stage),
  };
}

/** Where the innermost stage that is open begins. */
function stageStart(words: readonly Word[]): number {
  let start = 0;
  const outer: number[] = [];
  for (const [i, { role, raw }] of words.entries()) {
    if (raw === '(') {
      outer.push(start);
      if (words[i + 1]?.role === 'command') start = i + 1;
    } else if (raw === ')') start = outer.pop() ?? start;
    else if (role === 'pipe') start = i + 1;
  }
  return start;
}

function openCall(stage: readonly Word[]): { call: string | undefined; takes: string | undefined } {
  const open: { name: string | undefined; commas: number }[] = [];
  for (const [i, { role, raw }] of stage.entries()) {
    const before = stage[i - 1];
    if (raw === '(') open.push({ name: before?.role === 'function' ? before.raw : undefined, commas: 0 });
    else if (raw === '[') open.push({ name: undefined, commas: 0 });
    else if (raw === ')' || raw === ']') open.pop();
    else if (raw === ',' && role === 'bracket') {
      const last = open.at(-1);
      if (last !== undefined) last.commas += 1;
    }
  }
  const last = open.at(-1);
  if (last?.name === undefined) return { call: undefined, takes: undefined };
  const parameters = functionNamed(last.name)?.parameters ?? [];
  const parameter = parameters[last.commas] ?? (parameters.at(-1)?.variadic ? parameters.at(-1) : undefined);
  const takes = parameter?.takes ?? 'any';
  return { call: last.name.toLowerCase(), takes: typeof takes === 'string' ? takes : takes[0] };
}

/** `stats max(a) as hi, …`: what `as` has named so far. */
function ownNames(stage: readonly Word[]): FieldInSight[] {
  if (stage[0]?.raw.toLowerCase() !== 'stats' && stage[0]?.raw.toLowerCase() !== 'timeseries') return [];
  return stage
    .filter(({ role }, i) => role === 'name' && stage[i - 1]?.raw.toLowerCase() === 'as')
    .map(({ raw }) => ({ name: raw.replaceAll('`', ''), kind: 'number', meaning: 'Named earlier in this stage.' }));
}
