import { type Ending, isGzip, type Packing, textChunks } from './inflate.ts';

/** At most this much text of an object is looked at to tell its format. */
const maxHeadBytes = 256 * 1024;

export interface Head {
  /** The first text of the object, the byte order mark taken off. */
  readonly text: Buffer;
  readonly bom: boolean;
  readonly packing: Packing;
  /** `text` is all there is. */
  readonly complete: boolean;
  /** Set when the object broke off, or is corrupt, within its head. */
  readonly ending: Ending;
}

export const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

export function hasByteOrderMark(text: Buffer): boolean {
  return text.length >= 3 && text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf;
}

/** Reads the first text of an object; a few hundred KiB, whatever it would inflate to. */
export async function readHead(path: string, compression: 'gzip' | 'none'): Promise<Head> {
  const head = await readHeadAs(path, { compression, nested: false });
  return compression === 'gzip' && isGzip(head.text) ? await readHeadAs(path, { compression, nested: true }) : head;
}

async function readHeadAs(path: string, packing: Packing): Promise<Head> {
  const parts: Buffer[] = [];
  let length = 0;
  let ending: Ending;
  let complete = false;
  const chunks = textChunks(path, packing);
  try {
    while (length <= maxHeadBytes) {
      const next = await chunks.next();
      if (next.done === true) {
        complete = true;
        ending = next.value;
        break;
      }
      parts.push(next.value);
      length += next.value.length;
    }
  } finally {
    await chunks.return(undefined);
  }
  const all = Buffer.concat(parts).subarray(0, maxHeadBytes);
  const bom = hasByteOrderMark(all);
  return { text: bom ? all.subarray(3) : all, bom, packing, complete: complete && length <= maxHeadBytes, ending };
}

/** The complete lines of a head; the unfinished last one too where the object ends there or it is the only one. */
export function headLines(head: Head): string[] {
  const lines = head.text.toString('utf8').split('\n');
  if (lines.length > 1 && (!head.complete || head.ending !== undefined || lines.at(-1) === '')) lines.pop();
  return lines;
}
