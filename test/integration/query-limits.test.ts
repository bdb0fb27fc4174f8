import { afterAll, beforeAll, expect, test } from 'vitest';
import { type QueryBody, type QueryEvent, queryBody } from '../../src/contract/index.ts';
import { prepareQuery, type QueryContext, queryLimits, runQuery } from '../../src/store/index.ts';
import { dataHours, dataStart, fillStore, openStore, type TestStore } from '../support/flow-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openStore('query-limits');
  await fillStore(store.client, 20_000);
});
afterAll(async () => store.close());

const logged: string[] = [];
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
const whole = { from: iso(dataStart), to: iso(dataStart + dataHours * 3600) };
const pairs = 'SELECT a.srcaddr FROM flows a, flows b WHERE cityHash64(a.srcaddr, b.dstaddr, a.bytes) = 7';

/** The events of a query, and its failure where it was refused before them. */
async function run(body: QueryBody, more: Partial<QueryContext> = {}): Promise<QueryEvent[]> {
  const context: QueryContext = { client: store.client, log: (text) => void logged.push(text), ...more };
  const events: QueryEvent[] = [];
  for await (const event of runQuery(context, await prepareQuery(context, queryBody.parse({ ...whole, ...body }))))
    events.push(event);
  return events;
}

test('time: the limit is named, what had been read, and what to do', async () => {
  const events = await run({ query: pairs, language: 'sql' }, { limits: { ...queryLimits, seconds: 1 } });
  expect(events.at(-1)).toMatchObject({
    type: 'error',
    code: 'LIMIT_TIME',
    message: expect.stringMatching(
      /^the query was ended after 1 s, the longest that one may run; it had read [\d,]+ of about [\d,]+ rows$/,
    ),
    hint: expect.stringMatching(/narrow the time range/),
    progress: { read_rows: expect.any(Number) },
  });
  expect(events.some((event) => event.type === 'progress')).toBe(true);
});

test('memory, of the language', async () => {
  const limits = { ...queryLimits, memoryBytes: 4 * 1_048_576 };
  const events = await run({ query: 'stats count(*), values(bytes) by srcAddr, dstAddr, srcPort, bytes' }, { limits });
  expect(events.at(-1)).toMatchObject({
    type: 'error',
    code: 'LIMIT_MEMORY',
    message: expect.stringMatching(/^the query needed more than 4 MiB of memory, the most that one may use/),
    hint: expect.stringMatching(/approx_count_distinct/),
  });
});

test('rows that came before stay good, and the stop is told behind them', async () => {
  const abort = new AbortController();
  const context: QueryContext = { client: store.client, signal: abort.signal };
  const query = 'SELECT a.srcport FROM flows a, flows b WHERE cityHash64(a.srcaddr, b.dstaddr, a.bytes) % 50 = 7';
  const prepared = await prepareQuery(context, queryBody.parse({ ...whole, query, language: 'sql', limit: 100_000 }));
  let rows = 0;
  let last: QueryEvent | undefined;
  for await (const event of runQuery(context, prepared)) {
    last = event;
    if (event.type === 'rows') rows += event.rows.length;
    if (event.type === 'rows') abort.abort();
  }
  expect(rows).toBeGreaterThan(0);
  expect(last).toMatchObject({ type: 'error', code: 'QUERY_CANCELLED', message: 'the query was stopped' });
});

test('what is stopped before it begins is told so', async () => {
  for (const language of ['ql', 'sql'] as const) {
    const query = language === 'ql' ? 'stats count(*)' : 'SELECT count() FROM flows';
    await expect(run({ query, language }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'QUERY_CANCELLED',
    });
  }
});

test('who takes no more events ends the statement', async () => {
  const context: QueryContext = { client: store.client };
  const prepared = await prepareQuery(context, queryBody.parse({ ...whole, query: pairs, language: 'sql' }));
  for await (const event of runQuery(context, prepared)) if (event.type === 'progress') break;
  const deadline = Date.now() + 10_000;
  while ((await store.client.progress(prepared.id)) !== undefined && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await store.client.progress(prepared.id)).toBeUndefined();
});

test('an error of the engine in the middle of an answer is an error, and not rows', async () => {
  const query = "SELECT srcport, accurateCast(if(rowNumberInAllBlocks() > 3000, 300, 1), 'UInt8') AS x FROM flows";
  const events = await run({ query: query.replace('rowNumberInAllBlocks()', 'bytes'), language: 'sql' });
  expect(events.at(-1)).toMatchObject({ type: 'error', code: 'SQL_FAILED' });
});

test('what the engine says of a statement of Weir’s goes to the log, never to the asker', async () => {
  const context: QueryContext = { client: store.client, log: (text) => void logged.push(text) };
  const prepared = await prepareQuery(context, queryBody.parse({ ...whole, query: 'stats count(*) by action' }));
  const broken = { ...prepared, statement: { ...prepared.statement, sql: 'SELECT nothing_like_it FROM weir.flows' } };
  const events: QueryEvent[] = [];
  for await (const event of runQuery(context, broken)) events.push(event);
  expect(events.at(-1)).toMatchObject({
    code: 'QL_ENGINE_FAILED',
    message: `Weir made a statement that the engine refuses (query ${prepared.id})`,
  });
  expect(JSON.stringify(events.at(-1))).not.toMatch(/nothing_like_it|UNKNOWN_IDENTIFIER/);
  expect(logged.join('\n')).toMatch(/UNKNOWN_IDENTIFIER[\s\S]*stats count\(\*\) by action/);
});
