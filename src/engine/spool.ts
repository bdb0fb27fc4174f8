import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat, symlink } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { badArguments, EngineException, notImplemented } from './exception.ts';
import type { BodyFile } from './insert-statement.ts';
import { MAX_STATEMENT_BYTES } from './limits.ts';
import { header } from './request.ts';

/** Encodings of a body that the engine undoes itself while it reads the file. */
const ENCODINGS: Readonly<Record<string, string>> = {
  identity: 'none',
  gzip: 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
  xz: 'xz',
};
const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.gz': 'gzip',
  '.zst': 'zstd',
  '.xz': 'xz',
  '.bz2': 'bz2',
  '.lz4': 'lz4',
};
const COMPRESSIONS = new Set(['none', 'gzip', 'deflate', 'br', 'zstd', 'xz', 'bz2', 'lz4', 'snappy']);

/** A file with the rows of a request, and how to be rid of it. */
export interface SpooledBody extends BodyFile {
  readonly remove: () => Promise<void>;
}

/** Empties the folder of what an earlier process left behind. */
export async function emptySpool(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/**
 * The rows of a request as a file, packed as they came. Rows go to the engine in files only: rows handed over in a
 * statement's text would be read as SQL behind the first blank line. A body named by `X-Weir-Body-File` (percent-encoded) is used where
 * it lies. `bodyTaken` says that the body was the statement, so that `inline` is all there is.
 * Returns undefined when there are no rows at all.
 */
export async function spoolBody(
  folder: string,
  request: IncomingMessage,
  inline: string,
  bodyTaken: boolean,
): Promise<SpooledBody | undefined> {
  const named = header(request, 'x-weir-body-file');
  if (named !== undefined)
    return namedBody(folder, decodeURIComponent(named), header(request, 'x-weir-body-compression'));
  const encoding = bodyTaken ? 'identity' : (header(request, 'content-encoding') ?? 'identity');
  const compression = ENCODINGS[encoding];
  if (compression === undefined) throw notImplemented(`Content-Encoding '${encoding}' is not supported`);
  if (inline !== '' && compression !== 'none')
    throw badArguments('rows in the statement and a packed body cannot be joined');
  const file = path.join(folder, `body-${randomUUID()}`);
  const remove = (): Promise<void> => rm(file, { force: true });
  try {
    await pipeline(rowsOf(inline, bodyTaken ? undefined : request), createWriteStream(file, { mode: 0o600 }));
    if ((await stat(file)).size > 0) return { path: file, compression, remove };
  } catch (error) {
    await remove();
    throw error;
  }
  await remove();
  return undefined;
}

async function* rowsOf(inline: string, body: AsyncIterable<Buffer> | undefined): AsyncGenerator<Buffer> {
  if (inline !== '') yield Buffer.from(inline);
  if (body !== undefined) yield* body;
}

/** `given` is an absolute path as it is, or percent-encoded whole (so that it begins with `%2F`). */
async function namedBody(
  folder: string,
  given: string,
  compression: string | undefined,
): Promise<SpooledBody | undefined> {
  const file = given.startsWith('%') ? decodeURIComponent(given) : given;
  if (!path.isAbsolute(file)) throw badArguments(`X-Weir-Body-File must be an absolute path, got '${file}'`);
  const packed = compression ?? BY_EXTENSION[path.extname(file).toLowerCase()] ?? 'none';
  if (!COMPRESSIONS.has(packed)) throw badArguments(`X-Weir-Body-Compression '${packed}' is not known`);
  const found = await stat(file).catch((error: unknown) => {
    throw new EngineException(107, 'FILE_DOESNT_EXIST', `File ${file} cannot be read: ${String(error)}`);
  });
  if (!found.isFile() && !found.isFIFO()) throw badArguments(`X-Weir-Body-File ${file} is no file`);
  if (found.isFile() && found.size === 0) return undefined;
  if (!/[*?{}[\]]/.test(file)) return { path: file, compression: packed, remove: async () => undefined };
  // The engine takes these signs for a pattern: give it another name for the same file.
  const alias = path.join(folder, `body-${randomUUID()}`);
  await symlink(file, alias);
  return { path: alias, compression: packed, remove: () => rm(alias, { force: true }) };
}

/** The body as bytes, unpacked, for statements and forms. Throws code 62 when it is larger than a statement may be. */
export async function bodyBytes(request: IncomingMessage): Promise<Buffer> {
  const encoding = header(request, 'content-encoding') ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw notImplemented(`Content-Encoding '${encoding}' is not supported here`);
  const chunks: Buffer[] = [];
  let size = 0;
  const source: Readable = encoding === 'gzip' ? request.pipe(createGunzip()) : request;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > MAX_STATEMENT_BYTES) {
      throw new EngineException(62, 'SYNTAX_ERROR', `Max query size exceeded (${MAX_STATEMENT_BYTES} bytes)`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
