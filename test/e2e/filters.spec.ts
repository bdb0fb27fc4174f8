import type { Locator, Page } from '@playwright/test';
import { recordsAnswer, seriesAnswer, summaryAnswer, topAnswer } from '../../src/contract/index.ts';
import { formatExact } from '../../src/web/data/format.ts';
import { answer, bar, card, expectFilters, expectGauges, gauge, open, settled } from './look.ts';
import { expect, test } from './page.ts';

const BOX = 'Add a filter: field:value, a name, an address, a CIDR range or a port';

interface Mark {
  readonly title: string;
  readonly dimension: string;
  readonly measure?: string;
  readonly added?: readonly string[];
}

/** Cards whose first row is clicked, and the question that gives the same row. */
const MARKS: readonly Mark[] = [
  { title: 'Services', dimension: 'service' },
  { title: 'Top sources', dimension: 'srcaddr' },
  { title: 'Top destinations', dimension: 'dstaddr' },
  { title: 'Interfaces', dimension: 'interface_id' },
  { title: 'On the map', dimension: 'src_country' },
  { title: 'Refused, by service', dimension: 'rejected_service', measure: 'records', added: ['action:REJECT'] },
  { title: 'Refused, by source', dimension: 'rejected_srcaddr', measure: 'records' },
];

test.beforeEach(async ({ page }) => {
  await open(page, '/');
});

/** The first row of a top list, as the filters that a click on it must give. */
async function firstFilters(page: Page, dimension: string, measure: string): Promise<string[]> {
  const { rows } = await answer(page, 'top', topAnswer, { dimension, measure, limit: 250 });
  const key = rows.find((row) => Object.values(row.key).every((value) => value !== null))?.key ?? {};
  return Object.entries(key).map(([column, value]) => `${column}:${value}`);
}

function chip(page: Page, filter: string): Locator {
  return page.locator('.filters .chip', {
    has: page.getByRole('button', { name: `Remove filter ${filter}`, exact: true }),
  });
}

/** The view is narrower than before, its chips stand above, and its gauges are the API's. */
async function expectNarrowed(page: Page, filters: readonly string[], before: string): Promise<void> {
  await expectFilters(page, filters);
  for (const filter of filters) await expect(chip(page, filter)).toBeVisible();
  const { total } = await expectGauges(page);
  expect(Number(total.records)).toBeLessThan(Number(before));
  expect(Number(total.records)).toBeGreaterThan(0);
}

test('drawing over the chart zooms the address bar and the numbers; zooming out goes back', async ({ page }) => {
  const before = await gauge(page, 'Records');
  const series = await answer(page, 'series', seriesAnswer, { by: 'action' });
  const figure = card(page, 'Accepted and refused').getByRole('figure');
  const box = await figure.boundingBox();
  if (box === null) throw new Error('the chart has no place');
  const [left, width] = [box.x + 52, box.width - 52 - 14];
  await page.mouse.move(left + width * 0.25, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(left + width * 0.4, box.y + 90, { steps: 3 });
  await page.mouse.move(left + width * 0.5, box.y + 90, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => bar(page).from).not.toBeNull();
  const { from, to } = bar(page);
  const span = Date.parse(series.to) - Date.parse(series.from);
  const at = (time: string | null) => (Date.parse(time ?? '') - Date.parse(series.from)) / span;
  expect(at(from)).toBeGreaterThan(0.23);
  expect(at(from)).toBeLessThanOrEqual(0.25);
  expect(at(to)).toBeGreaterThanOrEqual(0.5);
  expect(at(to)).toBeLessThan(0.52);
  await expectNarrowed(page, [], before);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect.poll(() => bar(page).from).not.toBe(from);
  await expectGauges(page);
  await page.goBack();
  await expect.poll(() => bar(page)).toEqual({ from, to, filter: [] });
  await expectGauges(page);
});

test('a click above or below the line of the chart keeps accepted or refused', async ({ page }) => {
  const before = await gauge(page, 'Records');
  const figure = card(page, 'Accepted and refused').getByRole('figure');
  await figure.click({ position: { x: 300, y: 40 } });
  await expectNarrowed(page, ['action:ACCEPT'], before);
  await page.goBack();
  await settled(page);
  await figure.click({ position: { x: 300, y: 205 } });
  await expectNarrowed(page, ['action:REJECT'], before);
});

test('a click on any mark keeps only it, in the address bar, the chips and the numbers', async ({ page }) => {
  const before = await gauge(page, 'Records');
  for (const { title, dimension, measure = 'bytes', added = [] } of MARKS)
    await test.step(title, async () => {
      const wanted = [...(await firstFilters(page, dimension, measure)), ...added];
      await card(page, title).locator('tbody .val, ol.bars .val').first().click();
      await expectNarrowed(page, wanted, before);
      await page.goBack();
      await expectFilters(page, []);
      await settled(page);
    });
});

test('a country on the drawn map filters, too', async ({ page }) => {
  const map = card(page, 'On the map').getByRole('img');
  await map.scrollIntoViewIfNeeded();
  const box = await map.boundingBox();
  // The middle of North America, wherever the window puts the map.
  await map.click({ position: { x: (box?.width ?? 0) * 0.27, y: (box?.height ?? 0) * 0.33 } });
  await expectFilters(page, ['src_country:US']);
  await expectGauges(page);
});

test('alt-click leaves out; a chip turns round and goes', async ({ page }) => {
  const before = await gauge(page, 'Records');
  const [filter = ''] = await firstFilters(page, 'srcaddr', 'bytes');
  await card(page, 'Top sources')
    .locator('tbody .val')
    .first()
    .click({ modifiers: ['Alt'] });
  await expectNarrowed(page, [`!${filter}`], before);
  const without = await gauge(page, 'Records');
  await chip(page, `!${filter}`).locator('.chip-text').click();
  await expectNarrowed(page, [filter], before);
  expect(Number(without) + Number(await gauge(page, 'Records'))).toBe(Number(before));
  await page.getByRole('button', { name: `Remove filter ${filter}` }).click();
  await expectFilters(page, []);
  await expect.poll(() => gauge(page, 'Records')).toBe(before);
});

test('the menu of a cell: without it, and the records behind it', async ({ page }) => {
  const [filter = ''] = await firstFilters(page, 'dstaddr', 'bytes');
  const cell = card(page, 'Top destinations').locator('tbody .val').first();
  await cell.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Without this' }).click();
  await expectFilters(page, [`!${filter}`]);
  await page.goBack();
  await settled(page);
  await cell.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Records behind it' }).click();
  await expect(page).toHaveURL(/\/records\?/);
  await expectFilters(page, [filter]);
});

test('range and filters hold on the way to Records and over a reload', async ({ page }) => {
  const range = 'from=2025-11-19T07:00:00Z&to=2025-11-19T08:00:00Z';
  await open(page, `/?${range}&filter=action:REJECT`);
  const { total } = await expectGauges(page);
  const held = { from: '2025-11-19T07:00:00Z', to: '2025-11-19T08:00:00Z', filter: ['action:REJECT'] };
  await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
  await expect(page.getByRole('heading', { name: 'Records', level: 1 })).toBeVisible();
  for (const step of ['came', 'reloaded']) {
    if (step === 'reloaded') await page.reload();
    await expect(page.locator('.page-head p')).toContainText(`${formatExact(total.records)} in this view`);
    expect(bar(page)).toEqual(held);
    await expect(chip(page, 'action:REJECT')).toBeVisible();
  }
  const records = await answer(page, 'records', recordsAnswer, { limit: 1 });
  expect(records.total).toBe(total.records);
  await page.getByRole('link', { name: 'Sources' }).click();
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect.poll(() => bar(page)).toEqual(held);
  await expectGauges(page);
});

test('`/` brings the cursor to the box, which takes addresses, ranges, ports and field:value', async ({ page }) => {
  await open(page, '/records');
  const count = page.locator('.page-head p');
  await expect(count).toContainText('in this view');
  const before = await count.textContent();
  for (const [typed, filter] of [
    ['45.148.10.62', 'address:45.148.10.62'],
    ['10.20.0.0/16', 'address:10.20.0.0/16'],
    ['443', 'service_port:443'],
    ['log_status:SKIPDATA', 'log_status:SKIPDATA'],
    ['!protocol:17', '!protocol:17'],
    ['reject', 'action:REJECT'],
  ] as const) {
    await page.keyboard.press('/');
    await expect(page.getByRole('textbox', { name: BOX })).toBeFocused();
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
    await expectFilters(page, [filter]);
    const { total } = await answer(page, 'summary', summaryAnswer);
    await expect(count).toContainText(`${formatExact(total.records)} in this view`);
    await page.getByRole('button', { name: `Remove filter ${filter}` }).click();
    await expectFilters(page, []);
  }
  await expect(count).toHaveText(before ?? '');
});

test('the box says what it takes when it does not understand, and adds nothing', async ({ page }) => {
  await page.keyboard.press('/');
  await page.keyboard.type('what is this');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: BOX })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Not understood. Write field:value')).toBeVisible();
  await expectFilters(page, []);
});

test.describe('a filter that the server refuses', () => {
  test.use({ tolerated: /status of 400/ });

  test('shows the reason and the hint, and goes away with its chip', async ({ page }) => {
    await page.keyboard.press('/');
    await page.keyboard.type('protocol:abc');
    await page.keyboard.press('Enter');
    await expectFilters(page, ['protocol:abc']);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('protocol: "abc" is no whole number from 0 to 255');
    await expect(alert).toContainText('write protocol:6, or protocol:- for missing');
    await expect(page.locator('.waiting')).toHaveCount(0);
    await page.getByRole('button', { name: 'Remove filter protocol:abc' }).click();
    await expectGauges(page);
  });
});
