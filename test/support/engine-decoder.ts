import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from 'chdb';
import {
  type DecodedRecord,
  type Inspection,
  insertColumns,
  inspectObject,
  type Layout,
  type PieceOrigin,
  parquetInsertColumns,
  parquetSql,
  parseTextSql,
  quoteText,
  readParquetColumns,
  readPieces,
} from '../../src/decode/index.ts';
import { fields } from '../../src/fields/index.ts';
import { tables } from '../../src/store/flows/schema.ts';

/** A record in a form that can be written down: missing fields absent, whole numbers beyond 2^53 as text. */
export type PlainRecord = Readonly<Record<string, string | number | Readonly<Record<string, string>>>>;

interface BadLine {
  readonly line_number: number;
  readonly reason: string;
  readonly text?: string;
}

export interface Decoded {
  readonly records: readonly PlainRecord[];
  readonly bad: readonly BadLine[];
  readonly truncated?: string;
}

const origin: PieceOrigin = { objectId: '18446744073709551615', piece: 0, firstLine: 1, slot: undefined };

/** The decoder's SQL on a real engine, into a table shaped like `parsed` that keeps its rows. */
export class EngineDecoder {
  readonly #folder = mkdtempSync(join(tmpdir(), 'weir-decode-'));
  readonly #session: Session;

  constructor() {
    this.#session = new Session(join(this.#folder, 'engine'));
    const columns = tables.find((t) => t.name === 'parsed')?.columns ?? [];
    const list = columns.map((c) => `\`${c.name}\` ${c.type}`).join(', ');
    this.#session.query(`CREATE TABLE parsed (${list}) ENGINE = Memory`);
  }

  close(): void {
    this.#session.cleanup();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Decodes lines, or a whole object as it lies when `body` is a path. */
  text(layout: Layout, body: Buffer | { path: string; compression: string }, firstLine = 1): Decoded {
    let file = Buffer.isBuffer(body) ? undefined : body;
    if (file === undefined) {
      file = { path: join(this.#folder, 'lines'), compression: 'none' };
      writeFileSync(file.path, body as Buffer);
    }
    const from = `file(${quoteText(file.path)}, 'LineAsString', 'line String', ${quoteText(file.compression)})`;
    return this.#run(insertColumns(layout), parseTextSql(layout, from, { ...origin, firstLine }));
  }

  async parquet(path: string): Promise<Decoded> {
    const columns = await readParquetColumns(path);
    const structure = columns.map((c) => `\`${c.name}\` ${c.type}`).join(', ');
    const from = `file(${quoteText(path)}, 'Parquet', ${quoteText(structure)})`;
    return this.#run(parquetInsertColumns(columns), parquetSql(columns, from, origin));
  }

  /** The way that `inspectObject` advises, or the careful one where `way` says so. */
  async object(
    path: string,
    name: string,
    options: { logFormat?: Layout; way?: 'pieces' } = {},
  ): Promise<Decoded & { inspection: Inspection }> {
    const source = { path, name, size: (await stat(path)).size };
    const inspection = await inspectObject(source, options);
    if (inspection.empty) return { records: [], bad: [], inspection };
    if (inspection.format === 'parquet') return { ...(await this.parquet(path)), inspection };
    if (options.way === undefined && inspection.way === 'whole' && inspection.layout !== undefined) {
      try {
        return { ...this.text(inspection.layout, { path, compression: inspection.compression }), inspection };
      } catch (error) {
        // What the loader does: a guard or a broken archive has written nothing, and the careful way reads it rightly.
        if (!(error instanceof Error) || !/WEIR_GUARD|ZLIB_INFLATE_FAILED/.test(error.message)) throw error;
      }
    }
    const records: PlainRecord[] = [];
    const bad: BadLine[] = [];
    const pieces = readPieces(source, inspection);
    for (;;) {
      const next = await pieces.next();
      if (next.done === true)
        return { records, bad: bad.sort((a, b) => a.line_number - b.line_number), inspection, ...next.value };
      if ('rejects' in next.value) bad.push(...next.value.rejects);
      else {
        const decoded = this.text(next.value.layout, next.value.text, next.value.firstLine);
        records.push(...decoded.records);
        bad.push(...decoded.bad);
      }
    }
  }

  #run(columns: readonly string[], select: string): Decoded {
    this.#session.query('TRUNCATE TABLE parsed');
    this.#session.query(
      `INSERT INTO parsed (${columns.map((c) => `\`${c}\``).join(', ')}) ${select} SETTINGS max_threads = 1, max_insert_threads = 1`,
    );
    const answer = this.#session.query(
      'SELECT * REPLACE (toUnixTimestamp(start) AS start, toUnixTimestamp(end_only) AS end_only) FROM parsed SETTINGS output_format_json_quote_64bit_integers = 1, max_threads = 1',
      'JSONEachRow',
    );
    const rows = answer
      .split('\n')
      .filter((l) => l !== '')
      .map((l) => JSON.parse(l) as Row);
    return {
      records: rows.filter((row) => row['ok'] === 1).map(plainRow),
      bad: rows
        .filter((row) => row['ok'] === 0)
        .map((row) => ({
          line_number: Number(row['line_number']),
          reason: String(row['reason']),
          text: String(row['text']),
        })),
    };
  }
}

type Row = Readonly<Record<string, string | number | null | Record<string, string>>>;

function plainRow(row: Row): PlainRecord {
  const record: Record<string, string | number | Record<string, string>> = {};
  for (const field of fields) {
    const value = field.name === 'end' ? endOf(row) : row[field.name];
    if (value === null || value === undefined || typeof value === 'object') continue;
    if (field.kind === 'count') record[field.name] = plainNumber(BigInt(value));
    else record[field.name] = field.kind === 'address' ? String(value).replace(/^::ffff:(?=\d+\.)/, '') : value;
  }
  const extra = row['extra'];
  if (typeof extra === 'object' && extra !== null && Object.keys(extra).length > 0) record['extra'] = extra;
  return record;
}

function endOf(row: Row): number | null {
  const [start, duration, only] = [row['start'], row['duration'], row['end_only']];
  if (typeof start === 'number' && typeof duration === 'number') return start + duration;
  return typeof only === 'number' ? only : null;
}

function plainNumber(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
}

/** What `decodeLine` gave, in the same form. */
export function plainRecord({ values, extra }: DecodedRecord): PlainRecord {
  const record: Record<string, string | number | Readonly<Record<string, string>>> = {};
  for (const field of fields) {
    const value = values.get(field.name);
    if (value === null || value === undefined) continue;
    record[field.name] = typeof value === 'bigint' ? plainNumber(value) : value;
  }
  if (Object.keys(extra).length > 0) record['extra'] = extra;
  return record;
}
