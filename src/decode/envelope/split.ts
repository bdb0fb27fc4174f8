/** A part of a JSON stream. */
export type JsonPart =
  /** One element of a list of records or events; `shell` is the text of the document around it, so far. */
  | { readonly kind: 'element'; readonly text: string; readonly shell: string }
  /** A whole document, its lists of records emptied: their elements went before. */
  | { readonly kind: 'document'; readonly text: string }
  | { readonly kind: 'broken'; readonly text: string; readonly reason: string };

/** Lists whose elements are given one by one, so that no document has to fit in memory. */
export const listKeys: readonly string[] = ['events', 'logEvents', 'records', 'Records'];

/** No single element comes near: a log event has at most 1 MiB, a Firehose record 1.4 MiB of base64. */
const maxElementBytes = 16 * 1024 * 1024;
const keptOfBroken = 4096;

const [quote, backslash, openObject, closeObject, openList, closeList, comma, colon, lineFeed] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a, 0x0a,
] as const;

class Text {
  #parts: Buffer[] = [];
  length = 0;

  add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    // What is too long is refused whole; its beginning is enough to show it.
    if (this.length <= maxElementBytes) this.#parts.push(bytes);
    this.length += bytes.length;
  }

  take(): string {
    const text = Buffer.concat(this.#parts).toString('utf8');
    this.clear();
    return text;
  }

  peek(): string {
    return Buffer.concat(this.#parts).toString('utf8');
  }

  clear(): void {
    this.#parts = [];
    this.length = 0;
  }
}

/**
 * Splits a stream of JSON documents that follow one another with or without anything between. It knows only as much
 * of the grammar as it needs to find where documents and list elements end, and to find its feet again after a broken one.
 */
export class JsonSplitter {
  #shell = new Text();
  #element = new Text();
  /** Depth of brackets; 0 between documents. */
  #depth = 0;
  /** Depth inside the list whose elements are given singly; 0 outside of one. */
  #listDepth = 0;
  #inElement = false;
  #inString = false;
  #escaped = false;
  /** The last byte that is neither white space nor inside a string. */
  #last = 0;
  #key: number[] = [];
  #garbage = false;

  push(chunk: Buffer): JsonPart[] {
    const found: JsonPart[] = [];
    let from = 0;
    const flush = (to: number) => {
      if (this.#depth > 0 || this.#garbage) this.#current().add(chunk.subarray(from, to));
      from = to;
    };
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inString = false;
        else if (byte === lineFeed) {
          // No string holds a raw line feed: the document was cut off here, the next may start behind.
          flush(at);
          found.push(this.#breakOff('a JSON text is cut off inside a string'));
          from = at + 1;
        } else if (this.#key.length < 16) this.#key.push(byte);
        continue;
      }
      if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) {
        if (this.#garbage && byte === lineFeed) {
          flush(at);
          found.push(this.#breakOff('the text is not JSON'));
          from = at + 1;
        }
        continue;
      }
      if (this.#depth === 0) {
        const opens = byte === openObject || byte === openList;
        if (this.#garbage ? byte !== openObject : !opens) {
          if (byte !== comma && !this.#garbage) {
            this.#garbage = true;
            from = at;
          }
          continue;
        }
        if (this.#garbage) {
          flush(at);
          found.push(this.#breakOff('the text is not JSON'));
        }
        from = at;
        this.#last = 0;
        this.#depth = 1;
        if (byte === openList) {
          flush(at + 1);
          this.#listDepth = 1;
        }
        this.#last = byte;
        continue;
      }
      const inList = this.#listDepth > 0 && this.#depth === this.#listDepth;
      if (inList && !this.#inElement && byte !== comma && byte !== closeList) {
        from = at;
        this.#inElement = true;
      }
      if (byte === quote) {
        this.#inString = true;
        this.#key = [];
      } else if (byte === openObject || byte === openList) {
        if (byte === openObject && this.#last !== colon && this.#last !== comma && this.#last !== openList) {
          flush(at);
          found.push(this.#breakOff('a JSON text is cut off: another begins inside it'));
          from = at;
          this.#depth = 1;
          this.#last = byte;
          continue;
        }
        this.#depth += 1;
        if (
          byte === openList &&
          this.#depth === 2 &&
          this.#listDepth === 0 &&
          this.#last === colon &&
          this.#atListKey()
        ) {
          flush(at + 1);
          this.#listDepth = 2;
        }
      } else if (byte === closeObject || byte === closeList) {
        if (inList && this.#inElement) {
          flush(at);
          found.push(this.#closeElement());
        }
        if (inList) {
          from = at;
          this.#listDepth = 0;
        }
        this.#depth -= 1;
        if (this.#depth === 0) {
          this.#depth = 1;
          flush(at + 1);
          this.#depth = 0;
          found.push(this.#closeDocument());
        }
      } else if (byte === comma && inList) {
        if (this.#inElement) {
          flush(at);
          found.push(this.#closeElement());
        }
        from = at + 1;
      }
      this.#last = byte;
    }
    if (this.#depth > 0 && this.#listDepth === this.#depth && !this.#inElement) return found;
    flush(chunk.length);
    return found;
  }

  /** What remains when the stream is over. */
  end(): JsonPart[] {
    if (this.#garbage) return [this.#breakOff('the text is not JSON')];
    return this.#depth === 0 ? [] : [this.#breakOff('a JSON text ends before its end')];
  }

  #current(): Text {
    return this.#inElement ? this.#element : this.#shell;
  }

  #atListKey(): boolean {
    return listKeys.includes(Buffer.from(this.#key).toString('latin1'));
  }

  #closeElement(): JsonPart {
    this.#inElement = false;
    if (this.#element.length > maxElementBytes) return this.#tooLong(this.#element);
    return { kind: 'element', text: this.#element.take(), shell: this.#shell.peek() };
  }

  #closeDocument(): JsonPart {
    if (this.#shell.length > maxElementBytes) return this.#tooLong(this.#shell);
    return { kind: 'document', text: this.#shell.take() };
  }

  #tooLong(text: Text): JsonPart {
    return {
      kind: 'broken',
      text: text.take().slice(0, keptOfBroken),
      reason: `a JSON text of more than ${maxElementBytes} bytes`,
    };
  }

  #breakOff(reason: string): JsonPart {
    const text = (this.#inElement ? this.#element : this.#shell).take().slice(0, keptOfBroken);
    this.#shell.clear();
    this.#element.clear();
    this.#depth = 0;
    this.#listDepth = 0;
    this.#inElement = false;
    this.#inString = false;
    this.#escaped = false;
    this.#garbage = false;
    this.#last = 0;
    return { kind: 'broken', text, reason };
  }
}
