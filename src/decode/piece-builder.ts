import type { Layout } from './layout.ts';
import { maxPieceBytes, maxPieceLines, maxRejectText, type Piece, type Reject } from './source.ts';

/** Rejects of one piece; they hold up to 4 KiB each. */
const maxPieceRejects = 2000;

interface Run {
  readonly layout: Layout;
  readonly firstLine: number;
  readonly parts: Buffer[];
  /** Numbers taken from `firstLine` on. */
  slots: number;
  lines: number;
}

const fillers = Buffer.alloc(4096, '\n');

/**
 * Gathers numbered lines into pieces. Where a piece ends depends on the lines alone, never on how they arrived, so
 * that a second reading makes the same pieces.
 */
export class PieceBuilder {
  #index = 0;
  #firstLine = 1;
  #slots = 0;
  #bytes = 0;
  #runs: Run[] = [];
  #rejects: Reject[] = [];

  /** Number of the next line. */
  get next(): number {
    return this.#firstLine + this.#slots;
  }

  /** Whether lines of so many bytes would go into a new piece: `close` first. */
  isFullFor(bytes: number, slots: number): boolean {
    return (
      this.#slots + slots > maxPieceLines ||
      (this.#bytes > 0 && this.#bytes + bytes > maxPieceBytes) ||
      this.#rejects.length >= maxPieceRejects
    );
  }

  /** Complete lines, each with its line feed; `lines` of them are not empty. */
  add(layout: Layout, text: Buffer, slots: number, lines: number): void {
    let run = this.#runs.find((r) => r.layout === layout);
    if (run === undefined) {
      run = { layout, firstLine: this.next, parts: [], slots: 0, lines: 0 };
      this.#runs.push(run);
    }
    let missing = this.next - run.firstLine - run.slots;
    for (run.slots += missing; missing > 0; missing -= fillers.length)
      run.parts.push(fillers.subarray(0, Math.min(missing, fillers.length)));
    run.parts.push(text);
    run.slots += slots;
    run.lines += lines;
    this.#slots += slots;
    this.#bytes += text.length;
  }

  /** Numbers that hold nothing to load. */
  skip(slots: number): void {
    this.#slots += slots;
  }

  reject(reason: string, text: string): void {
    this.#rejects.push({ line_number: this.next, reason, text: text.slice(0, maxRejectText) });
    this.#slots += 1;
  }

  /** The pieces gathered since the last call. */
  close(): Piece[] {
    const pieces: Piece[] = this.#runs
      .filter((run) => run.lines > 0)
      .map((run) => {
        const { layout, firstLine, lines, parts } = run;
        return { index: this.#index++, layout, firstLine, text: Buffer.concat(parts), lines };
      });
    if (this.#rejects.length > 0) pieces.push({ index: this.#index++, rejects: this.#rejects });
    this.#firstLine += this.#slots;
    this.#slots = 0;
    this.#bytes = 0;
    this.#runs = [];
    this.#rejects = [];
    return pieces;
  }
}
