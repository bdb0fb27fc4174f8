import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoIncident, type DemoTruth, demoNetwork, writeDemo } from './index.ts';

const end = 1_782_000_000;
const full = { hours: 4, rate: 12, seed: 7, end } as const;

let root = '';
let truth: DemoTruth;
let objects: { name: string; lines: string[][] }[] = [];
let records: string[][] = [];

const F = {
  eni: 2,
  src: 3,
  dst: 4,
  sport: 5,
  dport: 6,
  proto: 7,
  packets: 8,
  bytes: 9,
  start: 10,
  end: 11,
  action: 12,
  status: 13,
  flags: 17,
  pktSrc: 19,
  pktDst: 20,
  direction: 27,
  path: 28,
};
const at = (line: readonly string[], field: number): string => line[field] ?? '';

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
    .sort();
}

async function readObjects(folder: string): Promise<{ name: string; lines: string[][] }[]> {
  const paths = await filesBelow(join(folder, 'AWSLogs'));
  return Promise.all(
    paths.map(async (path) => {
      const text = gunzipSync(await readFile(path)).toString('latin1');
      expect(text.endsWith('\n')).toBe(true);
      return {
        name: basename(path),
        lines: text
          .slice(0, -1)
          .split('\n')
          .map((line) => line.split(' ')),
      };
    }),
  );
}

async function digest(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await filesBelow(folder)) hash.update(path.slice(folder.length)).update(await readFile(path));
  return hash.digest('hex');
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'weir-demo-'));
  await writeDemo({ folder: join(root, 'full'), ...full });
  truth = JSON.parse(await readFile(join(root, 'full', 'truth.json'), 'utf8')) as DemoTruth;
  objects = await readObjects(join(root, 'full'));
  records = objects.flatMap((object) => object.lines.slice(1));
}, 30_000);

afterAll(() => rm(root, { recursive: true, force: true }));

function total(lines: readonly string[][]): { records: string; packets: string; bytes: string } {
  const sum = (field: number): bigint =>
    lines.reduce((n, line) => n + (at(line, field) === '-' ? 0n : BigInt(at(line, field))), 0n);
  return { records: String(lines.length), packets: String(sum(F.packets)), bytes: String(sum(F.bytes)) };
}

describe('objects', () => {
  it('carry a header and as many tokens in every line', () => {
    for (const { lines } of objects) {
      expect(lines[0]?.length).toBe(29);
      expect(lines[0]?.[0]).toBe('version');
      expect(lines.every((line) => line.length === 29 && line.every((token) => token !== ''))).toBe(true);
    }
  });

  it('are named as AWS names them, by publication slot, with late ones later', () => {
    const pattern =
      /^(\d{12})_vpcflowlogs_eu-west-1_fl-[0-9a-f]{17}_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[0-9a-f]{8}\.log\.gz$/;
    let late = 0;
    for (const { name, lines } of objects) {
      const match = pattern.exec(name);
      expect(match?.[1]).toBe(truth.account);
      const [, , y, mo, d, h, mi] = (match ?? []).map(Number);
      const slot = Date.UTC(y ?? 0, (mo ?? 1) - 1, d ?? 1, h ?? 0, mi ?? 0) / 1000;
      const ends = lines.slice(1).map((line) => Number(at(line, F.end)));
      const behind = slot - Math.floor(Math.min(...ends) / 300) * 300;
      expect([0, 900]).toContain(behind);
      if (behind === 900) late += 1;
      else expect(Math.max(...ends)).toBeLessThan(slot + 300);
    }
    expect(objects.length).toBe(48 + late * 3 - late);
  });

  it('lie within the run and keep to its rate', () => {
    expect(truth.end).toBe(end);
    expect(
      records.every(
        (r) =>
          Number(at(r, F.start)) >= truth.start &&
          Number(at(r, F.end)) < end &&
          Number(at(r, F.start)) <= Number(at(r, F.end)),
      ),
    ).toBe(true);
    expect(records.length / (full.hours * 3600 * full.rate)).toBeGreaterThan(0.95);
    expect(records.length / (full.hours * 3600 * full.rate)).toBeLessThan(1.05);
  });
});

describe('truth', () => {
  it('has the sums of the written files', () => {
    expect(truth.totals).toEqual(total(records));
    for (const action of ['ACCEPT', 'REJECT'] as const) {
      expect(truth.by_action[action]).toEqual(total(records.filter((r) => at(r, F.action) === action)));
    }
    for (const status of ['OK', 'NODATA', 'SKIPDATA'] as const) {
      expect(truth.by_log_status[status]).toBe(String(records.filter((r) => at(r, F.status) === status).length));
    }
  });

  it('splits them by boundary, from the ends of the packets', () => {
    const own = (address: string): boolean => address.startsWith('10.20.') || address.startsWith('2600:1f18:');
    const ok = records.filter((r) => at(r, F.status) === 'OK');
    const of = (from: boolean, to: boolean): string[][] =>
      ok.filter((r) => own(at(r, F.pktSrc)) === from && own(at(r, F.pktDst)) === to);
    expect(truth.boundaries.inbound.logged).toEqual(total(of(false, true)));
    expect(truth.boundaries.outbound.logged).toEqual(total(of(true, false)));
    expect(truth.boundaries.internal.logged).toEqual(total(of(true, true)));
    for (const sums of Object.values(truth.boundaries)) {
      const parts = [sums.counted, sums.secondSight, sums.otherLegs];
      expect(String(parts.reduce((n, part) => n + BigInt(part.bytes), 0n))).toBe(sums.logged.bytes);
    }
  });

  it('counts each direction once: an independent count by packet identity agrees', () => {
    // One key per direction of a conversation in a minute: the translated leg of a NAT gateway is told by its address.
    const nats = new Set(
      Object.entries(truth.names)
        .filter(([, n]) => n.name.startsWith('nat-'))
        .map(([address]) => address),
    );
    const once = new Map<string, string[]>();
    for (const r of records) {
      if (
        at(r, F.status) !== 'OK' ||
        nats.has(at(r, F.pktSrc)) ||
        (nats.has(at(r, F.pktDst)) && at(r, F.action) === 'ACCEPT')
      )
        continue;
      const minute = Math.floor(Number(at(r, F.start)) / 60);
      const key = [F.pktSrc, F.pktDst, F.sport, F.dport, F.proto, F.bytes, F.packets].map((f) => at(r, f)).join(' ');
      once.set(`${key} ${minute}`, r);
    }
    const counted = total([...once.values()]);
    const expected = Object.values(truth.boundaries).reduce((n, b) => n + BigInt(b.counted.bytes), 0n);
    // Two refused knocks with equal ports in one minute would be one key: they are rare and small.
    expect(Math.abs(Number(BigInt(counted.bytes) - expected))).toBeLessThan(Number(expected) * 1e-4);
  });

  it('lists incidents whose records are found, exactly', () => {
    expect(new Set(truth.incidents.map((i) => i.kind)).size).toBe(17);
    for (const incident of truth.incidents) {
      expect(incident.start).toBeGreaterThanOrEqual(truth.start);
      expect(incident.end).toBeLessThan(truth.end);
      const found = matching(incident);
      expect([incident.kind, found.length]).toEqual([incident.kind, incident.records]);
      if (incident.kind === 'silent-interface') continue;
      expect(found.length).toBeGreaterThan(0);
      expect(Math.min(...found.map((r) => Number(at(r, F.start))))).toBe(incident.start);
      expect(Math.max(...found.map((r) => Number(at(r, F.end))))).toBe(incident.end);
    }
  });
});

function matching({ match, start, end: last }: DemoIncident): string[][] {
  const { addresses, pairs, interfaces, ports, action, logStatus } = match;
  const wanted = addresses === null ? null : new Set(addresses);
  return records.filter((r) => {
    if (Number(at(r, F.start)) < start || Number(at(r, F.end)) > last) return false;
    const ends = [F.src, F.dst, F.pktSrc, F.pktDst].map((f) => at(r, f));
    if (wanted !== null && !ends.some((address) => wanted.has(address))) return false;
    const [a, b] = ends;
    if (pairs !== null && !pairs.some(([x, y]) => (x === a && y === b) || (x === b && y === a))) return false;
    if (interfaces !== null && !interfaces.includes(at(r, F.eni))) return false;
    if (ports !== null && !ports.includes(Number(at(r, F.sport))) && !ports.includes(Number(at(r, F.dport))))
      return false;
    return (action === null || at(r, F.action) === action) && (logStatus === null || at(r, F.status) === logStatus);
  });
}

describe('records', () => {
  it('come from interfaces that the inventory and the network know, with their addresses', async () => {
    const text = await readFile(join(root, 'full', 'inventory', 'ec2-describe-network-interfaces.json'), 'utf8');
    const answer = JSON.parse(text) as {
      NetworkInterfaces: {
        NetworkInterfaceId: string;
        PrivateIpAddress: string;
        SubnetId: string;
        Ipv6Addresses: { Ipv6Address: string }[];
      }[];
    };
    const known = new Map(answer.NetworkInterfaces.map((it) => [it.NetworkInterfaceId, it]));
    expect(new Set(records.map((r) => at(r, F.eni)))).toEqual(new Set(known.keys()));
    expect([...known.keys()]).toEqual(demoNetwork(full.seed).interfaces.map((it) => it.id));
    for (const r of records) {
      const it = known.get(at(r, F.eni));
      if (at(r, 15) !== it?.SubnetId) throw new Error(`wrong subnet: ${r.join(' ')}`);
      if (at(r, F.status) !== 'OK') continue;
      const own = at(r, at(r, F.direction) === 'egress' ? F.src : F.dst);
      if (own !== it.PrivateIpAddress && own !== it.Ipv6Addresses[0]?.Ipv6Address)
        throw new Error(`not its own address: ${r.join(' ')}`);
    }
  });

  it('are logged at both ends inside the VPC, with equal counters', () => {
    const silent = new Set(
      ['silent-interface', 'skipdata'].flatMap(
        (kind) => truth.incidents.find((i) => i.kind === kind)?.interfaces ?? [],
      ),
    );
    const owner = new Map(
      demoNetwork(full.seed).interfaces.flatMap(
        (it) => [[it.address, it.id], ...(it.address6 ? [[it.address6, it.id]] : [])] as [string, string][],
      ),
    );
    const key = (r: string[]): string =>
      [F.src, F.dst, F.pktSrc, F.pktDst, F.sport, F.dport, F.proto, F.packets, F.bytes, F.flags]
        .map((f) => at(r, f))
        .join(' ');
    const arrivals = new Map<string, number[]>();
    for (const r of records) {
      if (at(r, F.direction) === 'ingress')
        arrivals.set(key(r), [...(arrivals.get(key(r)) ?? []), Number(at(r, F.start))]);
    }
    let pairs = 0;
    for (const r of records) {
      const target = owner.get(at(r, F.dst));
      if (at(r, F.direction) !== 'egress' || target === undefined || at(r, F.action) === 'REJECT' || silent.has(target))
        continue;
      const unanswered = at(r, F.flags) === '2' && at(r, F.packets) === '3';
      // An instance names the far end where its NAT gateway names itself, so only inner legs of equal spelling pair.
      const starts = arrivals.get(key(r));
      const gap =
        starts === undefined ? undefined : Math.min(...starts.map((s) => Math.abs(s - Number(at(r, F.start)))));
      if (gap !== undefined && gap <= 2) pairs += 1;
      else if (!unanswered && at(r, F.proto) === '6' && at(r, F.src) === at(r, F.pktSrc))
        throw new Error(`no second end: ${r.join(' ')}`);
    }
    expect(pairs).toBeGreaterThan(10_000);
  });

  it('use the flags, paths and shapes that AWS reports', () => {
    const flags = new Set(records.filter((r) => at(r, F.status) === 'OK').map((r) => at(r, F.flags)));
    for (const flag of flags) expect(['0', '1', '2', '3', '4', '5', '18', '19']).toContain(flag);
    for (const r of records) {
      if (at(r, F.status) === 'OK') {
        const perPacket = Number(at(r, F.bytes)) / Number(at(r, F.packets));
        if (perPacket < 28 || perPacket > 1500) throw new Error(`impossible size: ${r.join(' ')}`);
        if ((at(r, F.direction) === 'egress') !== (at(r, F.path) !== '-'))
          throw new Error(`wrong path: ${r.join(' ')}`);
      } else if (r.slice(3, 10).join('') + at(r, F.action) + r.slice(16, 21).join('') !== '-'.repeat(13))
        throw new Error(r.join(' '));
    }
  });
});

describe('runs', () => {
  it('are equal byte by byte for equal options, whatever the time zone, and differ by seed', async () => {
    const small = { hours: 1, rate: 3, end };
    const zone = process.env['TZ'];
    await writeDemo({ folder: join(root, 'a'), ...small, seed: 3 });
    process.env['TZ'] = 'Pacific/Auckland';
    await writeDemo({ folder: join(root, 'b'), ...small, seed: 3 });
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    await writeDemo({ folder: join(root, 'c'), ...small, seed: 4 });
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => digest(join(root, name))));
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  it('without incidents list none, lose nothing and keep every interface alive', async () => {
    const folder = join(root, 'clean');
    const summary = await writeDemo({ folder, hours: 0.5, rate: 20, seed: 2, end, incidents: false });
    const clean = JSON.parse(await readFile(summary.truth, 'utf8')) as DemoTruth;
    expect(clean.incidents).toEqual([]);
    expect(clean.by_log_status.SKIPDATA).toBe('0');
    const lines = (await readObjects(folder)).flatMap((object) => object.lines.slice(1));
    const heard = new Set(lines.map((r) => `${at(r, F.eni)} ${Math.floor(Number(at(r, F.start)) / 60)}`));
    expect(heard.size).toBe(demoNetwork(2).interfaces.length * 30);
    expect(Math.abs(summary.records / 36_000 - 1)).toBeLessThan(0.03);
  });

  it('write the default format with fourteen fields, in objects of the length asked for', async () => {
    const folder = join(root, 'v2');
    await writeDemo({ folder, hours: 1, rate: 2, seed: 2, end, format: 'default', objectMinutes: 30 });
    const all = await readObjects(folder);
    expect(all.every(({ lines }) => lines.every((line) => line.length === 14))).toBe(true);
    expect(all.length).toBeLessThan(8);
  });

  it('refuse a folder in use, replace their own, and say what is wrong with options', async () => {
    const folder = join(root, 'v2');
    const small = { folder, hours: 0.1, rate: 1, end, incidents: false };
    await expect(writeDemo(small)).rejects.toMatchObject({ code: 'DEMO_FOLDER_IN_USE' });
    expect((await writeDemo({ ...small, replace: true })).files).toBe(1);
    await expect(writeDemo({ ...small, incidents: true })).rejects.toMatchObject({ code: 'DEMO_OPTION_INVALID' });
    await expect(writeDemo({ ...small, rate: 0 })).rejects.toMatchObject({ code: 'DEMO_OPTION_INVALID' });
    const signal = AbortSignal.abort();
    await expect(writeDemo({ ...small, replace: true, signal })).rejects.toMatchObject({ code: 'DEMO_ABORTED' });
    expect((await readdir(folder)).includes('truth.json')).toBe(false);
  });
});
