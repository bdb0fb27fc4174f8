import type { Query, Stage } from './ast.ts';
import { parseDraft } from './draft.ts';
import { printer } from './parse-query.ts';
import { looseName, recordField } from './record-fields.ts';
import { barrierStages, groupingStages, namesMadeBy } from './stage-names.ts';
import type { ValueKind } from './value.ts';

/** A value of an answer that becomes a condition. */
export interface ValueFilter {
  /** The name of the column, as the answer has it. */
  readonly field: string;
  /** As it crossed the wire. */
  readonly value: string | number | boolean | null;
  readonly kind: ValueKind;
  /** Keep the others. */
  readonly negated?: boolean;
}

/** `srcAddr = "10.0.0.1"`. Addresses stand in quotes: so Logs Insights reads the query, too. */
export function conditionText({ field, value, kind, negated = false }: ValueFilter): string {
  const name = printer.name(field);
  if (value === null) return negated ? `ispresent(${name})` : `not ispresent(${name})`;
  const isNumber = kind === 'number' || kind === 'integer' || kind === 'boolean';
  const bare = isNumber && /^(-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false)$/.test(`${value}`);
  const text = `${bare ? value : printer.string(`${value}`)}`;
  // What is missing is not the value either: without the second half it would go with it.
  return negated ? `${name} != ${text} or not ispresent(${name})` : `${name} = ${text}`;
}

/** A query that was read, with its text. */
interface Read {
  readonly text: string;
  readonly query: Query;
  /** What stands between two stages: a bar, on a new line where the query has several. */
  readonly bar: string;
}

/** Undefined where the text is no query. */
function read(text: string): Read | undefined {
  const { query, diagnostics } = parseDraft(text);
  if (diagnostics.failed) return undefined;
  return { text, query, bar: /\n\s*\|/.test(text) ? '\n| ' : ' | ' };
}

/**
 * The query with one more condition, in a stage of its own: before the records are grouped where the column is one of
 * theirs, else behind the stage that makes the column. A text that is no query only gets it at its end.
 */
export function addFilter(text: string, filter: ValueFilter): string {
  if (filter.kind === 'list' || filter.kind === 'map') return text;
  if (text.trim() === '') return `filter ${conditionText(filter)}`;
  const found = read(text);
  if (found === undefined) return append(text, `filter ${conditionText(filter)}`, ' | ');
  const { name, after } = origin(found, filter.field);
  const stage = `filter ${conditionText({ ...filter, field: name })}`;
  const next = found.query.stages.find((one, i) => i > after && barrierStages.has(one.command));
  if (next === undefined) return append(text, stage, found.bar);
  return `${text.slice(0, next.span.start)}${stage}${found.bar}${text.slice(next.span.start)}`;
}

/** A comment at the end would swallow what follows on its line. */
function append(text: string, stage: string, bar: string): string {
  const trimmed = text.trimEnd();
  const last = parseDraft(trimmed).tokens.at(-1);
  return `${trimmed}${last?.role === 'comment' && last.end === trimmed.length ? '\n| ' : bar}${stage}`;
}

/**
 * Where a column of the answer comes from: the name that it has earliest, and the stage that makes it (-1: it is a field
 * of the records). Keys of groups that are plain fields are followed back through the groups.
 */
function origin({ text, query }: Read, field: string): { name: string; after: number } {
  let name = field;
  for (let i = query.stages.length - 1; i >= 0; i--) {
    const stage = query.stages[i];
    if (stage === undefined) continue;
    const made = namesMadeBy(text, stage).find((one) => one.name === name) ?? loosely(text, stage, name);
    if (made !== undefined && made.of === undefined) return { name, after: i };
    if (made?.of !== undefined) name = made.of;
  }
  if (recordField(name) !== undefined) return { name, after: -1 };
  return { name, after: query.stages.length };
}

function loosely(text: string, stage: Stage, name: string): ReturnType<typeof namesMadeBy>[number] | undefined {
  return namesMadeBy(text, stage).find((one) => looseName(one.name) === looseName(name));
}

/** The query without one of its stages, counted from 0, and without its bar. The text itself where it is no query. */
export function removeStage(text: string, index: number): string {
  const found = read(text);
  const stage = found?.query.stages[index];
  if (found === undefined || stage === undefined) return text;
  const { stages, source } = found.query;
  const before = stages[index - 1] ?? source;
  const after = stages[index + 1];
  if (before !== undefined) return `${text.slice(0, before.span.end)}${text.slice(stage.span.end)}`;
  return `${text.slice(0, stage.span.start)}${after === undefined ? '' : text.slice(after.span.start)}`.trimEnd();
}

/** True for a query whose answer is records of the log. A saved query inside may group them: then it is not known. */
export function isRaw(text: string): boolean {
  const found = read(text);
  return found !== undefined && answersRecords(found.query);
}

function answersRecords({ stages }: Query): boolean {
  return !stages.some(({ command }) => groupingStages.has(command) || command === 'saved' || command === 'addtotals');
}

/** The stages that choose and describe records, before any that sums up, orders or bounds them, and one more. */
function withEnd({ text, query, bar }: Read, last: string): string {
  const end = query.stages.findIndex(({ command }) => barrierStages.has(command));
  const stages = end === -1 ? query.stages : query.stages.slice(0, end);
  const kept = [...(query.source === undefined ? [] : [query.source]), ...stages];
  return [...kept.map(({ span }) => text.slice(span.start, span.end)), last].join(bar);
}

/** The records of a query over time. Undefined where its answer is not records, or the text is no query. */
export function histogramQuery(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const found = read(text);
  if (found === undefined || !answersRecords(found.query)) return undefined;
  return withEnd(found, 'timeseries count(*) as records by bin()');
}

/** The n most frequent values of a field among the records that a query chooses. Undefined where the text is no query. */
export function fieldValuesQuery(text: string, field: string, n: number): string | undefined {
  const last = `top ${n} ${printer.name(field)} by count(*) as records with others`;
  if (text.trim() === '') return last;
  const found = read(text);
  return found && withEnd(found, last);
}
