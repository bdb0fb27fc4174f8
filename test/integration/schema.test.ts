import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createFlowClient,
  createStatements,
  type FlowClient,
  migrate,
  setRetention,
  tables,
} from '../../src/store/index.ts';
import { temporaryData } from '../support/data-folder.ts';

let place: Awaited<ReturnType<typeof temporaryData>>;
let client: FlowClient;

beforeAll(async () => {
  place = await temporaryData();
  client = createFlowClient({ dataFolder: place.data });
  await migrate(client);
});
afterAll(async () => {
  await client.close();
  await place.remove();
});

describe('statements for a cluster', () => {
  const statements = createStatements({ database: 'weir', cluster: 'prod' });

  test('every one is accepted by the engine’s own parser', async () => {
    expect(statements.length).toBeGreaterThan(20);
    for (const statement of statements) {
      const rows = await client.rows<{ text: string | null }>(
        'SELECT formatQuerySingleLineOrNull({s:String}) AS text',
        { params: { s: statement } },
      );
      expect(rows[0]?.text, statement).not.toBeNull();
    }
  });

  test('tables are Replicated on every node, with a Distributed table in front', () => {
    for (const table of tables.filter((t) => t.engine !== 'Null')) {
      const local = statements.find((s) => s.startsWith(`CREATE TABLE IF NOT EXISTS \`weir\`.\`${table.name}_local\``));
      expect(local, table.name).toContain(`ENGINE = Replicated${table.engine}(`);
      expect(local).toContain('ON CLUSTER `prod`');
      expect(local).toContain('replicated_deduplication_window');
      const front = statements.find((s) => s.startsWith(`CREATE TABLE IF NOT EXISTS \`weir\`.\`${table.name}\` `));
      expect(front, table.name).toContain('ENGINE = Distributed(');
    }
  });
});

describe('migrations', () => {
  test('are applied once', async () => {
    expect(await migrate(client)).toEqual({ applied: [], addedColumns: [] });
    const rows = await client.rows<{ n: string }>('SELECT count() AS n FROM weir.schema_migrations');
    expect(rows[0]?.n).toBe('11');
  });

  test('two processes at once make one store', async () => {
    const other = await temporaryData();
    const clients = [0, 1].map(() => createFlowClient({ dataFolder: other.data }));
    await Promise.all(clients.map((c) => migrate(c)));
    const rows = await clients[0]?.rows<{ n: string }>('SELECT count() AS n FROM weir.schema_migrations');
    expect(rows?.[0]?.n).toBe('11');
    for (const c of clients) await c.close();
    await other.remove();
  });

  test('a field that the catalogue gained becomes a column', async () => {
    // A store of the time before `encryption_status`: the column is taken away, and comes back by itself.
    await client.command('DROP VIEW weir.parsed_to_flows SYNC');
    for (const table of ['flows', 'parsed'])
      await client.command(`ALTER TABLE weir.${table} DROP COLUMN encryption_status`);
    expect((await migrate(client)).addedColumns).toEqual(['flows.encryption_status', 'parsed.encryption_status']);
    await client.insertRows(
      'parsed',
      [{ ok: 1, object_id: '1', start: 1_782_000_000, encryption_status: 3 }],
      'new-field',
    );
    expect(await client.rows('SELECT encryption_status FROM weir.flows')).toEqual([{ encryption_status: 3 }]);
  });
});

describe('an older store', () => {
  const sums = ['flows_by_minute', 'flows_by_hour_address', 'flows_by_hour_service'];
  const state = async () =>
    Promise.all(
      sums.map((table) =>
        client.rows(
          `SELECT sum(records) AS r, sum(bytes) AS b, sum(uncounted_bytes) AS u, sum(no_bytes) AS nb, sum(no_packets) AS np FROM weir.${table}`,
        ),
      ),
    );

  test('gets its sums anew, with what is missing in them', async () => {
    const records = [0, 1, 2, 3, 4].map((i) => ({
      ok: 1,
      object_id: '9',
      start: 1_782_000_000 + i,
      srcaddr: '10.0.0.1',
      dstaddr: '52.1.1.1',
      ...(i < 3 ? { bytes: '100' } : {}),
      ...(i < 1 ? { packets: '1' } : {}),
    }));
    for (const table of ['flows', ...sums]) await client.command(`TRUNCATE TABLE weir.${table}`);
    await client.insertRows('parsed', records, 'sums');
    const before = await state();
    expect(before[0]).toEqual([{ r: '5', b: '300', u: expect.any(String), nb: '2', np: '4' }]);
    for (const table of sums)
      for (const column of ['no_bytes', 'no_packets'])
        await client.command(`ALTER TABLE weir.${table} DROP COLUMN ${column}`);
    await client.command('TRUNCATE TABLE weir.schema_migrations');
    await client.command(
      "INSERT INTO weir.schema_migrations (number, name) VALUES (1, 'create'), (2, 'lookup-tables')",
    );
    expect((await migrate(client)).applied).toContain('missing-sums');
    expect(await state()).toEqual(before);
    await client.insertRows('parsed', [{ ...records[0], object_id: '10' }], 'more');
    const [after] = await state();
    expect(after).toEqual([{ r: '6', b: '400', u: expect.any(String), nb: '2', np: '4' }]);
  });

  test('gets the sums by pair of ends, also when it was broken off', async () => {
    const pairs = () => client.rows('SELECT sum(records) AS r, sum(bytes) AS b FROM weir.flows_by_hour_pair');
    const before = await pairs();
    expect(before).toEqual([{ r: '6', b: '400' }]);
    for (const gone of ['VIEW weir.flows_to_hour_pair', 'TABLE weir.flows_by_hour_pair']) {
      await client.command(`DROP ${gone} SYNC`);
      await client.command('DELETE FROM weir.schema_migrations WHERE number = 6');
      expect((await migrate(client)).applied).toEqual(['pairs']);
      expect(await pairs()).toEqual(before);
    }
  });
});

describe('a store whose sums by address know no self', () => {
  test('gets it from its records, also when it was broken off', async () => {
    const record = { ok: 1, object_id: '11', start: 1_782_000_000, srcaddr: '10.0.0.7', bytes: '100' };
    const own = [
      { ...record, dstaddr: '10.0.0.7' },
      { ...record, dstaddr: '10.0.0.8' },
    ];
    await client.insertRows('parsed', own, 'self');
    const roles = () =>
      client.rows(
        "SELECT role, sum(records) AS n FROM weir.flows_by_hour_address WHERE address = toIPv6('10.0.0.7') GROUP BY role ORDER BY role",
      );
    const before = await roles();
    expect(before).toEqual([
      { role: 'src', n: '2' },
      { role: 'dst', n: '1' },
      { role: 'self', n: '1' },
    ]);
    await client.command('DELETE FROM weir.schema_migrations WHERE number = 11');
    expect((await migrate(client)).applied).toContain('either-end');
    expect(await roles()).toEqual(before);
    await client.command('DROP VIEW weir.flows_to_hour_src SYNC');
    const table = 'weir.flows_by_hour_address';
    const [made] = await client.rows<{ statement: string }>(`SHOW CREATE TABLE ${table}`);
    for (const statement of [
      `RENAME TABLE ${table} TO weir.kept`,
      made?.statement.replace(", 'self' = 3", '') ?? '',
      `INSERT INTO ${table} SELECT * FROM weir.kept WHERE role != 'self'`,
      'DROP TABLE weir.kept SYNC',
    ])
      await client.command(statement);
    expect(await roles()).toEqual(before.slice(0, 2));
    await client.command('DELETE FROM weir.schema_migrations WHERE number = 11');
    expect((await migrate(client)).applied).toContain('either-end');
    expect(await roles()).toEqual(before);
    await client.insertRows('parsed', [{ ...own[0], object_id: '12' }], 'self-more');
    expect((await roles())[2]).toEqual({ role: 'self', n: '2' });
  });
});

describe('retention', () => {
  test('drops what is older, and can be lifted', async () => {
    const old = Math.floor(Date.now() / 1000) - 400 * 86_400;
    const recent = Math.floor(Date.now() / 1000) - 3600;
    await client.command('TRUNCATE TABLE weir.flows');
    await client.insertRows(
      'parsed',
      [
        { ok: 1, object_id: '1', start: old },
        { ok: 1, object_id: '1', start: recent },
      ],
      'ages',
    );
    await setRetention(client, tables, 30);
    await client.command('OPTIMIZE TABLE weir.flows FINAL');
    expect(await client.rows('SELECT count() AS n FROM weir.flows')).toEqual([{ n: '1' }]);
    await setRetention(client, tables, undefined);
    await setRetention(client, tables, undefined);
    const limited = await client.rows(
      "SELECT name FROM system.tables WHERE database = 'weir' AND position(create_table_query, ' TTL ') > 0",
    );
    expect(limited).toEqual([]);
  });
});
