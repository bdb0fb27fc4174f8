import {
  type FlowClient,
  type InventorySnapshot,
  knownSnapshots,
  readInventoryEdition,
  writeInventory,
} from '../store/index.ts';
import { publishInventory } from './publish.ts';

/** What was taken into the inventory, by an import or a pull. */
export interface KeptSummary {
  /** Snapshots that were new, and ones that were known before. */
  readonly snapshots: number;
  readonly known_snapshots: number;
  /** Objects that were seen, by kind. */
  readonly objects: Readonly<Record<string, number>>;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly taken_from: string | null;
  readonly taken_to: string | null;
}

/** Takes snapshots into the inventory, and counts them. */
export class SnapshotKeeper {
  readonly #client: FlowClient;
  readonly #ownerTags: readonly string[];
  readonly #objects: Record<string, number> = {};
  readonly #accounts = new Set<string>();
  readonly #regions = new Set<string>();
  readonly #taken: number[] = [];
  #fresh = 0;
  #known = 0;

  constructor(client: FlowClient, ownerTags: readonly string[]) {
    this.#client = client;
    this.#ownerTags = ownerTags;
  }

  async keep(snapshots: readonly InventorySnapshot[], { now, notes }: { now: number; notes: number }): Promise<void> {
    const known = await knownSnapshots(
      { client: this.#client },
      snapshots.map(({ snapshot }) => snapshot),
    );
    const fresh = snapshots.filter(({ snapshot }) => !known.has(snapshot));
    const accounts = distinct(snapshots.flatMap((one) => [one.account, ...one.observations.map((o) => o.account)]));
    await writeInventory(this.#client, fresh, { at: now, ownerTags: this.#ownerTags, accounts, notes });
    this.#fresh += fresh.length;
    this.#known += snapshots.length - fresh.length;
    for (const account of accounts) this.#accounts.add(account);
    for (const { at, kind, region, observations } of snapshots) {
      this.#objects[kind] = (this.#objects[kind] ?? 0) + observations.length;
      this.#taken.push(at);
      this.#regions.add(region);
      for (const one of observations) this.#regions.add(one.region);
    }
  }

  /** Lets the columns of the records read what is known now, and tells what was taken. */
  async finish(): Promise<KeptSummary> {
    const isNew = this.#fresh > 0 || this.#ownerTags.length > 0;
    if (isNew || (await readInventoryEdition({ client: this.#client })) === '0') await publishInventory(this.#client);
    const taken = this.#taken.toSorted((a, b) => a - b);
    return {
      snapshots: this.#fresh,
      known_snapshots: this.#known,
      objects: this.#objects,
      accounts: named(this.#accounts),
      regions: named(this.#regions),
      taken_from: isoOf(taken[0]),
      taken_to: isoOf(taken.at(-1)),
    };
  }
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
const named = (texts: ReadonlySet<string>): string[] => [...texts].filter((text) => text !== '').sort();
const isoOf = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
