import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type SavedQuery, savedForm, type savedQueryBody } from '../../contract/index.ts';
import { WeirError } from '../../core/index.ts';
import type { State } from './open.ts';
import { isDuplicate, stateError } from './state-error.ts';

type Body = z.output<typeof savedQueryBody>;

/** Where saved queries are kept: people's own in the state, and those that come with Weir. */
export interface SavedQueryShelf {
  readonly state: State;
  readonly shipped: () => Promise<readonly SavedQuery[]>;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly form: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** All of them by name, people's own and shipped ones. An own one hides the shipped one of its name. */
export async function listSavedQueries(shelf: SavedQueryShelf): Promise<SavedQuery[]> {
  const rows = await ask(shelf.state, async () => {
    const tables = await shelf.state.tables();
    return tables.selectFrom('saved_queries').selectAll().execute();
  });
  const own = rows.map(savedQueryOf);
  const taken = new Set(own.map((one) => folded(one.name)));
  const shipped = (await shelf.shipped()).filter((one) => !taken.has(folded(one.name)));
  return [...own, ...shipped].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Throws SAVED_QUERY_UNKNOWN. */
export async function readSavedQuery(shelf: SavedQueryShelf, id: string): Promise<SavedQuery> {
  const row = await ask(shelf.state, async () => {
    const tables = await shelf.state.tables();
    return tables.selectFrom('saved_queries').selectAll().where('id', '=', id).executeTakeFirst();
  });
  const found = row === undefined ? (await shelf.shipped()).find((one) => one.id === id) : savedQueryOf(row);
  if (found === undefined) throw unknown(id);
  return found;
}

/** Throws SAVED_QUERY_NAME_TAKEN. */
export async function createSavedQuery(shelf: SavedQueryShelf, body: Body): Promise<SavedQuery> {
  await checkName(shelf, body.name);
  const now = new Date().toISOString();
  const row: Row = { id: randomUUID(), ...columnsOf(body), created_at: now, updated_at: now };
  await ask(shelf.state, async () => {
    const tables = await shelf.state.tables();
    await named(body.name, tables.insertInto('saved_queries').values(row).execute());
  });
  return savedQueryOf(row);
}

/** Throws SAVED_QUERY_UNKNOWN, SAVED_QUERY_SHIPPED, SAVED_QUERY_NAME_TAKEN. */
export async function updateSavedQuery(shelf: SavedQueryShelf, id: string, body: Body): Promise<SavedQuery> {
  await checkOwn(shelf, id);
  await checkName(shelf, body.name);
  const row = await ask(shelf.state, async () => {
    const tables = await shelf.state.tables();
    const update = tables
      .updateTable('saved_queries')
      .set({ ...columnsOf(body), updated_at: new Date().toISOString() })
      .where('id', '=', id)
      .returningAll();
    return named(body.name, update.executeTakeFirst());
  });
  if (row === undefined) throw unknown(id);
  return savedQueryOf(row);
}

/** Throws SAVED_QUERY_UNKNOWN, SAVED_QUERY_SHIPPED. */
export async function deleteSavedQuery(shelf: SavedQueryShelf, id: string): Promise<void> {
  await checkOwn(shelf, id);
  const { numDeletedRows } = await ask(shelf.state, async () => {
    const tables = await shelf.state.tables();
    return tables.deleteFrom('saved_queries').where('id', '=', id).executeTakeFirst();
  });
  if (numDeletedRows === 0n) throw unknown(id);
}

async function ask<T>(state: State, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw stateError(error, state.path);
  }
}

async function named<T>(name: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw isDuplicate(error) ? taken(name) : error;
  });
}

/** `$Name()` must mean one query, so a shipped name cannot be used a second time. */
async function checkName(shelf: SavedQueryShelf, name: string): Promise<void> {
  if ((await shelf.shipped()).some((one) => folded(one.name) === folded(name))) throw taken(name);
}

async function checkOwn(shelf: SavedQueryShelf, id: string): Promise<void> {
  const shipped = (await shelf.shipped()).find((one) => one.id === id);
  if (shipped === undefined) return;
  throw new WeirError('SAVED_QUERY_SHIPPED', `"${shipped.name}" comes with Weir and cannot be changed`, {
    kind: 'usage',
    hint: 'save a copy under another name',
  });
}

function savedQueryOf(row: Row): SavedQuery {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    form: savedForm.parse(JSON.parse(row.form)),
    origin: 'own',
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

function columnsOf({ name, description, form }: Body): Pick<Row, 'name' | 'description' | 'form'> {
  return { name, description, form: JSON.stringify(form) };
}

/** As SQLite's NOCASE compares: letters of ASCII without case. */
const folded = (name: string) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function unknown(id: string): WeirError {
  return new WeirError('SAVED_QUERY_UNKNOWN', `there is no saved query "${id}"`, {
    kind: 'missing',
    hint: 'it may have been deleted; GET /api/v1/saved-queries lists them',
  });
}

function taken(name: string): WeirError {
  return new WeirError('SAVED_QUERY_NAME_TAKEN', `there is a saved query "${name}" already`, {
    kind: 'usage',
    hint: 'choose another name; upper and lower case are the same',
  });
}
