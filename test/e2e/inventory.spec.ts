import { inventoryObjectsAnswer, inventoryStatusAnswer, summaryAnswer } from '../../src/contract/index.ts';
import { EXPOSED_AT } from './demo-server.ts';
import { answer, bar, card, expectFilters, gauge, open, settled } from './look.ts';
import { expect, test } from './page.ts';

test('the inventory says what is known, how old it is, and which call brings what is missing', async ({ page }) => {
  await open(page, '/inventory');
  const status = await answer(page, 'inventory/status', inventoryStatusAnswer);
  await expect(card(page, 'What is known').locator('tbody tr')).toHaveCount(status.known.length);
  const groups = card(page, 'What is known').getByRole('row', { name: /^security groups/ });
  await expect(groups).toContainText(`${status.known.find(({ kind }) => kind === 'security-group')?.objects}`);
  await expect(groups).toContainText(/\d+ d ago/);
  const missing = card(page, 'What is missing');
  await expect(missing.getByRole('listitem')).toHaveCount(status.missing.length + status.missing_objects.length);
  await expect(missing).toContainText('aws ec2 describe-vpc-peering-connections');
});

test('objects are found by kind, name and tag, and lead to their own page', async ({ page }) => {
  await open(page, '/inventory');
  await card(page, 'What is known').getByRole('button', { name: 'instances', exact: true }).click();
  const search = page.getByRole('searchbox', { name: /^Search objects/ });
  await search.fill('tier=web');
  const rows = card(page, 'Objects').locator('tbody tr');
  const known = await answer(page, 'inventory/objects', inventoryObjectsAnswer, {
    kind: 'instance',
    search: 'tier=web',
  });
  expect(Number(known.total)).toBeGreaterThan(1);
  await expect(rows).toHaveCount(Number(known.total));
  expect(new URL(page.url()).searchParams.get('kind')).toBe('instance');
  await expect.poll(() => new URL(page.url()).searchParams.get('find')).toBe('tier=web');
  await rows.getByRole('link', { name: 'web-2', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'web-2', level: 1 })).toBeVisible();
  await expect(page).toHaveTitle('web-2 · Weir');
  await open(page, '/inventory?find=nothing+is+called+so');
  await page.getByRole('button', { name: 'Show all of them' }).click();
  await expect(rows).not.toHaveCount(0);
});

test('what somebody changed shows with before and after, and as of then', async ({ page }) => {
  await open(page, '/inventory');
  const change = card(page, 'Changes')
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: 'reports', exact: true }) })
    .filter({ hasText: 'IpPermissions[tcp 3306 3306].IpRanges[0.0.0.0/0]' });
  await expect(change).toContainText('2025-11-19 09:29:25');
  await expect(change.locator('del')).toHaveText('nothing');
  await expect(change.locator('ins')).toContainText('0.0.0.0/0');
  await change.getByRole('link', { name: 'reports', exact: true }).click();
  await settled(page);
  expect(new URL(page.url()).searchParams.get('at')).toBe(new Date(EXPOSED_AT).toISOString());
  const open3306 = card(page, 'What it allows').getByRole('row', { name: /3306 0\.0\.0\.0\/0/ });
  await expect(open3306).toHaveCount(1);
  // As it was before: the first line of its history.
  await card(page, 'History').getByRole('button').last().click();
  await expect(open3306).toHaveCount(0);
  await page.getByRole('button', { name: 'end of range' }).click();
  await expect(open3306).toHaveCount(1);
});

test('an instance shows its facts, what it belongs to and the traffic of its interface', async ({ page }) => {
  await open(page, '/inventory?kind=instance');
  await card(page, 'Objects').getByRole('link', { name: 'web-1', exact: true }).click();
  await settled(page);
  const facts = card(page, 'Facts');
  await expect(facts).toContainText('tier web');
  const related = card(page, 'Related');
  await expect(related.getByRole('link', { name: 'shop-production' })).toBeVisible();
  await expect(card(page, 'What its groups allow').getByRole('row', { name: /TCP 8080 alb/ })).toHaveCount(1);
  await expect(card(page, 'Routes')).toContainText('nat-1');
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '');
  const own = await answer(page, 'summary', summaryAnswer, {}, [`thing:${id}`]);
  expect(Number(own.total.records)).toBeGreaterThan(100);
  await expect.poll(() => gauge(page, 'Records')).toBe(String(own.total.records));
  await expect.poll(() => gauge(page, 'Bytes, as logged')).toBe(String(own.total.bytes));
  // The interface behind it has the same records; its page is one click away.
  await related.getByRole('link', { name: 'web-1', exact: true }).first().click();
  await expect(page.locator('.page-head')).toContainText('network interface');
  await settled(page);
  await expect.poll(() => gauge(page, 'Records')).toBe(String(own.total.records));
});

test('a load balancer is found by its ARN, a group by what carries it, and the filter leads on', async ({ page }) => {
  const { rows } = await listed(page, { kind: 'load-balancer' });
  await open(page, `/thing/${encodeURIComponent(rows[0]?.id ?? '')}`);
  await expect(page.getByRole('heading', { name: rows[0]?.name ?? '', level: 1 })).toBeVisible();
  expect(Number(await gauge(page, 'Records'))).toBeGreaterThan(0);
  const group = (await listed(page, { kind: 'security-group', search: 'web' })).rows[0];
  await open(page, `/thing/${group?.id}`);
  await expect(card(page, 'Related')).toContainText('web-6');
  await page.getByRole('link', { name: 'As a filter on the overview' }).click();
  await settled(page);
  await expectFilters(page, [`thing:${group?.id}`]);
  const summary = await answer(page, 'summary', summaryAnswer);
  await expect.poll(() => gauge(page, 'Records')).toBe(String(summary.total.records));
  await expect(page.getByRole('group', { name: 'Filters' })).toContainText('web');
});

test('names stand over addresses, and typing one finds what has it', async ({ page }) => {
  await open(page, '/');
  const talk = card(page, 'Conversations');
  const host = talk.locator('.who', { has: page.getByRole('button', { name: 'db-primary', exact: true }) }).first();
  await expect(host).toContainText(/10\.20\.\d+\.\d+/);
  await expect(host.getByRole('button')).toHaveAttribute('title', /owner data\ninstance i-/);
  await page.keyboard.press('/');
  await page.keyboard.type('db-prim');
  await expect(page.getByRole('option', { name: /name:db-primary/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expectFilters(page, ['name:db-primary']);
  const summary = await answer(page, 'summary', summaryAnswer);
  expect(Number(summary.total.records)).toBeGreaterThan(100);
  await expect.poll(() => gauge(page, 'Records')).toBe(String(summary.total.records));
  await open(page, '/explore?q=top+3+srcAddr+by+sum%28bytes%29');
  await expect(page.locator('.result-bar', { hasText: /db-primary\s?10\.20\.\d+\.\d+/ })).toBeVisible();
});

test('owner and tag of either end filter, and an address page says who held it', async ({ page }) => {
  await open(page, '/?filter=owner:data&filter=tag:tier=database');
  const { total } = await answer(page, 'summary', summaryAnswer);
  expect(Number(total.records)).toBeGreaterThan(100);
  await expect.poll(() => gauge(page, 'Records')).toBe(String(total.records));
  const { rows } = await listed(page, { kind: 'network-interface', search: 'bastion' });
  const address = rows[0]?.addresses[0] ?? '';
  await open(page, `/address/${address}`);
  await expect(page.getByRole('heading', { name: 'bastion', level: 1 })).toBeVisible();
  await expect(page.locator('.page-head')).toContainText(address);
  const held = card(page, 'Who held it').locator('tbody tr');
  await expect(held).toHaveCount(1);
  await expect(held).toContainText('platform');
  await held.getByRole('link', { name: 'bastion', exact: true }).first().click();
  await expect(page.locator('.page-head')).toContainText('instance');
  expect(bar(page).filter).toEqual([]);
});

test('a thing that no snapshot has says what to do', async ({ page }) => {
  await open(page, '/thing/i-0123456789abcdef0');
  await expect(page.getByText('No snapshot has i-0123456789abcdef0')).toBeVisible();
  await expect(page.getByText('weir inventory import <folder>')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Inventory' }).click();
  await expect(page.getByRole('heading', { name: 'Inventory', level: 1 })).toBeVisible();
  await expect(card(page, 'Objects').locator('tbody tr')).not.toHaveCount(0);
});

async function listed(page: Parameters<typeof answer>[0], asked: Readonly<Record<string, string>>) {
  if (page.url() === 'about:blank') await open(page, '/inventory');
  return answer(page, 'inventory/objects', inventoryObjectsAnswer, asked);
}
