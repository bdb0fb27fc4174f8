import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/query/index.ts';
import { dataStart, openStore, type TestStore } from '../support/flow-store.ts';

interface Flow {
  readonly proto: number | null;
  readonly saddr: string | null;
  readonly daddr: string | null;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly communityid: string | null;
}

const flow = (
  proto: number | null,
  [saddr, sport]: readonly [string | null, number | null],
  [daddr, dport]: readonly [string | null, number | null],
  communityid: string | null,
): Flow => ({ proto, saddr, daddr, sport, dport, communityid });

/** Of the specification's baseline, which need not be at hand. */
const known: readonly Flow[] = [
  flow(6, ['128.232.110.120', 34855], ['66.35.250.204', 80], '1:LQU9qZlK+B5F3KDmev6m5PMibrg='),
  flow(17, ['192.168.1.52', 54585], ['8.8.8.8', 53], '1:d/FP5EW3wiY1vCndhwleRRKHowQ='),
  flow(132, ['192.168.170.8', 7], ['192.168.170.56', 7], '1:MP2EtRCAUIZvTw6MxJHLV7N7JDs='),
  flow(
    6,
    ['2001:470:e5bf:dead:4957:2174:e82c:4887', 63943],
    ['2607:f8b0:400c:c03::1a', 25],
    '1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=',
  ),
  // Flow logs write 0 for the ports of protocols that have none.
  flow(46, ['10.1.12.1', 0], ['10.1.12.2', 0], '1:KHlLkgoJW7ifUTyTSgyVfkFHzKw='),
  flow(46, ['10.1.12.1', null], ['10.1.12.2', null], '1:KHlLkgoJW7ifUTyTSgyVfkFHzKw='),
];
const unknown: readonly Flow[] = [
  flow(1, ['10.0.0.1', 0], ['10.0.0.2', 0], null),
  flow(58, ['fe80::1', 0], ['fe80::2', 0], null),
  flow(6, ['10.0.0.1', null], ['10.0.0.2', 80], null),
  flow(17, ['10.0.0.1', 80], ['10.0.0.2', null], null),
  flow(6, [null, 1], ['10.0.0.2', 80], null),
  flow(null, ['10.0.0.1', 1], ['10.0.0.2', 80], null),
];

const baseline = join(import.meta.dirname, '../../../shared/data/community-id-spec/baseline_deflt.json');
const here = existsSync(baseline);
if (!here) process.stderr.write(`skipped: the baseline of Community ID is not at ${baseline}\n`);

let store: TestStore;
beforeAll(async () => {
  store = await openStore('community');
});
afterAll(() => store.close());

async function idsOf(flows: readonly Flow[]): Promise<(string | null)[]> {
  await store.client.command('TRUNCATE TABLE weir.flows');
  const records = flows.map(({ proto, saddr, daddr, sport, dport }, i) => ({
    ok: 1,
    object_id: '1',
    start: dataStart + i,
    srcaddr: saddr,
    dstaddr: daddr,
    srcport: sport,
    dstport: dport,
    protocol: proto,
  }));
  await store.client.insertRows('parsed', records, `flows-${Math.random()}`);
  const { compiled } = compile('fields communityId() as x | sort @timestamp', {
    range: { from: dataStart, to: dataStart + 1000 },
    now: (dataStart + 1000) * 1000,
    database: 'weir',
    facts: { layouts: [], absentFields: [], ownNetworks: [], tables: [] },
    rollUps: [],
  });
  if (compiled === undefined) throw new Error('the query is not understood');
  const rows = await store.client.rows<{ x: string | null }>(compiled.sql, { params: compiled.params });
  return rows.map(({ x }) => x);
}

const turned = ({ saddr, daddr, sport, dport, ...rest }: Flow): Flow => ({
  ...rest,
  saddr: daddr,
  daddr: saddr,
  sport: dport,
  dport: sport,
});

test('the same in both directions, and missing where it cannot be known', async () => {
  const flows = [...known, ...unknown];
  const wanted = flows.map(({ communityid }) => communityid);
  expect(await idsOf(flows)).toEqual(wanted);
  expect(await idsOf(flows.map(turned))).toEqual(wanted);
});

test.skipIf(!here)('every value of the baseline that flow logs can express', async () => {
  const all = JSON.parse(readFileSync(baseline, 'utf8')) as Flow[];
  const isIcmp = ({ proto }: Flow) => proto === 1 || proto === 58;
  const ids = await idsOf(all);
  expect(ids).toEqual(all.map((one) => (isIcmp(one) ? null : one.communityid)));
  expect(all.filter((one) => !isIcmp(one)).length).toBeGreaterThanOrEqual(10);
});
