import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { WeirError } from '../core/index.ts';

/** A line of a file; the first has the number 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** When a file was last changed, in Unix seconds. Throws FILE_UNREADABLE. */
export async function changedAt(path: string): Promise<number> {
  return Math.floor((await stat(path).catch((error: unknown) => unreadable(path, error))).mtimeMs / 1000);
}

/** The bytes of a file, inflated where it is gzip. Throws FILE_UNREADABLE, FILE_TOO_LARGE. */
export async function readWhole(path: string, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of bytesOf(path)) {
    size += part.length;
    if (size > most)
      throw new WeirError('FILE_TOO_LARGE', `${path} holds more than ${most / 2 ** 20} MiB`, {
        kind: 'limit',
        hint: 'this is not the kind of file that was asked for',
      });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The lines of a text file, inflated where it is gzip. Throws FILE_UNREADABLE. */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let number = 0;
  for await (const part of bytesOf(path)) {
    if (part.includes(0)) {
      throw new WeirError('FILE_UNREADABLE', `${path}:${number + 1}: this is no text`, {
        hint: 'give a text file, plain or gzip',
      });
    }
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield { number: ++number, text: line.endsWith('\r') ? line.slice(0, -1) : line };
  }
  rest += decoder.decode();
  if (rest !== '') yield { number: number + 1, text: rest };
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  try {
    const packed = await isGzip(path);
    const source = createReadStream(path);
    if (!packed) {
      yield* source as AsyncIterable<Buffer>;
      return;
    }
    const inflated = createGunzip();
    // An error of either ends the other, and is thrown where the bytes are read.
    pipeline(source, inflated, () => undefined);
    yield* inflated as AsyncIterable<Buffer>;
  } catch (error) {
    unreadable(path, error);
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): never {
  if (error instanceof WeirError) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  throw new WeirError('FILE_UNREADABLE', `${path} cannot be read: ${reason}`, {
    kind: 'missing',
    hint: 'give the path of a file that exists and that you may read',
    cause: error,
  });
}
