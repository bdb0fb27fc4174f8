import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { parquetMetadataAsync } from 'hyparquet';
import { recordsAnswer } from '../../src/contract/index.ts';
import { formatExact } from '../../src/web/data/format.ts';
import { decoded, recordColumns, usualColumns } from '../../src/web/data/record-columns.ts';
import { answer, names, open, settled } from './look.ts';
import { expect, test } from './page.ts';

function grid(page: Page) {
  return page.getByRole('table', { name: 'Records' });
}

/** Rows of the API as the grid should write them: the code or the address, and its name before it. */
async function written(page: Page, columns: readonly string[], sort: string, offset: number, limit: number) {
  const { rows } = await answer(page, 'records', recordsAnswer, { columns: columns.join(','), sort, offset, limit });
  const isAddress = columns.map((column) => recordColumns.get(column)?.kind === 'address');
  const addresses = rows.flatMap((row) => row.filter((_, at) => isAddress[at]).map(String));
  const called = await names(page, addresses);
  return rows.map((row) =>
    row.map((value, at) => {
      const { text, name } = decoded(columns[at] ?? '', value);
      return `${(isAddress[at] ? called.get(text) : name) ?? ''}${text}`;
    }),
  );
}

async function shown(page: Page, index: number): Promise<string[]> {
  const cells = grid(page).locator(`tbody tr[aria-rowindex="${index + 2}"] td`);
  return (await cells.allTextContents()).map((text) => text.replaceAll('\u00a0', ' '));
}

async function scroll(page: Page, pixels: number): Promise<void> {
  await page.locator('.grid').evaluate((element: { scrollTop: number }, top: number) => {
    element.scrollTop = top;
  }, pixels);
}

test('the rows are the records of the API, with names beside the numbers', async ({ page }) => {
  await open(page, '/records');
  const { total } = await answer(page, 'records', recordsAnswer, { limit: 1 });
  await expect(page.locator('.page-head p')).toContainText(`${formatExact(total)} in this view`);
  const wanted = await written(page, usualColumns, '-start', 0, 20);
  for (const [index, row] of wanted.entries()) await expect.poll(() => shown(page, index)).toEqual(row);
  for (const words of [/https\s?443/, /TCP\s?6/, /SYN/]) await expect(grid(page).locator('tbody')).toContainText(words);
});

test('scrolls beyond a thousand rows with few of them in the document, each row the right one', async ({ page }) => {
  await open(page, '/records');
  for (const index of [1234, 20_011, 3]) {
    await scroll(page, index * 28);
    const [wanted] = await written(page, usualColumns, '-start', index, 1);
    await expect.poll(() => shown(page, index)).toEqual(wanted);
    expect(await grid(page).locator('tbody tr').count()).toBeLessThan(200);
  }
  const { total } = await answer(page, 'records', recordsAnswer, { limit: 1 });
  await scroll(page, Number(total) * 28);
  const [last] = await written(page, usualColumns, '-start', Number(total) - 1, 1);
  await expect.poll(() => shown(page, Number(total) - 1)).toEqual(last);
});

test('pages of one order never overlap nor leave a gap', async ({ page }) => {
  await open(page, '/records?filter=action:REJECT');
  const ask = { columns: 'start,srcaddr,srcport,dstaddr,dstport,bytes,interface_id', sort: '-start' };
  const whole = await answer(page, 'records', recordsAnswer, { ...ask, limit: 1000 });
  const parts = [];
  for (const offset of [0, 250, 500, 750])
    parts.push(...(await answer(page, 'records', recordsAnswer, { ...ask, limit: 250, offset })).rows);
  expect(parts).toEqual(whole.rows);
});

test('a click on a head sorts, another the other way round', async ({ page }) => {
  await open(page, '/records');
  for (const sort of ['-bytes', 'bytes']) {
    await grid(page).getByRole('button', { name: 'bytes', exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`sort=${sort}`));
    await expect(grid(page).getByRole('columnheader', { name: 'bytes' })).toHaveAttribute(
      'aria-sort',
      sort === 'bytes' ? 'ascending' : 'descending',
    );
    const [wanted] = await written(page, ['bytes'], sort, 0, 1);
    await expect.poll(async () => (await shown(page, 0))[usualColumns.indexOf('bytes')]).toBe(wanted?.[0]);
  }
});

test('columns are chosen by name or meaning, and are kept', async ({ page }) => {
  await open(page, '/records');
  await page.getByRole('button', { name: /^Columns/ }).click();
  await page.getByRole('textbox', { name: 'Find a column' }).fill('country');
  await page.getByRole('checkbox', { name: 'src_country' }).check();
  await page.getByRole('textbox', { name: 'Find a column' }).fill('tcp_flags');
  await page.getByRole('checkbox', { name: 'tcp_flags' }).uncheck();
  await page.keyboard.press('Escape');
  const columns = [...usualColumns.filter((name) => name !== 'tcp_flags'), 'src_country'];
  const heads = grid(page).getByRole('columnheader');
  await expect(heads).toHaveText(columns);
  await page.reload();
  await settled(page);
  await expect(heads).toHaveText(columns);
  // The browser keeps the choice where the address bar does not hold it.
  await open(page, '/records?filter=action:REJECT');
  await expect(heads).toHaveText(columns);
  const [wanted] = await written(page, columns, '-start', 0, 1);
  await expect.poll(() => shown(page, 0)).toEqual(wanted);
});

test('a click on a cell filters', async ({ page }) => {
  await open(page, '/records?filter=action:REJECT');
  const { rows } = await answer(page, 'records', recordsAnswer, { columns: 'srcaddr', sort: '-start', limit: 1 });
  const [row] = rows;
  await grid(page).locator('tbody tr').first().locator('td').nth(2).getByRole('button').click();
  await expect(page).toHaveURL(new RegExp(`filter=srcaddr:${String(row?.[0]).replaceAll('.', '\\.')}`));
  const { total } = await answer(page, 'records', recordsAnswer, { limit: 1 });
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(total));
});

test('exports all records of the view as CSV, JSON and Parquet', async ({ page }) => {
  await open(page, '/records?filter=action:REJECT&columns=start,srcaddr,dstport,bytes');
  const { total } = await answer(page, 'records', recordsAnswer, { limit: 1 });
  expect(Number(total)).toBeGreaterThan(1000);
  const save = async (format: string) => {
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: format, exact: true }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
    return readFile(await file.path());
  };
  const csv = (await save('CSV')).toString().trimEnd().split(/\r?\n/);
  expect(csv[0]?.replaceAll('"', '')).toBe('start,srcaddr,dstport,bytes');
  expect(csv.length - 1).toBe(Number(total));
  const json: unknown[] = JSON.parse((await save('JSON')).toString());
  expect(json).toHaveLength(Number(total));
  expect(Object.keys(json[0] ?? {})).toEqual(['start', 'srcaddr', 'dstport', 'bytes']);
  const parquet = await save('Parquet');
  const bytes = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.byteLength);
  const metadata = await parquetMetadataAsync({
    byteLength: bytes.byteLength,
    slice: (start, end) => bytes.slice(start, end),
  });
  expect(Number(metadata.num_rows)).toBe(Number(total));
  expect(metadata.schema.slice(1).map((column) => column.name)).toEqual(['start', 'srcaddr', 'dstport', 'bytes']);
});
