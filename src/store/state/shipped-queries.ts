import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { parseDocument } from 'yaml';
import { z } from 'zod';
import { type SavedQuery, savedForm, savedQueryBody } from '../../contract/index.ts';
import { WeirError } from '../../core/index.ts';

/** One file of `content/queries/`: what a saved query holds, in one flat list. */
const shippedQuery = z.strictObject({
  name: savedQueryBody.shape.name,
  description: z.string().trim().min(1).max(2000),
  ...savedForm.shape,
});

/**
 * The queries that come with Weir; the name of the file is the id.
 * @throws WeirError CONTENT_INVALID with file, line and column
 */
export async function readShippedQueries(folder: string): Promise<SavedQuery[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map((name) => readShipped(join(folder, name), name.replace(/\.yaml$/, ''))));
}

async function readShipped(path: string, id: string): Promise<SavedQuery> {
  // Read where saved queries are asked for alone.
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(await readFile(path, 'utf8'), { lineCounter: lines, strict: true, uniqueKeys: true });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const broken = document.errors[0];
  if (broken !== undefined) throw invalid(place(broken.pos[0]), broken.message.split('\n')[0] ?? broken.code);
  const read = shippedQuery.safeParse(document.toJS());
  if (read.success) {
    const { name, description, ...form } = read.data;
    return { id, name, description, form, origin: 'shipped', created_at: null, updated_at: null };
  }
  const issue = read.error.issues[0];
  const at =
    issue === undefined ? [] : issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]] : issue.path;
  throw invalid(place(offsetOf(document, at)), `${at.join('.') || 'the file'}: ${issue?.message ?? 'not understood'}`);
}

/** Where the deepest part of a path that is there begins. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly unknown[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) continue;
    const offset: unknown = node.range[0];
    if (typeof offset === 'number') return offset;
  }
  return document.contents?.range?.[0] ?? 0;
}

function invalid(place: string, message: string): WeirError {
  return new WeirError('CONTENT_INVALID', `${place}: ${message}`, {
    hint: 'a query is a YAML file with name, description and query; language, from, to, filter, parameters and chart may follow',
  });
}
