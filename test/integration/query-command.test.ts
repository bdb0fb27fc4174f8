import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSavedQuery, createState } from '../../src/store/index.ts';
import { fillStore, openStore, type TestStore } from '../support/flow-store.ts';
import { plainEnvironment, runWeir, WEIR } from '../support/weir.ts';

let store: TestStore;
let folder: string;
beforeAll(async () => {
  store = await openStore('query-command');
  await fillStore(store.client, 20_000);
  folder = await mkdtemp(path.join(tmpdir(), 'weir-query-out-'));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const range = ['--from', '2026-11-20', '--to', '2026-11-21T05:59:59Z'];
const query = (...args: string[]) => runWeir(['query', ...args, ...range, '--data', store.dataFolder]);
const count = async (where: string) =>
  (await store.client.rows<{ n: string }>(`SELECT count() AS n FROM weir.flows WHERE isNotNull(start) AND ${where}`))[0]
    ?.n;

test('a table for people, rows for machines', async () => {
  const accepted = await count("action = 'ACCEPT'");
  const text = 'filter action = "ACCEPT" | stats count(*) as n by action';
  const file = path.join(folder, 'n.parquet');
  const [table, json, csv, parquet] = await Promise.all([
    query(text),
    query(text, '--json'),
    query(text, '--format', 'csv'),
    query(text, '--format', 'parquet', '--out', file),
  ]);
  expect(table.stdout.split('\n').map((line) => line.trimEnd())).toEqual([
    'action      n',
    '──────  ─────',
    `ACCEPT  ${accepted}`,
    '',
  ]);
  expect(JSON.parse(json.stdout)).toEqual([{ action: 'ACCEPT', n: Number(accepted) }]);
  expect(csv.stdout).toBe(`"action","n"\n"ACCEPT",${accepted}\n`);
  expect((await readFile(file)).subarray(0, 4).toString()).toBe('PAR1');
  // The made-up interfaces have gaps, and that is told beside every answer.
  const note = /^(?:[\d-]+ [\d:]+ to [\d-]+ [\d:]+ UTC\n)?The range was observed to \d+(\.\d)? %: /;
  for (const one of [table, json, csv, parquet])
    expect([one.code, one.stderr]).toEqual([0, expect.stringMatching(note)]);
});

test('every mistake is told at its place', async () => {
  const [wrong, json] = await Promise.all([
    query('filter dstPrt = 443\n| stats count(*) by srcAddr | limti 3'),
    query('filter dstPrt = 443', '--json'),
  ]);
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr.split('\n').slice(0, 8)).toEqual([
    'weir: there is no field "dstPrt"',
    '  1 | filter dstPrt = 443',
    '    |        ^^^^^^',
    expect.stringMatching(/dstPort/),
    'weir: there is no command "limti"',
    '  2 | | stats count(*) by srcAddr | limti 3',
    '    |                               ^^^^^',
    expect.stringMatching(/limit/),
  ]);
  expect([json.code, JSON.parse(json.stderr)]).toMatchObject([
    2,
    { code: 'QL_FIELD_UNKNOWN', diagnostics: [{ severity: 'error' }] },
  ]);
});

test('parameters, filters, saved queries and limits', async () => {
  const state = createState(store.dataFolder);
  await createSavedQuery(
    { state, shipped: async () => [] },
    {
      name: 'On port',
      description: '',
      form: {
        query: 'filter dstPort = {{port}} | stats count(*) as n',
        language: 'ql',
        filter: [],
        parameters: [{ name: 'port', type: 'number', default: '443' }],
      },
    },
  );
  await state.close();
  const [filtered, saved, cut] = await Promise.all([
    query(
      'filter dstPort = {{port}} | stats count(*) as n',
      '--param',
      'port=22',
      '--filter',
      '!action:REJECT',
      '--format',
      'jsonl',
    ),
    query('$`on PORT`() | fields n + 0 as m', '--format', 'jsonl'),
    query('fields srcPort', '--limit', '3', '--format', 'csv'),
  ]);
  expect(JSON.parse(filtered.stdout)).toEqual({
    n: Number(await count("dstport = 22 AND ifNull(action, '') != 'REJECT'")),
  });
  expect(JSON.parse(saved.stdout)).toMatchObject({ m: Number(await count('dstport = 443')) });
  expect(cut.stdout.trimEnd().split('\n')).toHaveLength(4);
  expect(cut.stderr).toMatch(/^There are more rows than 3; --limit raises that/);
});

test('--explain shows a statement that the engine takes, and what it reads', async () => {
  const explained = await query('filter accountId = "it\'s" | stats count(*) as n by bin(1h)', '--explain');
  expect(explained.code, explained.stderr).toBe(0);
  const [sql = '', rest] = explained.stdout.split('\n\n');
  expect(rest).toMatch(
    /^reads flows_by_minute(, flows)?, from 2026-11-20T00:00:00Z to 2026-11-21T05:59:59Z, both included/,
  );
  expect(sql).toContain("'it\\'s'");
  expect(await store.client.rows(sql, { database: 'weir' })).toEqual([]);
});

test('Ctrl-C ends the statement in the engine', async () => {
  // Hundreds of thousands of pieces of each line, hashed.
  const long = `fields split(concat(${Array(40).fill('"a,b,c,d,e,f,g,h,i,j,"').join(', ')}), ",") as l, split("${Array(60).fill('x').join(',')}", ",") as m | expand l | expand m | stats count_distinct(sha256(concat(l, m, srcAddr, dstAddr)))`;
  const child = spawn(WEIR, ['query', long, ...range, '--data', store.dataFolder], {
    env: plainEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const working = async () =>
    Number(
      (
        await store.client.rows<{ n: string }>(
          "SELECT count() AS n FROM system.processes WHERE query LIKE '%SHA256%' AND query NOT LIKE '%DESCRIBE%' AND query NOT LIKE '%system.processes%'",
        )
      )[0]?.n,
    );
  const until = async (wanted: number) => {
    const deadline = Date.now() + 30_000;
    while ((await working()) !== wanted && Date.now() < deadline && (wanted === 0 || child.exitCode === null))
      await sleep(50);
    expect(await working(), told).toBe(wanted);
  };
  await until(1);
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  expect([code, told]).toEqual([1, expect.stringMatching(/the query was stopped/)]);
  await until(0);
});
