import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultFormat } from '../../src/fields/index.ts';
import { type CompileOptions, compile, type LookupTable } from '../../src/query/index.ts';
import { queryRollUps } from '../../src/store/index.ts';
import { dataHours, dataStart, fillStore, openStore, type TestStore } from '../support/flow-store.ts';

interface Published {
  readonly n: number;
  readonly text: string;
}

/** The queries that people published for flow logs, from the documentation, blogs and repositories. */
const published = JSON.parse(
  readFileSync(new URL('../golden/query/published.json', import.meta.url), 'utf8'),
) as Published[];

/** What the broken ones are told. The others run. */
const told: Readonly<Record<number, { readonly code: string; readonly message: RegExp; readonly hint?: RegExp }>> = {
  10: { code: 'QL_NETWORK_COMPARED', message: /192\.0\.2\.0\/24/, hint: /srcAddr in 192\.0\.2\.0\/24/ },
  23: { code: 'QL_CIDR_INVALID', message: /vpc-cidr/, hint: /10\.0\.0\.0\/8/ },
  40: { code: 'QL_FIELD_UNKNOWN', message: /Bytes_MB/, hint: /Traffic_MB/ },
  64: { code: 'QL_FIELD_UNKNOWN', message: /srcaz/, hint: /azId/ },
  67: { code: 'QL_FUNCTION_UNKNOWN', message: /isprivateaddr/, hint: /isPrivateIP/ },
  68: { code: 'QL_FUNCTION_UNKNOWN', message: /isprivateaddr/, hint: /isPrivateIP/ },
  73: { code: 'QL_FUNCTION_UNKNOWN', message: /dateTimePart/, hint: /formatDate/ },
  130: { code: 'QL_COLUMN_UNNAMED', message: /count/, hint: /as count/ },
  134: { code: 'QL_COLUMN_GONE', message: /action/, hint: /before stats/ },
  145: { code: 'QL_COLUMN_GONE', message: /@timestamp/, hint: /before stats/ },
};
/** They run and can find nothing, which is told. */
const warned: Readonly<Record<number, string>> = {
  45: 'QL_ADDRESS_INVALID',
  86: 'QL_ADDRESS_INVALID',
  147: 'QL_NEVER_MATCHES',
  149: 'QL_NETWORK_AS_TEXT',
};

const csv = (name: string, columns: readonly string[]): LookupTable => ({
  name,
  columns,
  networkColumn: columns[0] ?? '',
  rows: `SELECT ${columns.map((_, i) => `toNullable('x') AS l_${i}`).join(', ')}`,
  byNetwork: (column) => `toNullable('${column}')`,
});
const options = (rollUps: CompileOptions['rollUps']): CompileOptions => ({
  range: { from: dataStart, to: dataStart + dataHours * 3600 - 1 },
  now: (dataStart + dataHours * 3600) * 1000,
  database: 'weir',
  facts: {
    layouts: [[...defaultFormat]],
    absentFields: [],
    ownNetworks: ['10.0.0.0/8'],
    tables: [
      csv('network_services', ['ip_address', 'port', 'service_name', 'owner']),
      csv('known_hosts', ['ip_address', 'hostname', 'region']),
      csv('net_table', ['network', 'region', 'owner', 'datacenter']),
    ],
  },
  rollUps,
});

let store: TestStore;
beforeAll(async () => {
  store = await openStore('published');
  await fillStore(store.client, 2000);
});
afterAll(async () => store.close());

const run = (compiled: { sql: string; params: Readonly<Record<string, string>> }) =>
  store.client.rows(compiled.sql, { params: { ...compiled.params } });

test('there are all 150', () => {
  expect(published.map(({ n }) => n)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
});

test.for(published)('$n runs, or is told what is wrong', async ({ n, text }) => {
  const { compiled, diagnostics } = compile(text, options(queryRollUps));
  const errors = diagnostics.filter((d) => d.severity === 'error');
  const expected = told[n];
  if (expected !== undefined) {
    expect(errors[0]).toMatchObject({ code: expected.code, message: expect.stringMatching(expected.message) });
    expect(errors[0]?.hint).toMatch(expected.hint ?? /./);
    expect(text.slice(errors[0]?.span.start, errors[0]?.span.end)).not.toBe('');
    return;
  }
  expect(errors).toEqual([]);
  if (warned[n] !== undefined) expect(diagnostics.map((d) => d.code)).toContain(warned[n]);
  expect(compiled).toBeDefined();
  if (compiled !== undefined) expect(Array.isArray(await run(compiled))).toBe(true);
});

describe('half-written queries', () => {
  const thirty = published.filter(({ n }) => n % 5 === 2);
  const cut = (text: string) => [...text].flatMap((_, i) => [text.slice(0, i), text.slice(0, i) + text.slice(i + 1)]);

  test('every prefix and every deletion gives a statement or an error with a place', () => {
    expect(thirty).toHaveLength(30);
    let compiledOnes = 0;
    for (const text of thirty.flatMap((one) => cut(one.text))) {
      const { compiled, diagnostics } = compile(text, options([]));
      const errors = diagnostics.filter((d) => d.severity === 'error');
      if (compiled !== undefined) compiledOnes += 1;
      expect(compiled === undefined, text).toBe(errors.length > 0);
      for (const { span, message } of errors) {
        expect(span.start, text).toBeLessThanOrEqual(span.end);
        expect(span.end, text).toBeLessThanOrEqual(text.length);
        expect(message, text).not.toMatch(/SELECT |ClickHouse|DB::/);
      }
    }
    expect(compiledOnes).toBeGreaterThan(500);
  });

  test('the engine takes what compiles', async () => {
    const some = thirty.flatMap((one) => cut(one.text)).filter((_, i) => i % 23 === 0);
    for (const text of some) {
      const { compiled } = compile(text, options(queryRollUps));
      if (compiled !== undefined) expect(Array.isArray(await run(compiled)), text).toBe(true);
    }
  });
});

describe('injection', () => {
  const attacks = [
    "'; DROP TABLE weir.flows; --",
    '" OR 1 = 1 --',
    "\\'); SELECT * FROM system.tables --",
    '{q99:String}',
    "{x:Identifier}', file('/etc/passwd')",
    '`; TRUNCATE TABLE weir.flows',
    '\\',
    '*/ UNION ALL SELECT 1 /*',
    '\u0000',
  ];
  const literal = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const name = (text: string) => `\`${text.replaceAll('`', '')}\``;

  test.for(attacks)('%j stays a constant', async (attack) => {
    const queries = [
      `filter interfaceId = ${literal(attack)} | stats count(*) as n`,
      `filter interfaceId like ${literal(attack)} | stats count(*) as n`,
      `filter interfaceId in [${literal(attack)}, "x"] | stats count(*) as n`,
      `fields concat(${literal(attack)}, action) as x | limit 1`,
      `fields replace(action, ${literal(attack)}, "x") as x | limit 1`,
      `parse interfaceId ${literal(`${attack.replaceAll('*', '+')}*`)} as x | filter ispresent(x) | stats count(*) as n`,
      `fields bytes as ${name(attack === '\u0000' ? 'x' : attack)} | limit 1`,
      `stats count(*) as ${name(attack === '\u0000' ? 'x' : attack)} by action`,
      `filter extra[${literal(attack)}] = "x" | stats count(*) as n`,
    ];
    for (const text of queries) {
      const { compiled, diagnostics } = compile(text, options([]));
      expect(
        diagnostics.filter((d) => d.severity === 'error'),
        text,
      ).toEqual([]);
      if (compiled === undefined) continue;
      if (attack.length > 3 && !text.includes(' as `')) expect(compiled.sql).not.toContain(attack);
      const rows = await run(compiled);
      expect(rows.length, text).toBeLessThanOrEqual(3);
      if (/^filter .*count/.test(text)) expect(Object.values(rows[0] as object)).toEqual(['0']);
    }
    expect(await store.client.rows('SELECT count() AS n FROM weir.flows')).toEqual([{ n: '2000' }]);
  });
});

test('columns may be called what the compiler calls its own', async () => {
  const answer = async (text: string) => {
    const { compiled, diagnostics } = compile(text, options(queryRollUps));
    expect(diagnostics, text).toEqual([]);
    return compiled === undefined ? [] : run(compiled);
  };
  const plain = await answer('stats count(*) as n, sum(bytes) as b by action | sort n desc');
  for (const [n, b, key] of [
    ['c1', 'c2', 'c3'],
    ['c3', 'c1', 'c2'],
    ['answer', '`answer.c1`', 'c1'],
    ['w_records', 'q0', 'start'],
  ]) {
    const rows = await answer(`stats count(*) as ${n}, sum(bytes) as ${b} by action as ${key} | sort ${n} desc`);
    expect(rows.map((row) => Object.values(row as object))).toEqual(plain.map((row) => Object.values(row as object)));
  }
  const twice = await answer('fields srcAddr as c2, bytes as c1 | sort c1 desc, c2 | limit 5 | fields c1 as c2x');
  const once = await answer('sort bytes desc, srcAddr | limit 5 | display srcAddr, bytes, bytes as again');
  expect(twice.map((row) => Object.values(row as object))).toEqual(once.map((row) => Object.values(row as object)));
});
