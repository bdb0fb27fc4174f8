import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { WeirError } from '../core/index.ts';
import type { DemoNetwork } from './network.ts';
import { Rng } from './random.ts';

const pad = (n: number): string => String(n).padStart(2, '0');

interface Open {
  readonly gzip: Gzip;
  readonly path: string;
  /** What went wrong, once the file is closed; null is success. */
  readonly done: Promise<unknown>;
}

/** Writes gzip objects under the names that AWS gives them, one at a time, and compresses beside the caller. */
export class ObjectFiles {
  files = 0;
  compressedBytes = 0;
  uncompressedBytes = 0;
  private readonly folder: string;
  private readonly network: DemoNetwork;
  private readonly level: number;
  private readonly rng: Rng;
  private current: Open | null = null;
  private pending: Promise<void> = Promise.resolve();

  constructor(folder: string, network: DemoNetwork, level: number) {
    this.folder = folder;
    this.network = network;
    this.level = level;
    this.rng = new Rng(network.seed, 'objects');
  }

  /** Starts an object of the five-minute publication slot that begins at `slot` (unix seconds). */
  async open(slot: number): Promise<void> {
    const { account, region, flowLogId } = this.network;
    const at = new Date(slot * 1000);
    const day = [String(at.getUTCFullYear()), pad(at.getUTCMonth() + 1), pad(at.getUTCDate())];
    const parts = ['AWSLogs', account, 'vpcflowlogs', region, ...day];
    const folder = join(this.folder, ...parts);
    await mkdir(folder, { recursive: true });
    const time = `${day.join('')}T${pad(at.getUTCHours())}${pad(at.getUTCMinutes())}Z`;
    const path = join(folder, `${account}_vpcflowlogs_${region}_${flowLogId}_${time}_${this.rng.hex(8)}.log.gz`);
    const gzip = createGzip({ level: this.level, chunkSize: 256 * 1024 });
    gzip.on('data', (chunk: Buffer) => {
      this.compressedBytes += chunk.length;
    });
    gzip.pause();
    const done = pipeline(gzip, createWriteStream(path, { flags: 'wx' })).then(
      () => null,
      (error: unknown) => error ?? new Error('unknown'),
    );
    this.current = { gzip, path, done };
    this.files += 1;
  }

  /** Hands a chunk to the compressor once the one before is through; the chunk must stay unchanged until then. */
  async write(chunk: Uint8Array): Promise<void> {
    const { current } = this;
    if (current === null) throw new WeirError('DEMO_WRITE_FAILED', 'No demo object is open.', { kind: 'internal' });
    await this.pending;
    this.uncompressedBytes += chunk.length;
    this.pending = new Promise((resolve, reject) => {
      current.gzip.write(chunk, (error) => (error ? reject(failed(current.path, error)) : resolve()));
    });
    // Awaited by the next write or by close; until then it must not count as unhandled.
    this.pending.catch(() => undefined);
  }

  async close(): Promise<void> {
    const { current } = this;
    if (current === null) return;
    this.current = null;
    await this.pending;
    current.gzip.end();
    const error = await current.done;
    if (error !== null) throw failed(current.path, error);
  }

  /** Gives up the open object after an error or an abort elsewhere. */
  async abandon(): Promise<void> {
    const { current } = this;
    if (current === null) return;
    this.current = null;
    current.gzip.destroy();
    await current.done;
  }
}

function failed(path: string, cause: unknown): WeirError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new WeirError('DEMO_WRITE_FAILED', `Cannot write ${path}: ${why}`, {
    kind: 'input',
    hint: 'Check that the folder can be written to and that the disk has room.',
    cause,
  });
}
