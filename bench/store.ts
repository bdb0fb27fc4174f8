import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoTruth } from '../src/demo/index.ts';
import type { FlowClient, QueryOptions } from '../src/store/index.ts';

export const storeNames = ['weir', 'duckdb', 'bare'] as const;
export type StoreName = (typeof storeNames)[number];

/** What the stores load, and what is true of it. */
export interface Logs {
  readonly kind: 'text' | 'parquet';
  readonly folder: string;
  readonly files: readonly string[];
  /** Header of the text objects: fields as AWS writes them. */
  readonly header: readonly string[];
  readonly bytes: number;
  readonly truth: DemoTruth;
}

/** One load, measured. Nulls are what the system does not tell. */
export interface Load {
  readonly seconds: number;
  /** The store's process, in these seconds. What it does afterwards is in `detail`. */
  readonly cpuSeconds: number | null;
  readonly peakMemory: number | null;
  readonly detail: Readonly<Record<string, number | null>>;
}

export interface Size {
  /** Bytes of the table of records, its indexes included. */
  readonly records: number;
  /** Bytes of everything that was stored with it: sums, ledger. */
  readonly all: number;
}

export interface Answer {
  readonly seconds: number;
  /** The store's process, while it answered; null where the system does not tell. */
  readonly cpuSeconds: number | null;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** One of the things that are compared: a fresh store that is loaded once and then asked. */
export interface Store {
  readonly name: StoreName;
  load(logs: Logs): Promise<Load>;
  /** Records and bytes as it counts them, decimal. */
  totals(): Promise<{ readonly records: string; readonly bytes: string }>;
  size(): Promise<Size>;
  /** Parameters and settings are the engine's. */
  ask(sql: string, options?: QueryOptions): Promise<Answer>;
  /** The way to the engine, where it holds the store. */
  readonly client?: FlowClient;
  peakMemory(): Promise<number | null>;
  version(): Promise<string>;
  /** Ends its process; its files stay. */
  close(): Promise<void>;
}

/** A folder of its own for each store. */
export async function freshFolder(root: string, name: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  return folder;
}
