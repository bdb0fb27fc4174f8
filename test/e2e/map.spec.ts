import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { type MapAnswer, mapAnswer, summaryAnswer } from '../../src/contract/index.ts';
import { formatCount } from '../../src/web/data/format.ts';
import { edgeQuery } from '../../src/web/data/map.ts';
import { firstCamera } from '../../src/web/data/map-camera.ts';
import { anchorOf, layOut, noOrder, withNodes } from '../../src/web/data/map-layout.ts';
import { hitAt } from '../../src/web/panels/map/hit.ts';
import { linksOf } from '../../src/web/panels/map/links.ts';
import { answer, bar, expectFilters, open } from './look.ts';
import { expect, test } from './page.ts';

const table = { name: 'Connections' } as const;
const inBar = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

/** Where things are drawn while all of the map is seen: by the same arithmetic as the page's, in pixels of the window. */
async function drawn(page: Page, map: MapAnswer) {
  const isOpen = new Set(map.nodes.flatMap((node) => (node.open ? [node.id] : [])));
  const layout = layOut(withNodes(noOrder, map.nodes), isOpen);
  const box = (await page.locator('.map-place canvas').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const camera = firstCamera(layout, box);
  const onScreen = (x: number, y: number) => ({
    x: box.x + (x - camera.x) * camera.k,
    y: box.y + (y - camera.y) * camera.k,
  });
  const most = Math.max(...map.edges.map((edge) => (edge.from === edge.to ? 0 : Number(edge.bytes))));
  const links = linksOf(map.edges, layout, 'bytes', most);
  return {
    host: (id: string) => {
      const at = anchorOf(layout, id);
      return onScreen(at?.x ?? 0, at?.y ?? 0);
    },
    /** A point of the line of an edge that has nothing else near it. */
    free: (edge: MapAnswer['edges'][number]) => {
      const mine = links.filter((link) => link.edge === edge);
      const others = links.filter((link) => link.edge !== edge);
      const point = mine[0]?.points.find(([x, y]) => {
        const { node, link } = hitAt(layout, others, x, y, 6 / camera.k);
        return node === undefined && link === undefined;
      });
      return point === undefined ? undefined : onScreen(...point);
    },
  };
}

test('groups, hosts and places are there, with the sums of the API; a group closes and opens by keyboard', async ({
  page,
}) => {
  await open(page, '/map');
  const map = await answer(page, 'map', mapAnswer, { limit: 100 });
  const label = await page.getByRole('img', { name: /hosts? in \d+ groups/ }).getAttribute('aria-label');
  expect(label).toContain(`${map.hosts} hosts`);
  await expect(page.locator('.map-legend')).toContainText(`the 100 largest of ${map.edges.length + map.others.edges}`);
  const close = page.getByRole('button', { name: /^Close (?!.*(?:Internet|AWS))/ }).first();
  const name = ((await close.getAttribute('aria-label')) ?? '').replace('Close ', '');
  const opened = map.nodes.filter((node) => node.open).length;
  await close.focus();
  await page.keyboard.press('Enter');
  const reopen = page.getByRole('button', { name: `Open ${name}`, exact: true });
  await expect(reopen).toHaveAttribute('aria-expanded', 'false');
  const openInBar = () => new URL(page.url()).searchParams.getAll('open').length;
  expect(openInBar()).toBe(opened - 1);
  await reopen.click();
  await expect.poll(openInBar).toBe(opened);
  await expect(page.getByRole('button', { name: `Close ${name}`, exact: true })).toBeVisible();
});

test('a host is found by its address, shown, and kept as a filter', async ({ page }) => {
  await open(page, '/map?open=-');
  const map = await answer(page, 'map', mapAnswer, { open: '' });
  const host = map.nodes.find((node) => node.kind === 'host' && node.addresses.length > 1);
  await page.getByRole('combobox', { name: 'Find on the map' }).fill(host?.addresses[0] ?? '');
  await page.keyboard.press('Enter');
  const about = page.getByRole('complementary', { name: 'What is chosen' });
  for (const address of host?.addresses ?? []) await expect(about).toContainText(address);
  expect(new URL(page.url()).searchParams.get('node')).toBe(host?.id);
  await expect.poll(() => new URL(page.url()).searchParams.getAll('open')).toEqual([host?.parent]);
  await about.getByRole('button', { name: 'Keep only this' }).click();
  await expectFilters(
    page,
    (host?.addresses ?? []).map((address) => `address:${address}`),
  );
});

test('a click on a host, a group and an arrow of the drawing chooses it', async ({ page }) => {
  await open(page, '/map');
  const map = await answer(page, 'map', mapAnswer, { limit: 100 });
  const canvas = await drawn(page, map);
  const about = page.getByRole('complementary', { name: 'What is chosen' });
  const host = map.nodes.find(({ id, kind }) => kind === 'host' && map.edges[0]?.from === id);
  const spot = canvas.host(host?.id ?? '');
  await page.mouse.click(spot.x, spot.y);
  await expect(about.getByRole('heading', { name: host?.label ?? '', exact: true })).toBeVisible();
  expect(inBar(page, 'node')).toBe(host?.id);
  await about.getByRole('button', { name: 'Close' }).click();
  await expect(about).toHaveCount(0);
  const found = map.edges.map((edge) => ({ edge, at: canvas.free(edge) })).find(({ at }) => at !== undefined);
  await page.mouse.click(found?.at?.x ?? 0, found?.at?.y ?? 0);
  await expect.poll(() => [inBar(page, 'node'), inBar(page, 'to_node')]).toEqual([found?.edge.from, found?.edge.to]);
  await expect(about).toContainText(Number(found?.edge.records).toLocaleString('en').replaceAll(',', '\u202f'));
  await about.getByRole('button', { name: 'Close' }).click();
  const box = (await page.locator('.map-head', { hasText: 'Internet' }).boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  await page.mouse.click(box.x + box.width / 2, box.y + box.height - 5);
  await expect(about.getByRole('heading', { name: 'Internet' })).toBeVisible();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height + 200);
  await expect(about).toHaveCount(0);
});

test('the address bar holds what is seen, by hand and by keys; all of it needs no word', async ({ page }) => {
  await open(page, '/map');
  const frame = page.locator('.map-frame').first();
  await expect(frame).toContainText('shop-production');
  const whole = await frame.boundingBox();
  const canvas = page.locator('.map-place canvas');
  await canvas.focus();
  for (const key of ['+', '+', 'ArrowRight', 'ArrowDown', '-']) await page.keyboard.press(key);
  await expect.poll(() => inBar(page, 'look')).toMatch(/^-?\d+,-?\d+,\d(\.\d+)?$/);
  const look = inBar(page, 'look');
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 140, box.y + 90, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => inBar(page, 'look')).not.toBe(look);
  const [moved, link] = [await frame.boundingBox(), page.url()];
  // No step back for each move of the hand.
  expect(await page.evaluate('history.length')).toBeLessThanOrEqual(2);
  await page.goto(link);
  await expect.poll(async () => Math.round((await frame.boundingBox())?.x ?? 0)).toBe(Math.round(moved?.x ?? 0));
  expect(Math.abs(((await frame.boundingBox())?.y ?? 0) - (moved?.y ?? 0))).toBeLessThan(2);
  expect(page.url()).toBe(link);
  await canvas.focus();
  await page.keyboard.press('0');
  await expect.poll(() => inBar(page, 'look')).toBe(null);
  await expect.poll(async () => await frame.boundingBox()).toEqual(whole);
  // From the drawing Tab goes on to the frame's own page and the groups.
  await page.keyboard.press('Tab');
  await expect(frame.getByRole('link')).toBeFocused();
  await page.keyboard.press('Tab');
  const caret = page.locator('.map-head .caret').first();
  await expect(caret).toBeFocused();
  await expect(caret).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Enter');
  await expect(caret).toHaveAttribute('aria-expanded', 'false');
});

test('an edge opens Explore with the query that gives its bytes', async ({ page }) => {
  await page.goto('/map?open=-&group=none&node=none:all&to_node=aws');
  await page.getByRole('link', { name: 'Explore Hosts → AWS services' }).click();
  await expect(page).toHaveURL(/\/explore\?/);
  const query = new URL(page.url()).searchParams.get('q') ?? '';
  expect(query).toContain('dst_scope = "aws"');
  // The hosts of the demo have names: their addresses stand in the query, and it gives what the map says.
  const map = await answer(page, 'map', mapAnswer);
  const nodes = new Map(map.nodes.map((node) => [node.id, node]));
  const between = map.edges.find(({ from, to }) => [from, to].every((id) => nodes.get(id)?.kind === 'host'));
  expect(between).toBeDefined();
  if (between === undefined) return;
  const asked = edgeQuery(between, nodes, 'bytes').query.replace(/\| stats.*/s, '| stats sum(bytes) as b');
  const response = await page.request.post(new URL('/api/v1/queries', page.url()).href, {
    data: { query: asked, from: map.from, to: map.to },
  });
  expect(response.status(), await response.text()).toBe(200);
  expect(await response.text()).toContain(String(between.bytes));
});

test('the slider steps through the hours, with sums of each; places stay', async ({ page }) => {
  await open(page, '/map');
  const output = page.locator('.map-slider output');
  await expect(output).toContainText('Whole range');
  const head = page.locator('.map-head').first();
  const before = await head.getAttribute('style');
  await page.getByRole('button', { name: 'One step on' }).click();
  await expect(output).not.toContainText('Whole range');
  const slice = new URL(page.url()).searchParams.get('slice');
  expect(slice).not.toBeNull();
  await expect(page.locator('.map-body.stale')).toHaveCount(0);
  expect(await head.getAttribute('style')).toBe(before);
  await page.getByRole('slider', { name: 'Time' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => new URL(page.url()).searchParams.get('slice')).not.toBe(slice);
  await page.keyboard.press('Home');
  await expect(output).toContainText('Whole range');
  // It plays to the end, and stops there by itself.
  await page.keyboard.press('End');
  const last = () => inBar(page, 'slice');
  await expect.poll(last).not.toBe(null);
  const end = last();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(last).not.toBe(end);
  await page.getByRole('button', { name: 'Play the range' }).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect.poll(last).toBe(end);
  await expect(page.getByRole('button', { name: 'Play the range' })).toBeVisible();
  expect(last()).toBe(end);
});

test('the table has the edges of the map, sorted as asked, each with its query', async ({ page }) => {
  await open(page, '/map?view=table&by=refused&group=none');
  const { edges } = await answer(page, 'map', mapAnswer, { group: 'none', measure: 'refused', limit: 100 });
  const rows = page.getByRole('table', table).getByRole('row');
  await expect(rows).toHaveCount(edges.length + 1);
  const refused = await rows.locator('td:nth-child(5)').allTextContents();
  expect(refused.map((text) => text.replace(/\D/g, ''))).toEqual(edges.map((edge) => String(edge.refused)));
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this table as CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('weir-map.csv');
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toBe('From,To,Bytes,Records,Refused,Largest services');
  expect(lines.length).toBe(edges.length + 1);
  expect(lines[1]).toContain(`,${edges[0]?.bytes},${edges[0]?.records},${edges[0]?.refused},`);
  await page.getByRole('button', { name: 'from', exact: true }).click();
  await expect.poll(() => bar(page).from ?? new URL(page.url()).searchParams.get('sort')).toBe('from');
  await expect(rows.nth(1).getByRole('link', { name: /^Explore / })).toBeVisible();
});

test('where nothing fits it says so', async ({ page }) => {
  await open(page, '/map?filter=address:192.0.2.1');
  await expect(page.getByText('Nobody talked to anybody here')).toBeVisible();
});

test('a map that takes its time shows the sums first', async ({ page }) => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route('**/api/v1/map?*', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/map?filter=action:REJECT');
  const sums = await answer(page, 'summary', summaryAnswer);
  await expect(page.locator('.map-patience')).toContainText(`${formatCount(sums.total.records)} records`);
  release();
  await expect(page.locator('.map-head').first()).toBeVisible();
  await expect(page.locator('.map-patience')).toHaveCount(0);
});

test.describe('an answer that fails', () => {
  test.use({ tolerated: /Failed to load resource/ });
  test('says why, and can be asked for again', async ({ page }) => {
    const refusal = { code: 'QUERY_TIMEOUT', message: 'It took too long.', hint: 'Choose a shorter range.' };
    await page.route('**/api/v1/map?*', (route) =>
      route.fulfill({ status: 400, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
    );
    await page.goto('/map');
    await expect(page.getByRole('alert')).toContainText('It took too long.');
    await page.unroute('**/api/v1/map?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.locator('.map-head').first()).toBeVisible();
  });
});

test('fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, '/map');
  await expect(page.locator('.map-head').first()).toBeVisible();
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
});
