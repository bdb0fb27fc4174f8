import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '../../src/api/index.ts';
import { problem, savedQueries, savedQuery } from '../../src/contract/index.ts';
import { compile, parameterNames } from '../../src/query/index.ts';
import { createFlowClient, createState, readShippedQueries, type State } from '../../src/store/index.ts';
import { ROOT } from '../support/source-tree.ts';

let folder: string;
let state: State;
let api: FastifyInstance;
const host = { host: '127.0.0.1:7070' };
const shippedFolder = path.join(ROOT, 'content', 'queries');

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-saved-'));
  state = createState(path.join(folder, 'data'));
  api = await createApi(
    {
      // Saved queries never ask the flow store, so no engine starts.
      client: createFlowClient({ dataFolder: path.join(folder, 'data') }),
      savedQueries: { state, shipped: () => readShippedQueries(shippedFolder) },
      version: '0.0.0',
      loading: async () => null,
      log: () => undefined,
    },
    { host: '127.0.0.1', token: undefined, webFolder: path.join(folder, 'none') },
  );
});
afterAll(async () => {
  await api.close();
  await state.close();
  await rm(folder, { recursive: true, force: true });
});

const url = '/api/v1/saved-queries';
const form = { query: 'stats count(*) by action', filter: ['action:REJECT'], chart: 'bar' };
const post = (payload: object) => api.inject({ method: 'POST', url, headers: host, payload });
const refused = (answer: { statusCode: number; json(): unknown }) => [
  answer.statusCode,
  problem.parse(answer.json()).code,
];

test('a query is saved, found, changed and deleted, and outlives its process', async () => {
  const made = await post({ name: ' Refused ', description: 'what was refused', form });
  expect(made.statusCode, made.body).toBe(201);
  const one = savedQuery.parse(made.json());
  expect(one).toMatchObject({ name: 'Refused', origin: 'own', form: { ...form, language: 'ql', parameters: [] } });
  const again = createState(path.dirname(state.path));
  const rows = await (await again.tables()).selectFrom('saved_queries').select('name').execute();
  await again.close();
  expect(rows).toEqual([{ name: 'Refused' }]);
  const put = await api.inject({
    method: 'PUT',
    url: `${url}/${one.id}`,
    headers: host,
    payload: { name: 'refused', form: { ...form, from: '-7d' } },
  });
  expect(savedQuery.parse(put.json())).toMatchObject({ name: 'refused', description: '', form: { from: '-7d' } });
  expect(savedQuery.parse((await api.inject({ url: `${url}/${one.id}`, headers: host })).json()).name).toBe('refused');
  const list = savedQueries.parse((await api.inject({ url, headers: host })).json()).rows;
  expect(list.filter((row) => row.origin === 'own').map((row) => row.id)).toEqual([one.id]);
  expect(list.map((row) => row.name)).toContain('Top talkers');
  expect((await api.inject({ method: 'DELETE', url: `${url}/${one.id}`, headers: host })).statusCode).toBe(204);
  for (const method of ['GET', 'DELETE'] as const)
    expect(refused(await api.inject({ method, url: `${url}/${one.id}`, headers: host }))).toEqual([
      404,
      'SAVED_QUERY_UNKNOWN',
    ]);
});

test('a name stands for one query, whatever its case; what comes with Weir stays as it is', async () => {
  await post({ name: 'Mine', form });
  expect(refused(await post({ name: 'mINE', form }))).toEqual([400, 'SAVED_QUERY_NAME_TAKEN']);
  expect(refused(await post({ name: 'top TALKERS', form }))).toEqual([400, 'SAVED_QUERY_NAME_TAKEN']);
  const other = savedQuery.parse((await post({ name: "it's; DROP TABLE saved_queries --", form })).json());
  const payload = { name: 'MINE', form };
  expect(refused(await api.inject({ method: 'PUT', url: `${url}/${other.id}`, headers: host, payload }))).toEqual([
    400,
    'SAVED_QUERY_NAME_TAKEN',
  ]);
  for (const request of [{ method: 'DELETE' as const }, { method: 'PUT' as const, payload: { name: 'x', form } }])
    expect(refused(await api.inject({ ...request, url: `${url}/top-talkers`, headers: host }))).toEqual([
      400,
      'SAVED_QUERY_SHIPPED',
    ]);
  expect(refused(await post({ name: '', form }))).toEqual([400, 'REQUEST_INVALID']);
});

test('several processes may begin at once', async () => {
  const data = path.join(folder, 'together');
  const program = `
    import { createState, createSavedQuery } from ${JSON.stringify(path.join(ROOT, 'src/store/state/index.ts'))};
    const state = createState(${JSON.stringify(data)});
    for (let i = 0; i < 5; i++)
      await createSavedQuery({ state, shipped: async () => [] }, { name: process.pid + '/' + i, description: '', form: { query: 'limit 1', language: 'ql', filter: [], parameters: [] } });
    await state.close();`;
  const codes = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, ['--no-warnings', '--input-type=module-typescript', '-e', program], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      return (await once(child, 'close'))[0] as number;
    }),
  );
  expect(codes).toEqual([0, 0, 0, 0]);
  const database = new DatabaseSync(path.join(data, 'state.sqlite'));
  expect(database.prepare('SELECT count(*) AS n, count(DISTINCT name) AS names FROM saved_queries').get()).toEqual({
    n: 20,
    names: 20,
  });
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  database.exec('PRAGMA user_version = 99');
  database.close();
  const newer = createState(data);
  await expect(newer.tables()).rejects.toMatchObject({ code: 'STATE_NEWER' });
});

test('a damaged file is told as one', async () => {
  const data = await mkdtemp(path.join(folder, 'damaged-'));
  await writeFile(path.join(data, 'state.sqlite'), 'this is no database, and long enough to be looked at. '.repeat(20));
  await expect(createState(data).tables()).rejects.toMatchObject({ code: 'STATE_BROKEN' });
});

test('what comes with Weir is read strictly, with the place of a mistake', async () => {
  const content = await mkdtemp(path.join(folder, 'content-'));
  const file = path.join(content, 'one.yaml');
  const place = async (text: string) => {
    await writeFile(file, text);
    return readShippedQueries(content).then(
      () => 'read',
      (error: Error) => error.message.replace(`${file}:`, ''),
    );
  };
  const good = 'name: A\ndescription: what it tells\nquery: limit 1\n';
  expect(await place(good)).toBe('read');
  expect(await place(`${good}charrt: bar\n`)).toMatch(/^4:\d+: charrt: /);
  expect(await place(`${good}chart: donut\n`)).toMatch(/^4:8: chart: /);
  expect(await place('name: A\nquery: limit 1\n')).toMatch(/^1:1: description: /);
  expect(await place(`${good}query: again\n`)).toMatch(/^4:1: /);
  expect(await place('name: [A\n')).toMatch(/^\d:\d+: /);
});

test('every query that comes with Weir compiles as it is', async () => {
  const shipped = await readShippedQueries(shippedFolder);
  expect(shipped.length).toBeGreaterThanOrEqual(30);
  expect(new Set(shipped.map((one) => one.name.toLowerCase())).size).toBe(shipped.length);
  const geo = {
    name: 'geo',
    columns: ['network', 'country'],
    networkColumn: 'network',
    rows: 'SELECT 1',
    byNetwork: () => 'NULL',
  };
  for (const { id, form } of shipped) {
    expect(parameterNames(form.query), id).toEqual(form.parameters.map((one) => one.name));
    const { diagnostics } = compile(form.query, {
      range: { from: 1_795_132_800, to: 1_795_219_200 },
      now: 1_795_219_200_000,
      database: 'weir',
      facts: { layouts: [], absentFields: [], ownNetworks: ['10.0.0.0/8'], tables: [geo] },
      rollUps: [],
      declarations: form.parameters,
    });
    expect(
      diagnostics.filter((one) => one.severity !== 'notice'),
      id,
    ).toEqual([]);
  }
});
