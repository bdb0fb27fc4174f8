import { fieldNamed } from '../fields/index.ts';
import { formatUnknown, foundLine } from './format-unknown.ts';
import { byteOrderMark, hasByteOrderMark } from './head.ts';
import type { Ending } from './inflate.ts';
import { type Layout, readHeader } from './layout.ts';
import { PieceBuilder } from './piece-builder.ts';
import { defaultLayoutOf } from './recognise.ts';
import { maxRejectText, type Piece } from './source.ts';
import { maxLineBytes } from './text-sql.ts';

const lineFeed = 0x0a;
const nothing = Buffer.alloc(0);

/** Reads text line by line into pieces; the return value says how the text ended. */
export async function* textPieces(
  name: string,
  chunks: AsyncGenerator<Buffer, Ending>,
  layout: Layout | undefined,
): AsyncGenerator<Piece, Ending> {
  const reader = new LineReader(name, layout);
  while (true) {
    const next = await chunks.next();
    if (next.done === true) {
      yield* reader.end(next.value);
      return next.value;
    }
    yield* reader.read(next.value);
  }
}

class LineReader {
  readonly #name: string;
  readonly #builder = new PieceBuilder();
  #layout: Layout | undefined;
  /** The beginning of a line whose end has not arrived. */
  #carry: Buffer = nothing;
  /** Set while the end of a line that is too long is looked for: its beginning. */
  #endless: string | undefined;

  constructor(name: string, layout: Layout | undefined) {
    this.#name = name;
    this.#layout = layout;
  }

  *read(chunk: Buffer): Generator<Piece, void> {
    const data = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    // Lines from `from` on are plain ones of the current layout that go into the piece together.
    let from = 0;
    let lines = 0;
    let slots = 0;
    const addRun = (to: number) => {
      if (slots > 0 && this.#layout !== undefined)
        this.#builder.add(this.#layout, data.subarray(from, to), slots, lines);
      from = to;
      slots = 0;
      lines = 0;
    };
    let start = 0;
    for (let end = data.indexOf(lineFeed, this.#carry.length); end !== -1; end = data.indexOf(lineFeed, start)) {
      const next = end + 1;
      const length = end - start;
      if (this.#builder.isFullFor(next - from, slots + 1)) {
        addRun(start);
        yield* this.#builder.close();
      }
      if (
        this.#endless === undefined &&
        this.#layout !== undefined &&
        length <= maxLineBytes &&
        !isSpecial(data, start, end)
      ) {
        slots += 1;
        if (length > 1 || (length === 1 && data[start] !== 0x0d)) lines += 1;
      } else {
        addRun(start);
        yield* this.#special(data.subarray(start, end));
        from = next;
      }
      start = next;
    }
    addRun(start);
    this.#keep(data.subarray(start));
  }

  *end(ending: Ending): Generator<Piece, void> {
    const rest = this.#carry;
    this.#carry = nothing;
    if (this.#endless !== undefined) this.#rejectEndless();
    else if (rest.length > 0) {
      if (this.#builder.isFullFor(rest.length + 1, 1)) yield* this.#builder.close();
      if (ending !== undefined)
        this.#builder.reject(`the object breaks off in this line: ${ending}`, rest.toString('utf8', 0, maxRejectText));
      else yield* this.#special(rest);
    }
    yield* this.#builder.close();
  }

  /** Holds back the beginning of a line; of one that is too long only what is shown of it. */
  #keep(rest: Buffer): void {
    if (this.#endless === undefined && rest.length > maxLineBytes)
      this.#endless = rest.toString('utf8', 0, maxRejectText);
    this.#carry = this.#endless === undefined ? rest : nothing;
  }

  #rejectEndless(): void {
    this.#builder.reject(`the line is longer than ${maxLineBytes} bytes`, this.#endless ?? '');
    this.#endless = undefined;
  }

  /** A line that may be more than a record; without its line feed. */
  *#special(bytes: Buffer): Generator<Piece, void> {
    if (this.#endless === undefined && bytes.length > maxLineBytes)
      this.#endless = bytes.toString('utf8', 0, maxRejectText);
    if (this.#endless !== undefined) {
      this.#rejectEndless();
      return;
    }
    const line = hasByteOrderMark(bytes) ? bytes.subarray(byteOrderMark.length) : bytes;
    const text = line.toString('utf8');
    if (text.trim() === '') {
      this.#builder.skip(1);
      return;
    }
    const header = readHeader(text);
    if (header !== undefined) {
      if (this.#layout === undefined || !sameColumns(header, this.#layout)) {
        yield* this.#builder.close();
        this.#layout = header;
      }
      this.#builder.skip(1);
      return;
    }
    this.#layout ??= defaultLayoutOf(text);
    if (this.#layout === undefined) throw formatUnknown(this.#name, foundLine(text));
    this.#builder.add(this.#layout, Buffer.concat([line, Buffer.from('\n')]), 1, 1);
  }
}

function sameColumns(a: Layout, b: Layout): boolean {
  return a.columns.length === b.columns.length && a.columns.every((column, i) => column.name === b.columns[i]?.name);
}

/** Whether a line begins with a byte order mark or with a letter as a header does; most records begin with a digit. */
function isSpecial(data: Buffer, start: number, end: number): boolean {
  const first = data[start] ?? 0;
  if (first === 0xef) return true;
  if (first === 0x20 || first === 0x09) return isSpecial(data, start + 1, end);
  if (first < 0x61 || first > 0x7a) return false;
  // A header is half made of names that the catalogue knows: some pair of neighbours, or its only word, holds one.
  const words = data.toString('latin1', start, Math.min(end, start + 160)).split(/\s+/, 3);
  return words.some((word) => fieldNamed(word) !== undefined);
}
