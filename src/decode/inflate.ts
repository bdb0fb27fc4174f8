import { open } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';

/** Compressed bytes fed at a time: one such chunk inflates to 32 MiB at the very most, which bounds memory. */
const chunkBytes = 32 * 1024;

/** How a stream of text ended: undefined when it is whole, else a sentence that says what is missing. */
export type Ending = string | undefined;

/** The bytes of a file in chunks of equal size, so that what is read from it depends on its content alone. */
async function* fileChunks(path: string, size = chunkBytes): AsyncGenerator<Buffer, void> {
  await using file = await open(path, 'r');
  for (let at = 0; ; ) {
    const chunk = Buffer.allocUnsafe(size);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await file.read(chunk, filled, size - filled, at + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    if (filled > 0) yield chunk.subarray(0, filled);
    if (filled < size) return;
    at += filled;
  }
}

class Inflater {
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: 64 * 1024 });
  #out: Buffer[] = [];
  #wake: (() => void) | undefined;
  error: Error | undefined;
  ended = false;

  constructor() {
    this.#gunzip.on('data', (text: Buffer) => this.#out.push(text));
    this.#gunzip.on('end', () => {
      this.ended = true;
      this.#wake?.();
    });
    this.#gunzip.on('error', (error) => {
      this.error = error;
      this.#wake?.();
    });
  }

  /** Feeds bytes and gives the text they inflate to. */
  async write(chunk: Buffer): Promise<Buffer[]> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#gunzip.write(chunk, () => resolve());
    });
    return this.#take();
  }

  async finish(): Promise<Buffer[]> {
    if (!this.ended && this.error === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#gunzip.end();
      });
    }
    return this.#take();
  }

  /** Compressed bytes used so far: fewer than were fed when the data ended before them. */
  get used(): number {
    return this.#gunzip.bytesWritten;
  }

  close(): void {
    this.#gunzip.destroy();
  }

  #take(): Buffer[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }
}

/**
 * Inflates gzip of any number of members. Everything that the bytes hold is yielded, up to the very byte where they
 * break off or are corrupt; the return value then says so. `bytes` is called again to read a corrupt place anew.
 */
async function* inflate(bytes: () => AsyncIterable<Buffer>): AsyncGenerator<Buffer, Ending> {
  const inflater = new Inflater();
  let given = 0;
  let fed = 0;
  let chunks = 0;
  try {
    for await (const chunk of bytes()) {
      fed += chunk.length;
      if (inflater.ended) {
        if (holdsData(chunk)) return leftOver;
        continue;
      }
      for (const text of await inflater.write(chunk)) {
        given += text.length;
        yield text;
      }
      if (inflater.error !== undefined) return yield* byteByByte(bytes, chunks, given);
      if (inflater.ended && holdsData(chunk.subarray(chunk.length - (fed - inflater.used)))) return leftOver;
      chunks += 1;
    }
    if (chunks === 0) return undefined;
    yield* await inflater.finish();
    return inflater.error === undefined ? undefined : explain(inflater.error);
  } finally {
    inflater.close();
  }
}

/** Zeros behind gzip data are padding. */
function holdsData(bytes: Buffer): boolean {
  return bytes.some((byte) => byte !== 0);
}

const leftOver = 'the bytes after the end of the gzip data were left out: they are not gzip';

/** Reads the chunk that broke once more, a byte at a time, so that all text before the break is had. */
async function* byteByByte(
  bytes: () => AsyncIterable<Buffer>,
  brokenChunk: number,
  given: number,
): AsyncGenerator<Buffer, Ending> {
  const inflater = new Inflater();
  let skip = given;
  let index = 0;
  try {
    for await (const chunk of bytes()) {
      const step = index === brokenChunk ? 1 : chunk.length;
      for (let at = 0; at < chunk.length && inflater.error === undefined; at += step) {
        for (const text of await inflater.write(chunk.subarray(at, at + step))) {
          const fresh = text.subarray(Math.min(skip, text.length));
          skip -= text.length - fresh.length;
          if (fresh.length > 0) yield fresh;
        }
      }
      if (index === brokenChunk) break;
      index += 1;
    }
    return explain(inflater.error);
  } finally {
    inflater.close();
  }
}

function explain(error: Error | undefined): string {
  const message = error?.message ?? '';
  if (message === 'unexpected end of file') return 'the gzip data break off before their end';
  // The first header was there, or nothing would have called this gzip: these come from behind a whole member.
  if (message === 'incorrect header check' || message === 'unknown compression method') return leftOver;
  if (message === 'incorrect data check' || message === 'incorrect length check') {
    return 'the gzip data do not match their checksum';
  }
  return `the gzip data are corrupt (${message})`;
}

/** How the text of an object is packed; `nested` is gzip inside gzip: Firehose packs what CloudWatch Logs has packed. */
export interface Packing {
  readonly compression: 'gzip' | 'none';
  readonly nested: boolean;
}

/** The text of an object, as it comes. */
export async function* textChunks(path: string, { compression, nested }: Packing): AsyncGenerator<Buffer, Ending> {
  if (compression === 'none') {
    yield* fileChunks(path, 256 * 1024);
    return undefined;
  }
  if (!nested) return yield* inflate(() => fileChunks(path));
  const outer: { ending: Ending } = { ending: undefined };
  const once = async function* (): AsyncGenerator<Buffer, void> {
    outer.ending = yield* inflate(() => fileChunks(path));
  };
  const inner = yield* inflate(() => recut(once()));
  return outer.ending ?? inner;
}

/** The same bytes in chunks no longer than what may be inflated at once. */
async function* recut(chunks: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += chunkBytes) yield chunk.subarray(at, at + chunkBytes);
  }
}

export function isGzip(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b;
}
