import { WeirError } from '../core/index.ts';
import {
  guards,
  headerText,
  type Inspection,
  insertColumns,
  inspectObject,
  type Layout,
  type ObjectSource,
  type ParquetColumn,
  parquetInsertColumns,
  parquetSql,
  parseTextSql,
  readParquetColumns,
  readPieces,
} from '../decode/index.ts';
import type { FlowClient, ObjectBody, Settings } from '../store/index.ts';

/** How an object went in. */
export interface LoadOutcome {
  readonly format: string;
  readonly layout: string;
  /** `partial`: the object ended before its end; what arrived is loaded. */
  readonly state: 'loaded' | 'partial';
  readonly note: string;
}

/**
 * One block per INSERT, formed from the content alone: an INSERT is there whole or not at all, and the same object
 * under the same token changes nothing, in any table that the views feed.
 */
const insertSettings: Settings = {
  max_threads: 1,
  max_insert_threads: 1,
  input_format_parallel_parsing: 0,
  min_insert_block_size_rows: 2_000_001,
  min_insert_block_size_bytes: 0,
  // Lines are parsed in small groups, which stay in the processor's cache, and put together again for the one block.
  max_block_size: 8192,
  // The views group what they insert; summing it once more would find next to nothing.
  optimize_on_insert: 0,
  // One thread groups: splitting its table for several would be work for nothing.
  group_by_two_level_threshold: 0,
  group_by_two_level_threshold_bytes: 0,
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
};

const tokenSetting = (token: string): Settings => ({ ...insertSettings, insert_deduplication_token: token });
const parsedTable = (client: FlowClient) => `\`${client.placement.database}\`.parsed`;

/**
 * Loads one object into the tables.
 * @throws WeirError FORMAT_UNKNOWN when nothing tells the order of its fields; ENGINE_… when the engine refuses
 */
export async function loadObject(
  client: FlowClient,
  object: ObjectSource,
  objectId: string,
  logFormat: Layout | undefined,
): Promise<LoadOutcome> {
  const inspection = await inspectObject(object, logFormat === undefined ? {} : { logFormat });
  const format = `${inspection.format}${inspection.compression === 'gzip' ? '+gzip' : ''}`;
  const layout = inspection.layout === undefined ? '' : headerText(inspection.layout);
  const outcome: LoadOutcome = { format, layout, state: 'loaded', note: '' };
  if (inspection.empty) return { ...outcome, note: 'the object holds no line' };
  if (inspection.format === 'parquet')
    return { ...outcome, layout: await loadParquet(client, object, objectId, inspection) };
  if (inspection.way === 'whole' && inspection.layout !== undefined) {
    try {
      await loadWhole(client, object, objectId, inspection, inspection.layout);
      return outcome;
    } catch (error) {
      if (!needsPieces(error)) throw error;
    }
  }
  const truncated = await loadPieces(client, object, objectId, inspection);
  return truncated === undefined ? outcome : { ...outcome, state: 'partial', note: truncated };
}

/** The engine inflates, splits and checks the object itself. */
async function loadWhole(
  client: FlowClient,
  object: ObjectSource,
  objectId: string,
  inspection: Inspection,
  layout: Layout,
): Promise<void> {
  const origin = { objectId, piece: 0, firstLine: 1, slot: inspection.objectTime };
  const select = parseTextSql(layout, "input('line String')", origin);
  await client.insertObject(
    `INSERT INTO ${parsedTable(client)} (${insertColumns(layout).join(', ')}) ${select} FORMAT LineAsString`,
    { path: object.path, compression: inspection.compression },
    tokenSetting(`object-${objectId}`),
  );
}

/** A guard of the whole load or a broken archive: nothing was written yet, and the careful way reads it rightly. */
function needsPieces(error: unknown): boolean {
  if (!(error instanceof WeirError)) return false;
  if (Object.values(guards).some((guard) => error.message.includes(guard))) return true;
  return error.code === 'GZIP_BROKEN';
}

/** Reads the object here, piece by piece. Returns why it ended early, if it did. */
async function loadPieces(
  client: FlowClient,
  object: ObjectSource,
  objectId: string,
  inspection: Inspection,
): Promise<string | undefined> {
  const pieces = readPieces(object, inspection);
  let pending: Promise<void> = Promise.resolve();
  try {
    for (;;) {
      const next = await pieces.next();
      if (next.done) {
        await pending;
        return next.value.truncated;
      }
      const piece = next.value;
      // One piece is inserted while the next is read: both cores work, and memory holds two pieces at most.
      await pending;
      pending =
        'rejects' in piece
          ? insertRejects(client, objectId, piece.index, piece.rejects)
          : insertText(client, objectId, inspection, piece);
      // A failure is thrown by the next `await pending`; until then it must not count as unhandled.
      pending.catch(() => undefined);
    }
  } finally {
    await pieces.return({});
  }
}

async function insertText(
  client: FlowClient,
  objectId: string,
  inspection: Inspection,
  piece: { index: number; layout: Layout; firstLine: number; text: Buffer },
): Promise<void> {
  const origin = { objectId, piece: piece.index, firstLine: piece.firstLine, slot: inspection.objectTime };
  const select = parseTextSql(piece.layout, "input('line String')", origin);
  const body: ObjectBody = { text: piece.text };
  await client.insertObject(
    `INSERT INTO ${parsedTable(client)} (${insertColumns(piece.layout).join(', ')}) ${select} FORMAT LineAsString`,
    body,
    tokenSetting(`object-${objectId}-${piece.index}`),
  );
}

async function insertRejects(
  client: FlowClient,
  objectId: string,
  piece: number,
  rejects: readonly { line_number: number; reason: string; text: string }[],
): Promise<void> {
  const rows = rejects.map((r) => ({
    object_id: objectId,
    piece,
    ok: 0,
    line_number: r.line_number,
    reason: r.reason,
    text: r.text,
  }));
  await client.insertRows('parsed', rows, `object-${objectId}-${piece}`);
}

async function loadParquet(
  client: FlowClient,
  object: ObjectSource,
  objectId: string,
  inspection: Inspection,
): Promise<string> {
  const columns = await readParquetColumns(object.path);
  const structure = columns.map((c: ParquetColumn) => `\`${c.name}\` ${c.type}`).join(', ');
  const origin = { objectId, piece: 0, firstLine: 1, slot: inspection.objectTime };
  const select = parquetSql(columns, `input('${structure.replaceAll("'", "\\'")}')`, origin);
  await client.insertObject(
    `INSERT INTO ${parsedTable(client)} (${parquetInsertColumns(columns).join(', ')}) ${select} FORMAT Parquet`,
    { path: object.path, compression: 'none' },
    tokenSetting(`object-${objectId}`),
  );
  return columns.map((c) => c.name.replaceAll('_', '-')).join(' ');
}
