import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Completeness, QueryEvent, QueryProgress, QueryValue } from '../../contract/index.ts';
import { WeirError } from '../../core/index.ts';
import {
  exportQuery,
  isCut,
  judgeOtherRanges,
  type PreparedQuery,
  type QueryContext,
  readQueryCompleteness,
  runQuery,
} from '../../store/index.ts';
import type { CommandContext } from '../define-command.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { printTable } from './table.ts';

/** Seconds after which people want to see that something happens. */
const patience = 1;

type Row = QueryValue[];

/**
 * Writes the answer as it comes, with progress beside it; a table at the end, when its widths are known.
 * @throws WeirError with what ended the query; the rows that came before are written
 */
export async function writeRows(
  context: CommandContext,
  asking: QueryContext,
  prepared: PreparedQuery,
  format: 'table' | 'json' | 'jsonl',
  file: string | undefined,
): Promise<void> {
  const progress = context.progress();
  const out = format === 'table' ? undefined : lineWriter(file);
  const kept: Row[] = [];
  let written = 0;
  let last: Extract<QueryEvent, { type: 'end' | 'error' }> | undefined;
  try {
    if (format === 'json') await out?.write('[');
    for await (const event of runQuery(asking, prepared)) {
      if (event.type === 'progress') show(progress, event.progress);
      if (event.type === 'end' || event.type === 'error') last = event;
      if (event.type !== 'rows') continue;
      if (out === undefined) {
        kept.push(...event.rows);
        continue;
      }
      const objects = event.rows.map((row) => JSON.stringify(objectOf(prepared, row)));
      await out.write(
        format === 'jsonl' ? `${objects.join('\n')}\n` : `${written === 0 ? '' : ','}\n${objects.join(',\n')}`,
      );
      written += objects.length;
    }
    if (format === 'json') await out?.write('\n]\n');
  } finally {
    progress.done();
    await out?.close();
  }
  if (format === 'table') table(context, prepared, kept, file);
  if (last?.type === 'error')
    throw new WeirError(last.code, last.message, { kind: 'limit', hint: last.hint, position: last.position });
  if (last === undefined) return;
  if (last.cut_at !== null) noteCut(context, last.cut_at);
  if (format === 'table' && prepared.language === 'ql') noteRange(context, prepared);
  noteCompleteness(context, last.completeness);
  printDiagnostics(context, prepared.text, last.diagnostics);
}

/** Writes the answer in a format that the engine makes. */
export async function writeFileAnswer(
  context: CommandContext,
  asking: QueryContext,
  prepared: PreparedQuery,
  format: 'csv' | 'parquet',
  file: string | undefined,
): Promise<void> {
  const progress = context.progress();
  const started = performance.now();
  const look = async () => {
    const seen = await asking.client.progress(prepared.id);
    if (seen === undefined) return;
    const seconds = (performance.now() - started) / 1000;
    show(progress, { read_rows: seen.readRows, total_rows: seen.totalRows, read_bytes: seen.readBytes, seconds });
  };
  // What cannot be looked at is still answered.
  const timer = setInterval(() => void look().catch(() => undefined), 500);
  let lines = format === 'parquet' ? prepared.limit.rows : 0;
  try {
    const { body } = await exportQuery(asking, prepared, format);
    const counted = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
        yield chunk;
      }
    };
    if (file === undefined) {
      for await (const chunk of counted(body)) if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
    } else {
      await pipeline(body, counted, createWriteStream(file));
    }
  } finally {
    clearInterval(timer);
    progress.done();
  }
  // The header is no row, and a cell may hold line breaks: fewer lines than the limit mean that nothing was cut.
  if (lines >= prepared.limit.rows && (await isCut(asking, prepared))) noteCut(context, prepared.limit.rows);
  noteCompleteness(context, await readQueryCompleteness(asking, prepared));
  printDiagnostics(context, prepared.text, await judgeOtherRanges(asking, prepared));
}

function objectOf({ columns }: PreparedQuery, row: Row): Record<string, QueryValue> {
  return Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]));
}

function table(
  context: CommandContext,
  { columns, statement }: PreparedQuery,
  rows: readonly Row[],
  file: string | undefined,
) {
  const shown = columns.flatMap(({ name, flag }, i) =>
    flag === undefined ? [{ name, type: statement.columns[i]?.type ?? 'String', i }] : [],
  );
  const cells = rows.map((row) => shown.map(({ i }) => row[i]));
  printTable(shown, cells, file === undefined ? context.print : undefined, file);
}

function show(progress: ReturnType<CommandContext['progress']>, seen: QueryProgress): void {
  if (seen.seconds < patience || seen.read_rows === null) return;
  progress.update({
    label: 'rows read',
    done: Number(seen.read_rows),
    total: seen.total_rows === null ? undefined : Number(seen.total_rows),
    unit: 'records',
  });
}

function lineWriter(file: string | undefined) {
  const to = file === undefined ? process.stdout : createWriteStream(file);
  return {
    write: async (text: string) => {
      if (!to.write(text)) await once(to, 'drain');
    },
    close: async () => {
      if (file === undefined) return;
      to.end();
      await once(to, 'finish');
    },
  };
}

function noteCut(context: CommandContext, rows: number): void {
  context.note(`There are more rows than ${rows}; --limit raises that, up to 100000.`);
}

/** D1: a record is in the range in which it began, and both ends are in it. */
function noteRange(context: CommandContext, { range }: PreparedQuery): void {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19);
  context.note(`${at(range.from)} to ${at(range.to)} UTC`);
}

/** Quiet when all is well. */
function noteCompleteness(
  context: CommandContext,
  { observed, skipdata, late, silent_interfaces }: Completeness,
): void {
  if (observed === null || observed >= 1) return;
  const more = [
    ...(Number(skipdata) === 0 ? [] : [`${skipdata} records say SKIPDATA`]),
    ...(Number(late) === 0 ? [] : [`${late} came late`]),
    ...(Number(silent_interfaces) === 0 ? [] : [`${silent_interfaces} interfaces fell silent`]),
  ];
  const share = Math.floor(observed * 1000) / 10;
  context.note(
    `The range was observed to ${share} %: some intervals of interfaces have no records${more.length === 0 ? '' : `; ${more.join(', ')}`}.`,
  );
}
