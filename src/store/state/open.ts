import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Kysely, SqliteDatabase } from 'kysely';
import { WeirError } from '../../core/index.ts';
import { migration as savedQueries } from './migrations/0001-saved-queries.ts';
import type { StateTables } from './schema.ts';
import { stateError } from './state-error.ts';

const migrations = [savedQueries];

/** How long a process waits for another one's write, in milliseconds. Writes here take a few. */
const busyTimeout = 10_000;

/** What people made: saved queries, and what will join them. One file in the data folder, shared by all processes on it. */
export interface State {
  /** Path of the file. */
  readonly path: string;
  /** The tables, migrated; the file is opened and made on first use. */
  tables(): Promise<Kysely<StateTables>>;
  close(): Promise<void>;
}

/** The state of a data folder; nothing is touched before it is used. */
export function createState(dataFolder: string): State {
  const path = join(dataFolder, 'state.sqlite');
  let opened: Promise<Kysely<StateTables>> | undefined;
  return {
    path,
    tables: async () => {
      opened ??= openTables(dataFolder, path);
      try {
        return await opened;
      } catch (error) {
        // What could not be opened may be tried again.
        opened = undefined;
        throw error;
      }
    },
    close: async () => {
      const present = opened;
      opened = undefined;
      await (await present)?.destroy();
    },
  };
}

async function openTables(dataFolder: string, path: string): Promise<Kysely<StateTables>> {
  // Hundreds of files that most commands never need.
  const { Kysely, SqliteDialect } = await import('kysely');
  return new Kysely<StateTables>({
    dialect: new SqliteDialect({ database: forKysely(openFile(dataFolder, path)) }),
  });
}

/** @throws WeirError STATE_BROKEN, STATE_BUSY, STATE_NEWER or STATE_UNREADABLE */
function openFile(dataFolder: string, path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dataFolder, { recursive: true });
    // What people write down is for them alone; the files beside it take the mode of this one.
    closeSync(openSync(path, 'a', 0o600));
    database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: busyTimeout });
    // What was confirmed outlives a loss of power: that costs one fsync a write, and writes are rare.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    migrate(database, path);
    return database;
  } catch (error) {
    database?.close();
    throw stateError(error, path);
  }
}

/** Applies what is new, once, whichever of several processes comes first. */
function migrate(database: DatabaseSync, path: string): void {
  const newest = migrations.at(-1)?.number ?? 0;
  if (versionOf(database) === newest) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been here while this one waited for the lock.
    const present = versionOf(database);
    if (present > newest) {
      throw new WeirError('STATE_NEWER', `${path} was written by a newer Weir`, {
        hint: 'use that version, or another data folder',
      });
    }
    for (const { number, statements } of migrations) {
      if (number <= present) continue;
      for (const statement of statements) database.exec(statement);
    }
    database.exec(`PRAGMA user_version = ${newest}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** Node's SQLite in the shape that Kysely knows from another library: parameters in one list. */
function forKysely(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(bound)),
        run: (parameters) => statement.run(...parameters.map(bound)),
        iterate: (parameters) => statement.iterate(...parameters.map(bound)),
      };
    },
  };
}

function bound(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  throw new TypeError(`a ${typeof value} cannot be written to SQLite`);
}
