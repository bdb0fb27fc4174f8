import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeDemo } from '../../src/demo/index.ts';
import { addressAt, importInventory, inventoryStatus, objectsAt } from '../../src/inventory/index.ts';
import { openStore } from '../support/flow-store.ts';

interface Truth {
  readonly account: string;
  readonly region: string;
  readonly vpc: string;
  readonly names: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly tier: string;
        readonly owner: string | null;
        readonly interface: string | null;
        readonly instance: string | null;
        readonly zone: string | null;
      }
    >
  >;
}

test.each([1, 2, 3])('seed %i: every name, owner and interface of the truth is found at its address', async (seed) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'weir-inventory-demo-'));
  const store = await openStore(`inventory-demo-${seed}`);
  try {
    const end = Date.parse('2026-11-23T04:00:00Z') / 1000;
    const demo = await writeDemo({ folder, seed, hours: 1, rate: 1, end, incidents: false });
    const truth = JSON.parse(readFileSync(demo.truth, 'utf8')) as Truth;
    const summary = await importInventory(store.client, [demo.inventory], { now: Date.now() });
    expect(summary).toMatchObject({
      files: 17,
      failed_files: 0,
      not_understood: 0,
      accounts: [truth.account],
      regions: [truth.region],
      notes: [],
    });
    expect(summary.times).toEqual({ option: 0, answer: 0, file: 17 });
    const context = { client: store.client };
    // Interfaces of instances are proved for the whole span; the others are seen first when the files were written.
    const [during, after] = [new Date((end - 1800) * 1000), new Date(Date.now() + 60_000)];
    const tiers = new Map(
      (await objectsAt(context, 'network-interface', after)).map((one) => [one.id, one.tags['tier']]),
    );
    const own = Object.entries(truth.names).filter(([, { interface: nic }]) => nic !== null);
    expect(own.length).toBeGreaterThan(40);
    const check = async ([address, wanted]: (typeof own)[number]) => {
      const holders = await addressAt(context, address, wanted.instance === null ? after : during);
      expect(holders, address).toMatchObject([
        {
          account: truth.account,
          region: truth.region,
          vpc: truth.vpc,
          name: wanted.name,
          owner: wanted.owner,
          interface: wanted.interface,
        },
      ]);
      if (wanted.instance !== null) expect(holders[0]?.resource).toEqual({ kind: 'instance', id: wanted.instance });
      expect(tiers.get(wanted.interface ?? '')).toBe(wanted.tier);
    };
    for (let from = 0; from < own.length; from += 8) await Promise.all(own.slice(from, from + 8).map(check));
    const status = await inventoryStatus(context, after);
    expect(status.known.every((one) => one.last_complete !== null)).toBe(true);
    expect(status.missing_objects).toEqual([]);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
});
