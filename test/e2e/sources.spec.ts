import { objectsAnswer } from '../../src/contract/index.ts';
import { bytesFigure, countFigure, formatBytes, formatCount } from '../../src/web/data/format.ts';
import { answer, open, sqlRow } from './look.ts';
import { expect, test } from './page.ts';

test('what was loaded: totals and objects of the API, and of the table behind them', async ({ page }) => {
  await open(page, '/sources');
  const { totals, rows } = await answer(page, 'objects', objectsAnswer, { limit: 100 });
  const total = (name: string) =>
    page.locator('.gauge', { has: page.getByRole('heading', { name, exact: true }) }).locator('.v');
  const figure = ({ value, unit }: { value: string; unit: string }) => `${value}${unit}`;
  await expect(total('Objects')).toHaveText(figure(countFigure(totals.objects)));
  await expect(total('Records')).toHaveText(figure(countFigure(totals.records)));
  await expect(total('Read')).toHaveText(figure(bytesFigure(totals.size)));
  await expect(total('In quarantine')).toHaveText('0');
  expect(await sqlRow(page, 'SELECT count() AS records FROM flows')).toEqual({ records: totals.records });

  const lines = page.getByRole('table', { name: 'Objects' }).locator('tbody tr');
  await expect(lines).toHaveCount(rows.length);
  expect(rows.length).toBe(Number(totals.objects));
  for (const [index, row] of rows.slice(0, 5).entries()) {
    const cells = lines.nth(index).locator('td');
    await expect(cells.nth(0).getByRole('button')).toHaveAttribute('title', row.path);
    await expect(cells.nth(1)).toHaveText('loaded');
    await expect(cells.nth(3)).toHaveText(formatBytes(row.size));
    await expect(cells.nth(4)).toHaveText(formatCount(row.records));
  }
});

test('an object opens into its counts; a state without objects says so', async ({ page }) => {
  await open(page, '/sources');
  const { rows } = await answer(page, 'objects', objectsAnswer, { limit: 1 });
  const [row] = rows;
  if (row === undefined) throw new Error('nothing is loaded');
  const opener = page.getByRole('table', { name: 'Objects' }).locator('tbody tr').first().getByRole('button');
  await opener.click();
  await expect(opener).toHaveAttribute('aria-expanded', 'true');
  const opened = page.locator('.opened');
  await expect(opened).toContainText(row.path);
  await expect(opened).toContainText(`${row.layout}`);
  await expect(opened).toContainText(/accepted, .* refused · .* OK, .* NODATA, .* SKIPDATA/);
  await page.getByRole('group', { name: 'State' }).getByRole('button', { name: 'failed' }).click();
  await expect(page).toHaveURL(/state=failed/);
  await expect(page.getByText('No object is in this state')).toBeVisible();
});
