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

/** The reading end of a pipe, kept open until `finish`, whoever writes to it and how often. */
export class AnswerPipe {
  readonly socket: Socket;
  #keeper: number | undefined;

  constructor(file: string) {
    const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    this.#keeper = openSync(file, constants.O_WRONLY);
    this.socket = new Socket({ fd: reader, readable: true, writable: false });
  }

  /** Nothing more will be written: the socket ends once all that was written has been read. */
  finish(): void {
    if (this.#keeper === undefined) return;
    closeSync(this.#keeper);
    this.#keeper = undefined;
  }

  /** Stops reading at once: a writer that waits for room gets an error and goes on. */
  destroy(): void {
    this.socket.destroy();
    this.finish();
  }
}
