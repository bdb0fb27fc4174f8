import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asWeirError, WeirError } from '../core/index.ts';
import { type Answer, readAnswers, type Unread } from './answers.ts';
import { lineAndColumn, offsetOfPath, pathText, readDocuments } from './json-documents.ts';

/** Something that a person should know of a file. A failure is a file of which nothing could be read. */
export interface Note {
  readonly file: string;
  /** `line:column`, where the note is about a place in the file. */
  readonly place?: string;
  readonly message: string;
  readonly hint: string;
  readonly failure?: true;
}

/** An answer, and the file that it stood in. */
export interface FileAnswer extends Answer {
  readonly file: string;
  readonly folder: string;
  /** When the file was last written, in milliseconds. */
  readonly written: number;
  /** Who asked, and where, when that is known for certain. */
  readonly asked?: { readonly account: string; readonly region: string };
  /** `line:column` of something in the answer. */
  place(path: Answer['path']): string;
}

const mostBytes = 256 * 1024 * 1024;
const mostNotes = 20;
const names = /\.(json|jsonl|ndjson)$/i;
const listName = /\b(pl-[0-9a-f]{8,})\b/;

/** The files of some paths, each once, in the order of their names as people count: page-2 before page-10. */
export async function findFiles(paths: readonly string[]): Promise<{ files: string[]; notes: Note[] }> {
  const files = new Set<string>();
  const notes: Note[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      throw new WeirError(
        'INPUT_MISSING',
        `${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
        {
          kind: 'missing',
          hint: 'give JSON files that the describe calls of the AWS CLI printed, or folders of them',
          cause: error,
        },
      );
    });
    if (!found.isDirectory()) files.add(path);
    else await walk(path, files, notes);
  }
  return { files: [...files], notes };
}

async function walk(folder: string, files: Set<string>, notes: Note[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const others: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await walk(path, files, notes);
    else if (names.test(entry.name)) files.add(path);
    else others.push(entry.name);
  }
  if (others.length === 0) return;
  const shown = others.slice(0, 5).join(', ');
  notes.push({
    file: folder,
    message: `${others.length} other ${others.length === 1 ? 'file is' : 'files are'} left out: ${shown}${others.length > 5 ? ', …' : ''}`,
    hint: 'in a folder, files ending in .json, .jsonl and .ndjson are read',
  });
}

/** Everything that a file holds. What cannot be read of it is a note. */
export async function readFileAnswers(
  file: string,
): Promise<{ answers: FileAnswer[]; notes: Note[]; notUnderstood: number }> {
  let text: string;
  let written: number;
  try {
    ({ text, written } = await content(file));
  } catch (error) {
    const { message, hint } = asWeirError(error);
    return { answers: [], notes: [{ file, message, hint: hint ?? 'check the file', failure: true }], notUnderstood: 0 };
  }
  const { documents, faults } = readDocuments(text);
  const answers: FileAnswer[] = [];
  let notUnderstood = 0;
  const notes: Note[] = faults.map(({ message, hint, offset }) => ({
    file,
    place: lineAndColumn(text, offset),
    message,
    hint,
  }));
  for (const { value, offset } of documents) {
    const place = (path: Answer['path']) => lineAndColumn(text, offsetOfPath(text, offset, path));
    const reading = readAnswers(value, listName.exec(basename(file))?.[1]);
    answers.push(...reading.answers.map((one) => ({ ...one, file, folder: dirname(file), written, place })));
    notUnderstood += reading.unread.length;
    // Finding a place goes through the text: not for ones that nobody is shown.
    notes.push(
      ...reading.unread.slice(0, Math.max(0, mostNotes - notes.length)).map((one) => unreadNote(file, one, place)),
    );
  }
  const all = faults.length + notUnderstood;
  const kept = notes.slice(0, mostNotes);
  if (all > kept.length)
    kept.push({ file, message: `${all - kept.length} more of this kind`, hint: 'set the first ones right' });
  const isLost = documents.length === 0;
  return { answers, notes: isLost ? kept.map((note) => ({ ...note, failure: true as const })) : kept, notUnderstood };
}

const unreadNote = (file: string, { path, message, hint }: Unread, place: (path: Answer['path']) => string): Note => ({
  file,
  place: place(path),
  message: `${path.length === 0 ? 'this' : pathText(path)} ${message}`,
  hint,
});

async function content(file: string): Promise<{ text: string; written: number }> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new WeirError('FILE_UNREADABLE', `cannot be read: ${error.message}`, {
      hint: 'check the path and its rights',
      cause: error,
    });
  });
  try {
    const { size, mtimeMs } = await handle.stat();
    if (size > mostBytes)
      throw new WeirError('FILE_TOO_LARGE', `has ${size} bytes, more than ${mostBytes}`, {
        hint: 'save the answers page by page, or one file per region',
      });
    return { text: decoded(await handle.readFile()), written: Math.floor(mtimeMs) };
  } finally {
    await handle.close();
  }
}

function decoded(bytes: Buffer): string {
  // What `>` of Windows PowerShell writes.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new WeirError('FILE_COMPRESSED', 'is compressed', { hint: 'unpack it with gunzip first' });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new WeirError('FILE_NOT_TEXT', 'is not UTF-8 text', { hint: 'save it as UTF-8', cause: error });
  }
}
