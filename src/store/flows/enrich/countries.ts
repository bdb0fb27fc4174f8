import { quoteIdentifier } from '../../../decode/index.ts';
import type { FlowClient } from '../client.ts';
import { createTable } from '../ddl.ts';
import { tables } from '../schema.ts';
import { CountryMerger } from './merge-countries.ts';
import { keysOf } from './network-keys.ts';

/**
 * Country data on its way into `country_prefixes`, which the records' dictionary reads: rows gather in a table of their
 * own, which takes the place of the present content at once.
 */
export class CountryStage {
  readonly #client: FlowClient;
  readonly #name: string;
  readonly #merger: CountryMerger | undefined;
  #batches = 0;

  private constructor(client: FlowClient, name: string, merger: CountryMerger | undefined) {
    this.#client = client;
    this.#name = name;
    this.#merger = merger;
  }

  /** With `merge`, neighbours in one country become one network; rows are then in the order of their addresses. */
  static async open(client: FlowClient, version: string, merge: boolean): Promise<CountryStage> {
    const model = tables.find((table) => table.name === 'country_prefixes');
    if (model === undefined) throw new Error('the model has no table country_prefixes');
    const name = `${model.name}_${version}`;
    for (const statement of createTable({ ...model, name }, client.placement)) await client.command(statement);
    return new CountryStage(client, name, merge ? new CountryMerger() : undefined);
  }

  /** The first cell of a row is its country; a network without one is left out. */
  async add(rows: ReadonlyArray<{ readonly network: string; readonly cells: readonly (string | null)[] }>) {
    const lines = rows.flatMap(({ network, cells: [country] }) => {
      if (country === null || country === undefined) return [];
      return this.#merger?.add(network, country) ?? keysOf(network).map((key) => `${key},${country}`);
    });
    await this.#insert(lines);
  }

  async #insert(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    await this.#client.insertObject(
      `INSERT INTO ${this.#table(this.#name)} (prefix, country) SELECT prefix, country FROM input('prefix String, country String') FORMAT CSV`,
      { text: Buffer.from(`${lines.join('\n')}\n`) },
      { insert_deduplicate: 1, insert_deduplication_token: `${this.#name}-${this.#batches}` },
    );
    this.#batches++;
  }

  async publish(): Promise<void> {
    await this.#insert(this.#merger?.end() ?? []);
    const suffix = this.#client.placement.cluster === undefined ? '' : '_local';
    await this.#client.command(
      `ALTER TABLE ${this.#table(`country_prefixes${suffix}`)}${this.#on} REPLACE PARTITION tuple() FROM ${this.#table(`${this.#name}${suffix}`)}`,
    );
    await this.#client.command(`SYSTEM RELOAD DICTIONARY ${this.#table('country_of')}${this.#on}`);
  }

  async close(): Promise<void> {
    await this.#client.command(`DROP TABLE IF EXISTS ${this.#table(this.#name)}${this.#on} SYNC`);
    if (this.#client.placement.cluster === undefined) return;
    await this.#client.command(`DROP TABLE IF EXISTS ${this.#table(`${this.#name}_local`)}${this.#on} SYNC`);
  }

  get #on(): string {
    const { cluster } = this.#client.placement;
    return cluster === undefined ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`;
  }

  #table(name: string): string {
    return `${quoteIdentifier(this.#client.placement.database)}.${quoteIdentifier(name)}`;
  }
}
