import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sqlTables } from './sql-tables.ts';

test('the tables are those of the reference', async () => {
  const page = await readFile(new URL('../../../docs/reference/tables.md', import.meta.url), 'utf8');
  const sections = page.split(/^## /m).slice(1);
  const written = sections.map((section) => ({
    name: section.split('\n')[0],
    columns: [...section.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1]),
  }));
  expect(sqlTables.map(({ name, columns }) => ({ name, columns }))).toEqual(written);
});
