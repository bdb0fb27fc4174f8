import { rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { openBare } from './bare-store.ts';
import { difference } from './compare.ts';
import { openDuckDb } from './duckdb-store.ts';
import { hostSql, type Question, questionsFor } from './questions.ts';
import { type Answer, type Load, type Logs, type Size, type Store, type StoreName, storeNames } from './store.ts';
import { openWeir } from './weir-store.ts';

export interface LoadRound {
  readonly store: StoreName;
  readonly kind: Logs['kind'];
  readonly round: number;
  readonly loadAverage: number;
  readonly load: Load;
  readonly size: Size;
}

export interface QuestionRound {
  readonly store: StoreName;
  readonly question: string;
  readonly round: number;
  readonly loadAverage: number;
  readonly seconds: number;
  readonly cpuSeconds: number | null;
}

type Note = (line: string) => void;

const openers: Record<StoreName, (root: string, name: string) => Promise<Store>> = {
  weir: openWeir,
  duckdb: openDuckDb,
  bare: openBare,
};

export const loadAverage = () => Math.round((os.loadavg()[0] ?? 0) * 100) / 100;

/** The stores in another order in each round, so that none always follows the same one. */
function turns(stores: readonly StoreName[], round: number): StoreName[] {
  return stores.map((_, index) => stores[(index + round) % stores.length] ?? 'weir');
}

/** Opened stores, so that an interrupted bench leaves no process behind. */
export class Stores {
  readonly #open = new Set<Store>();
  readonly #root: string;
  readonly #keep: boolean;

  constructor(root: string, keep: boolean) {
    this.#root = root;
    this.#keep = keep;
  }

  async open(store: StoreName, name: string): Promise<Store> {
    const opened = await openers[store](this.#root, name);
    this.#open.add(opened);
    return opened;
  }

  async close(store: Store, name: string): Promise<void> {
    await store.close();
    this.#open.delete(store);
    if (!this.#keep) await rm(join(this.#root, name), { recursive: true, force: true });
  }

  async closeAll(): Promise<void> {
    await Promise.allSettled([...this.#open].map((store) => store.close()));
    this.#open.clear();
  }
}

/** Throws unless the store holds every record and every byte that the logs are known to hold. */
async function checkTotals(store: Store, logs: Logs): Promise<void> {
  const { records, bytes } = await store.totals();
  const { totals } = logs.truth;
  if (records !== totals.records || bytes !== totals.bytes) {
    throw new Error(
      `${store.name} holds ${records} records and ${bytes} bytes after loading ${logs.kind}; the logs hold ${totals.records} and ${totals.bytes}`,
    );
  }
}

/** Loads the logs into fresh stores, round by round, and hands over the stores of the last round. */
export async function measureLoads(
  stores: Stores,
  logs: Logs,
  names: readonly StoreName[],
  rounds: number,
  note: Note,
): Promise<{ readonly loads: readonly LoadRound[]; readonly last: ReadonlyMap<StoreName, Store> }> {
  const loads: LoadRound[] = [];
  const last = new Map<StoreName, Store>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of turns(names, round)) {
      const folder = `${name}-${logs.kind}-${round}`;
      const store = await stores.open(name, folder);
      const before = loadAverage();
      const load = await store.load(logs);
      await checkTotals(store, logs);
      loads.push({ store: name, kind: logs.kind, round, loadAverage: before, load, size: await store.size() });
      note(`load ${logs.kind} ${round}/${rounds} ${name}: ${load.seconds.toFixed(2)} s`);
      if (round === rounds && logs.kind === 'text') last.set(name, store);
      else await stores.close(store, folder);
    }
  }
  return { loads, last };
}

/** Asks every store every question, round by round. Throws when two answers differ. */
export async function measureQuestions(
  stores: ReadonlyMap<StoreName, Store>,
  logs: Logs,
  rounds: number,
  note: Note,
): Promise<{
  readonly questions: readonly Question[];
  readonly answers: readonly QuestionRound[];
  readonly host: string;
}> {
  const storeOf = (name: StoreName): Store => {
    const store = stores.get(name);
    if (store === undefined) throw new Error(`${name} was not loaded`);
    return store;
  };
  const [row] = (await storeOf('duckdb').ask(hostSql)).rows;
  const host = String(row?.['host']);
  const questions = questionsFor(logs, host);
  const answers: QuestionRound[] = [];
  // Round 0 is not measured: it warms every store and compares what they say.
  for (let round = 0; round <= rounds; round += 1) {
    for (const question of questions) {
      const given = new Map<StoreName, Answer>();
      for (const name of turns(storeNames, round)) {
        const before = loadAverage();
        const options = name === 'weir' && question.params !== undefined ? { params: question.params } : undefined;
        const answer = await storeOf(name).ask(question.sql[name], options);
        given.set(name, answer);
        if (round === 0) continue;
        const { seconds, cpuSeconds } = answer;
        answers.push({ store: name, question: question.id, round, loadAverage: before, seconds, cpuSeconds });
      }
      compareAll(question, given);
    }
    note(round === 0 ? 'answers compared' : `questions ${round}/${rounds}`);
  }
  return { questions, answers, host };
}

function compareAll(question: Question, given: ReadonlyMap<StoreName, Answer>): void {
  const truth = given.get('duckdb');
  for (const [name, answer] of given) {
    const why = truth === undefined ? 'DuckDB gave none' : difference(question, truth, answer);
    if (why !== undefined) throw new Error(`${question.id}: DuckDB and ${name} answer differently: ${why}`);
  }
}
