import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sqlTables } from './explore-tables.ts';

test('the tables are those of the reference', async () => {
  const page = await readFile(new URL('../../../docs/reference/tables.md', import.meta.url), 'utf8');
  const titles = [...page.matchAll(/^## (\w+)$/gm)].map((match) => match[1]);
  expect(sqlTables.map(({ name }) => name)).toEqual(titles);
});
