import { readFileSync } from 'node:fs';
import { recordsAnswer, topAnswer } from '../../src/contract/index.ts';
import { serviceName } from '../../src/fields/index.ts';
import { formatBytes, formatCount, formatExact } from '../../src/web/data/format.ts';
import { answer, bar, card, expectGauges, names, open, settled, sqlRow } from './look.ts';
import { expect, test } from './page.ts';

/** The port scan that the demo's truth file tells of. */
const SCANNER = '45.148.10.62';

test('an address opens its own page, with range and filters', async ({ page }) => {
  await open(page, '/?from=2025-11-19T06:05:00Z&to=2025-11-19T09:00:00Z&filter=action:REJECT');
  await page
    .getByRole('link', { name: `Open the page of ${SCANNER}` })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: SCANNER, level: 1 })).toBeVisible();
  await settled(page);
  expect(new URL(page.url()).pathname).toBe(`/address/${SCANNER}`);
  expect(bar(page)).toEqual({ from: '2025-11-19T06:05:00Z', to: '2025-11-19T09:00:00Z', filter: ['action:REJECT'] });
  await expectGauges(page, [`address:${SCANNER}`]);
  await expect(page).toHaveTitle(`${SCANNER} · Weir`);
});

test('its gauges, peers, services, timeline, refusals and records are those of the API and of the truth', async ({
  page,
}) => {
  await open(page, `/address/${SCANNER}`);
  const own = [`address:${SCANNER}`];
  const { total, rejected } = await expectGauges(page, own);
  const truth: { incidents: { kind: string; records: number; ports: number[] }[] } = JSON.parse(
    readFileSync(process.env['WEIR_TRUTH'] ?? '', 'utf8'),
  );
  const scan = truth.incidents.find((incident) => incident.kind === 'port-scan-vertical');
  expect([total.records, rejected.records]).toEqual([scan?.records, scan?.records]);

  const peers = await answer(page, 'top', topAnswer, { dimension: 'peer', measure: 'bytes', limit: 12 }, own);
  await expect(card(page, 'Peers').locator('tbody tr')).toHaveCount(peers.rows.length);
  await expect(card(page, 'Peers').locator('tbody tr').first()).toContainText(
    String(Object.values(peers.rows[0]?.key ?? {})[0]),
  );
  const services = await answer(page, 'top', topAnswer, { dimension: 'service', measure: 'bytes', limit: 12 }, own);
  await expect(card(page, 'Services').locator('tbody tr')).toHaveText(
    services.rows.map(
      ({ key, counted_bytes, records }) =>
        `${serviceName(Number(key['service_port']), Number(key['protocol']))}${formatBytes(counted_bytes)}${formatCount(records)}`,
    ),
  );
  await expect(card(page, 'Services').locator('tfoot')).toContainText(
    `${formatCount(Number(services.keys) - 12)} others`,
  );
  await expect(card(page, 'Accepted and refused').getByRole('img')).toHaveAttribute(
    'aria-label',
    new RegExp(`0 accepted, ${formatCount(rejected.records)} refused`),
  );
  await expect(card(page, 'Refused, by source').locator('li')).toHaveCount(1);

  const recent = card(page, 'Newest records');
  await expect(recent.locator('header p')).toHaveText(`of ${formatExact(total.records)}`);
  const newest = await sqlRow(
    page,
    `SELECT count() AS n, max(start) AS last FROM flows WHERE srcaddr = '${SCANNER}' OR dstaddr = '${SCANNER}'`,
  );
  expect(newest['n']).toBe(total.records);
  await expect(recent.locator('tbody tr').first().locator('td').first()).toHaveText(
    String(newest['last']).replace('T', ' ').replace('Z', ''),
  );
  await expect(recent.locator('tbody tr').first()).toContainText('SYN');
});

test('its records open as a list of their own', async ({ page }) => {
  await open(page, `/address/${SCANNER}`);
  await card(page, 'Newest records').getByRole('link', { name: 'All records' }).click();
  await expect.poll(() => bar(page).filter).toEqual([`address:${SCANNER}`]);
  const { total } = await answer(page, 'records', recordsAnswer, { limit: 1 });
  await expect(page.getByRole('table', { name: 'Records' })).toHaveAttribute('aria-rowcount', String(total));
});

test('an IPv6 address has a page; what is no address says so', async ({ page }) => {
  await open(page, '/');
  const { six } = await sqlRow(
    page,
    `SELECT srcaddr AS six FROM flows WHERE type = 'IPv6' ORDER BY start, srcaddr LIMIT 1`,
  );
  await open(page, `/address/${encodeURIComponent(String(six))}`);
  const name = (await names(page, [String(six)])).get(String(six));
  await expect(page.getByRole('heading', { name: name ?? String(six), level: 1 })).toBeVisible();
  await expect(page.locator('.page-head')).toContainText(String(six));
  const { total } = await expectGauges(page, [`address:${six}`]);
  expect(Number(total.records)).toBeGreaterThan(0);
  await page.goto('/address/nonsense');
  await expect(page.getByText('nonsense is no address')).toBeVisible();
});
