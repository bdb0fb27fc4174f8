import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';

/**
 * Answers leave the engine through named pipes (`INTO OUTFILE '<pipe>' APPEND`), not through the binding's stream:
 * the binding blocks Node's loop while a statement is planned (a scalar subquery runs then, for seconds), and writes a
 * new header per chunk in every format that has one. A pipe gives all formats, back-pressure and more speed.
 */
export function makePipes(folder: string, count: number): string[] {
  const paths = Array.from({ length: count }, (_, i) => path.join(folder, `answer-${i}`));
  execFileSync('mkfifo', ['-m', '600', ...paths]);
  return paths;
}

/**
 * The reading end of a pipe, kept open until `finish`, whoever writes to it and how often.
 *
 * A reader stays until the statement has ended, also when nobody wants its rows any more: the engine may be about to
 * open the pipe, and an open without a reader waits for ever, in a thread that no KILL reaches.
 */
export class AnswerPipe {
  readonly socket: Socket;
  #keeper: number | undefined;
  #holder: number | undefined;
  #drained: Promise<void> | undefined;

  constructor(file: string) {
    const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    this.#holder = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    this.#keeper = openSync(file, constants.O_WRONLY);
    this.socket = new Socket({ fd: reader, readable: true, writable: false });
  }

  /** Nothing more will be written: the socket ends once all that was written has been read. */
  finish(): void {
    if (this.#holder !== undefined) closeSync(this.#holder);
    if (this.#keeper !== undefined) closeSync(this.#keeper);
    this.#holder = undefined;
    this.#keeper = undefined;
  }

  /** Passes no more rows on: what the engine still writes until `finish` is read and dropped. */
  destroy(): void {
    this.socket.destroy();
    if (this.#holder === undefined) return;
    const rest = new Socket({ fd: this.#holder, readable: true, writable: false });
    this.#holder = undefined;
    this.#drained = new Promise((resolve) => rest.once('close', () => resolve()));
    rest.on('error', (error) => console.error(`answer pipe: ${error.message}`));
    rest.resume();
  }

  /** Resolves when nothing reads from the pipe any more, so that it can serve the next statement. After `finish`. */
  async drained(): Promise<void> {
    await this.#drained;
  }
}
