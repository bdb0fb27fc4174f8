import { faultOffset } from './json-fault.ts';

/** One value at the top of a file. */
export interface JsonDocument {
  readonly value: unknown;
  /** Where it begins in the text. */
  readonly offset: number;
}

/** What keeps a part of a file from being read. */
export interface JsonFault {
  readonly message: string;
  readonly hint: string;
  readonly offset: number;
}

/** What goes deeper is no answer of AWS, and would overflow the stack of whoever walks it. */
const mostLevels = 100;

/** Whole numbers that a double does not hold, and ones beyond all measure, stay as they were written: as text. */
const wideNumber = /[:[,]\s*-?(?:\d{16}|[\d.]+[eE]\+?\d{3})/;

/**
 * Reads every JSON value of a text: one, several after each other, or one a line. A value that cannot be read is a
 * fault, and the ones beside it are read.
 */
export function readDocuments(text: string): { documents: JsonDocument[]; faults: JsonFault[] } {
  const documents: JsonDocument[] = [];
  const faults: JsonFault[] = [];
  let isLost = false;
  let at = skipBlanks(text, 0);
  if (at === text.length) {
    faults.push({ message: 'the file is empty', hint: 'save the answer again', offset: 0 });
  }
  while (at < text.length) {
    if (text[at] !== '{' && text[at] !== '[') {
      // One word for everything up to where JSON begins again.
      if (!isLost)
        faults.push({ message: 'this is not JSON', hint: 'save what `aws … --output json` prints', offset: at });
      isLost = true;
      const next = text.slice(at).search(/\n\s*[[{]/);
      at = next === -1 ? text.length : skipBlanks(text, at + next);
      continue;
    }
    const { end, levels } = bracketed(text, at);
    if (end === undefined) {
      faults.push({
        message: 'the JSON that begins here does not end: the file is cut off',
        hint: 'save the answer again',
        offset: at,
      });
      break;
    }
    if (levels > mostLevels) {
      faults.push({
        message: `the JSON that begins here is nested deeper than ${mostLevels} levels`,
        hint: 'no answer of AWS is: give the files that the describe calls printed',
        offset: at,
      });
    } else {
      const parsed = parse(text, at, end);
      if ('fault' in parsed) faults.push(parsed.fault);
      else documents.push({ value: parsed.value, offset: at });
    }
    at = skipBlanks(text, end);
  }
  return { documents, faults };
}

function parse(text: string, at: number, end: number): { value: unknown } | { fault: JsonFault } {
  const part = at === 0 && end === text.length ? text : text.slice(at, end);
  try {
    return { value: wideNumber.test(part) ? JSON.parse(part, asWritten) : JSON.parse(part) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const offset = faultOffset(text, at);
    const found = text.slice(offset, offset + 1);
    return {
      fault: {
        message: `the JSON is broken: ${found === '' ? 'it ends' : `${JSON.stringify(found)} stands`} where something else belongs`,
        hint: 'save what `aws … --output json` prints, unchanged',
        offset,
      },
    };
  }
}

function asWritten(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isExact ? value : context.source;
}

/** Where the value with brackets that begins at `at` ends, and how deep it goes; no end where the text stops before. */
function bracketed(text: string, at: number): { end: number | undefined; levels: number } {
  let depth = 0;
  let levels = 0;
  for (let i = at; i < text.length; i += 1) {
    switch (text.charCodeAt(i)) {
      case 0x22: {
        const close = endOfText(text, i);
        if (close === undefined) return { end: undefined, levels };
        i = close - 1;
        break;
      }
      case 0x7b:
      case 0x5b:
        depth += 1;
        if (depth > levels) levels = depth;
        break;
      case 0x7d:
      case 0x5d:
        depth -= 1;
        if (depth === 0) return { end: i + 1, levels };
        break;
    }
  }
  return { end: undefined, levels };
}

/** Behind the closing quote of the text in quotes that begins at `at`. */
function endOfText(text: string, at: number): number | undefined {
  let close = at;
  do {
    close = text.indexOf('"', close + 1);
    if (close === -1) return undefined;
  } while (isEscaped(text, close));
  return close + 1;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

/** Those of JSON, a byte order mark, and the separator of JSON text sequences. */
const blanks = new Set([0x20, 0x09, 0x0a, 0x0d, 0xfeff, 0x1e]);

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && blanks.has(text.charCodeAt(at))) at += 1;
  return at;
}

export type JsonPath = readonly (string | number)[];

/** `NetworkInterfaces[3].Groups`. */
export function pathText(path: JsonPath): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${step}`)).join('');
}

/** Line and column, from 1, of an offset. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  return `${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`;
}

/** Where a value inside of a document begins. The document is one that was read: its JSON is whole. */
export function offsetOfPath(text: string, offset: number, path: JsonPath): number {
  let at = offset;
  for (const step of path) {
    const found = typeof step === 'number' ? element(text, at, step) : member(text, at, step);
    if (found === undefined) return at;
    at = found;
  }
  return at;
}

function element(text: string, open: number, index: number): number | undefined {
  let at = skipBlanks(text, open + 1);
  for (let i = 0; i < index; i += 1) {
    const comma = skipBlanks(text, endOfValue(text, at));
    if (text[comma] !== ',') return undefined;
    at = skipBlanks(text, comma + 1);
  }
  return at;
}

function member(text: string, open: number, name: string): number | undefined {
  let at = skipBlanks(text, open + 1);
  while (text[at] === '"') {
    const end = endOfText(text, at) ?? text.length;
    const isIt = JSON.parse(text.slice(at, end)) === name;
    const value = skipBlanks(text, skipBlanks(text, end) + 1);
    if (isIt) return value;
    at = skipBlanks(text, skipBlanks(text, endOfValue(text, value)) + 1);
  }
  return undefined;
}

function endOfValue(text: string, at: number): number {
  if (text[at] === '{' || text[at] === '[') return bracketed(text, at).end ?? text.length;
  if (text[at] === '"') return endOfText(text, at) ?? text.length;
  const rest = /[\s,\]}]/g;
  rest.lastIndex = at;
  return rest.exec(text)?.index ?? text.length;
}
