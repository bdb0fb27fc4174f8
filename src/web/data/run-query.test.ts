import { afterEach, expect, test, vi } from 'vitest';
import type { QueryEvent } from '../../contract/index.ts';
import { QueryRunner } from './run-query.ts';

const progress = { read_rows: 5, total_rows: 10, read_bytes: 100, seconds: 0.1 };
const completeness = {
  from: '2026-11-23T04:00:00Z',
  to: '2026-11-23T06:00:00Z',
  observed: 1,
  skipdata: 0,
  nodata: 0,
  late: 0,
  silent_interfaces: 0,
  quarantined: 0,
  untimed: 0,
  failed_objects: 0,
  absent_fields: [],
  counting: 'once',
};
const start: QueryEvent = {
  type: 'start',
  query_id: 'x',
  from: completeness.from,
  to: completeness.to,
  columns: [{ name: 'n', kind: 'number', role: 'measure' }],
  sql: 'SELECT 1',
  reads: ['flows'],
  diagnostics: [],
};
const end: QueryEvent = { type: 'end', rows: 3, cut_at: null, progress, completeness, diagnostics: [] };

afterEach(() => vi.unstubAllGlobals());

/** A server whose answers are written by hand; `stopped` holds the ids it was told to stop. */
function serve() {
  const stopped: string[] = [];
  const sent: { write: (text: string) => void; close: () => void; signal: AbortSignal }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (init.method === 'DELETE') {
      stopped.push(url);
      return new Response(null, { status: 204 });
    }
    const bytes = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const signal = init.signal ?? new AbortController().signal;
        signal.addEventListener('abort', () => controller.error(new DOMException('aborted', 'AbortError')));
        sent.push({
          write: (text) => controller.enqueue(bytes.encode(text)),
          close: () => controller.close(),
          signal,
        });
      },
    });
    return new Response(body, { status: 200 });
  });
  return { stopped, sent };
}

const line = (event: QueryEvent) => `${JSON.stringify(event)}\n`;
const body = { query: 'stats count(*) as n' };

test('rows are put together from pieces that end anywhere, also inside a character', async () => {
  const { sent } = serve();
  const runner = new QueryRunner<string>();
  const done = runner.start('a', body);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  const text =
    line(start) + line({ type: 'rows', rows: [['ä'], [2]] }) + line({ type: 'rows', rows: [[null]] }) + line(end);
  for (const piece of text.match(/[\s\S]{1,7}/g) ?? []) sent[0]?.write(piece);
  sent[0]?.close();
  await done;
  expect(runner.snapshot()).toMatchObject({
    state: 'done',
    rows: [['ä'], [2], [null]],
    count: 3,
    cutAt: null,
    progress,
  });
});

test('a stop is told to the server, and rows that came before stay', async () => {
  const { sent, stopped } = serve();
  const runner = new QueryRunner<string>();
  const done = runner.start('a', body);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  sent[0]?.write(line(start) + line({ type: 'rows', rows: [[1]] }));
  await vi.waitFor(() => expect(runner.snapshot().count).toBe(1));
  await runner.stop();
  expect(stopped).toHaveLength(1);
  sent[0]?.write(line({ type: 'error', code: 'QUERY_STOPPED', message: 'it was stopped', progress }));
  await done;
  expect(runner.snapshot()).toMatchObject({ state: 'stopped', count: 1, progress });
});

test('a new run takes the place of one that is under way', async () => {
  const { sent } = serve();
  const runner = new QueryRunner<string>();
  const first = runner.start('a', body);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  const second = runner.start('b', body);
  await first;
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[0]?.signal.aborted).toBe(true);
  expect(runner.snapshot()).toMatchObject({ state: 'running', asked: 'b' });
  sent[1]?.write(line(start) + line(end));
  sent[1]?.close();
  await second;
  expect(runner.snapshot()).toMatchObject({ state: 'done', asked: 'b' });
});

test('an answer without an end has broken off', async () => {
  const { sent } = serve();
  const runner = new QueryRunner<string>();
  const done = runner.start('a', body);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  sent[0]?.write(line(start));
  sent[0]?.close();
  await done;
  expect(runner.snapshot()).toMatchObject({ state: 'failed', error: { code: 'API_ANSWER_BROKEN_OFF' } });
});

test('a refusal is told in the words of the server', async () => {
  const problem = { code: 'QUERY_INVALID', message: 'no field is called x', hint: 'use srcAddr' };
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(problem), { status: 400 }));
  const runner = new QueryRunner<string>();
  await runner.start('a', body);
  expect(runner.snapshot()).toMatchObject({ state: 'failed', error: problem });
});
