import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { ClickHouseError } from '@clickhouse/client';
import { engineError } from './engine-error.ts';

/**
 * The bytes of an answer. Where a statement fails after its first rows the engine puts the error behind them, inside
 * marks that only this answer has: it is thrown in place of being passed on as data. Ends with the signal, and then the
 * engine sees that nobody reads.
 */
export function answerStream(source: Readable, tag: string | undefined, signal: AbortSignal | undefined): Readable {
  const answer = new AnswerStream(tag);
  const stop = () => {
    answer.destroy(signal?.reason instanceof Error ? signal.reason : new Error('stopped'));
  };
  source.once('error', (error) => answer.destroy(engineError(error)));
  answer.once('close', () => {
    signal?.removeEventListener('abort', stop);
    source.destroy();
  });
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  return source.pipe(answer);
}

class AnswerStream extends Transform {
  /** What stands before an error; empty where the engine named no tag. */
  readonly #mark: Buffer;
  #held: Buffer = Buffer.alloc(0);
  #failed = false;

  constructor(tag: string | undefined) {
    super();
    this.#mark = Buffer.from(tag === undefined ? '' : `\r\n__exception__\r\n${tag}\r\n`);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const mark = this.#mark;
    if (mark.length === 0) {
      done(null, chunk);
      return;
    }
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const at = this.#failed ? 0 : bytes.indexOf(mark);
    if (at !== -1) {
      if (at > 0) this.push(bytes.subarray(0, at));
      this.#failed = true;
      this.#held = Buffer.from(bytes.subarray(at));
      // The second mark closes the error: from then on the connection only breaks.
      done(this.#held.indexOf('__exception__\r\n', mark.length) === -1 ? null : this.#error());
      return;
    }
    // The mark may be cut by the end of a chunk; it begins with a line break, so most chunks pass whole.
    const from = bytes.indexOf('\r', Math.max(0, bytes.length - mark.length + 1));
    this.#held = from === -1 ? Buffer.alloc(0) : Buffer.from(bytes.subarray(from));
    done(null, from === -1 ? bytes : bytes.subarray(0, from));
  }

  override _flush(done: TransformCallback): void {
    if (this.#failed) done(this.#error());
    else done(null, this.#held.length === 0 ? undefined : this.#held);
  }

  #error(): Error {
    const text = this.#held.subarray(this.#mark.length).toString();
    return engineError(new ClickHouseError(parseFailure(text.replace(/\n\d+ \S+\r\n__exception__\r\n[\s\S]*$/, ''))));
  }
}

/** Code, name and sentence of an error as the engine writes it. */
export function parseFailure(text: string): { message: string; code: string; type?: string } {
  const match = /Code: (\d+)\.[\s\S]*?\(([A-Z0-9_]+)\)/.exec(text);
  return { message: text.trim(), code: match?.[1] ?? '0', ...(match?.[2] === undefined ? {} : { type: match[2] }) };
}
