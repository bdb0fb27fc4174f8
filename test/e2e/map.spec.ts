import { mapAnswer } from '../../src/contract/index.ts';
import { edgeQuery } from '../../src/web/data/map.ts';
import { answer, bar, expectFilters, open } from './look.ts';
import { expect, test } from './page.ts';

const table = { name: 'Connections' } as const;

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
  const inBar = () => new URL(page.url()).searchParams.getAll('open').length;
  expect(inBar()).toBe(opened - 1);
  await reopen.click();
  await expect.poll(inBar).toBe(opened);
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

test('a click on the drawing chooses; an edge opens Explore with the query that gives its bytes', async ({ page }) => {
  await open(page, '/map?open=-&group=none');
  const canvas = page.locator('.map-place canvas');
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const head = (await page.locator('.map-head', { hasText: 'Internet' }).boundingBox()) ?? box;
  await page.mouse.click(head.x + head.width / 2, head.y + head.height - 5);
  await expect(page.getByRole('heading', { name: 'Internet' })).toBeVisible();
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
});

test('the table has the edges of the map, sorted as asked, each with its query', async ({ page }) => {
  await open(page, '/map?view=table&by=refused&group=none');
  const { edges } = await answer(page, 'map', mapAnswer, { group: 'none', measure: 'refused', limit: 100 });
  const rows = page.getByRole('table', table).getByRole('row');
  await expect(rows).toHaveCount(edges.length + 1);
  const refused = await rows.locator('td:nth-child(5)').allTextContents();
  expect(refused.map((text) => text.replace(/\D/g, ''))).toEqual(edges.map((edge) => String(edge.refused)));
  await page.getByRole('button', { name: 'from', exact: true }).click();
  await expect.poll(() => bar(page).from ?? new URL(page.url()).searchParams.get('sort')).toBe('from');
  await expect(rows.nth(1).getByRole('link', { name: /^Explore / })).toBeVisible();
});

test('where nothing fits it says so', async ({ page }) => {
  await open(page, '/map?filter=address:192.0.2.1');
  await expect(page.getByText('Nobody talked to anybody here')).toBeVisible();
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
