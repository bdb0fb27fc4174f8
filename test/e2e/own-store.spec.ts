import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { objectsAnswer, quarantineAnswer, statusAnswer, summaryAnswer } from '../../src/contract/index.ts';
import { formatExact } from '../../src/web/data/format.ts';
import { runWeir, type Server, startServer, temporaryFolder, WEIR } from '../support/weir.ts';
import { answer, card, expectFilters, expectGauges, gauge, open, settled, sqlRow } from './look.ts';
import { MARKUP, MARKUP_FILE, ODD, writeOddLogs } from './odd-logs.ts';
import { expect, test } from './page.ts';

// A store of its own, from empty to broken: each test goes on where the one before it ended.
test.describe.configure({ mode: 'serial' });

/** Milliseconds after which a page has asked for news. */
const UNTIL_ASKED_AGAIN = 10_000;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Server;
let data: string;

test.beforeAll(async () => {
  folder = await temporaryFolder('e2e-own');
  data = path.join(folder.path, 'data');
  server = await startServer(WEIR, ['serve', '--data', data, '--port', '0']);
});

test.afterAll(async () => {
  await server.stop();
  await folder.remove();
});

function at(place: string): string {
  return new URL(place, server.url).href;
}

/** Nothing of a log became an element, nor ran: a dialog or a failed image would also be a complaint. */
async function expectNoMarkup(page: Page): Promise<void> {
  await expect(page.locator('img, main script')).toHaveCount(0);
  expect(await page.content()).not.toContain('<img');
}

test('an empty store says what to do next, and fills by itself when something is loaded', async ({ page }) => {
  for (const start of ['/records', '/']) {
    await page.goto(at(start));
    await expect(page.getByRole('heading', { name: 'Nothing is loaded yet' })).toBeVisible();
    await expect(page.getByText('weir ingest <path>', { exact: true })).toBeVisible();
    await expect(page.getByText('weir demo --out demo && weir ingest demo/AWSLogs')).toBeVisible();
    await expect(page.locator('.waiting')).toHaveCount(0);
  }
  await page.goto(at('/sources'));
  await expect(page.getByText('Nothing was loaded yet')).toBeVisible();
  await page.goto(at('/inventory'));
  await expect(page.getByRole('heading', { name: 'Nothing is known of your account yet' })).toBeVisible();
  await expect(page.getByText('weir inventory pull --regions eu-west-1')).toBeVisible();
  await page.clock.install();
  await page.goto(at('/'));
  const logs = path.join(folder.path, 'logs');
  await mkdir(logs);
  await writeOddLogs(logs);
  const { stdout, stderr } = await runWeir(['ingest', logs, '--data', data, '--json']);
  expect(JSON.parse(stdout), stderr).toMatchObject({ failed_files: 1, skipped_files: 0 });
  await page.clock.fastForward(UNTIL_ASKED_AGAIN);
  await expect(page.getByRole('region', { name: 'Totals' })).toBeVisible();
  await settled(page);
  const { total } = await expectGauges(page);
  const loaded = Number(total.records);
  expect(loaded).toBeGreaterThan(ODD.records);
  expect(loaded).toBeLessThan(ODD.records + ODD.cutOff);
});

test('without country data the page says how to load some', async ({ page }) => {
  await open(page, at('/'));
  const { countries } = await answer(page, 'status', statusAnswer);
  expect(countries.loaded).toBe(false);
  await expect(card(page, 'On the map')).toContainText('No country data is loaded');
  await expect(card(page, 'On the map')).toContainText(countries.hint ?? '');
});

test('Sources: bad lines with their reasons, a file that failed, one that was cut off', async ({ page }) => {
  await open(page, at('/sources'));
  const { rows, totals } = await answer(page, 'objects', objectsAnswer, { limit: 10 });
  const [failed, partial, bad] = ['letter.txt', 'cut-off.log.gz', MARKUP_FILE].map((name) =>
    rows.find((row) => row.path.endsWith(name)),
  );
  expect([totals.objects, totals.failed, totals.partial]).toEqual([3, 1, 1]);
  expect(bad?.quarantined).toBe(ODD.quarantined.size);
  // The line in which the archive was cut may be no whole record any more.
  expect(totals.quarantined).toBe(Number(bad?.quarantined) + Number(partial?.quarantined));
  const objects = page.getByRole('table', { name: 'Objects' });
  const line = (name: string) => objects.locator('> tbody > tr', { has: page.locator(`button[title$="${name}"]`) });

  await line('letter.txt').getByRole('button').click();
  expect(failed?.note).not.toBe('');
  await expect(line('letter.txt')).toContainText('failed');
  await expect(page.locator('.opened')).toContainText(failed?.note ?? '');
  await expect(page.locator('.opened')).toContainText('weir ingest --log-format');

  await line('cut-off.log.gz').getByRole('button').click();
  await expect(line('cut-off.log.gz')).toContainText('in part');
  await expect(page.locator('.opened')).toContainText(partial?.note ?? '');
  await expect(page.locator('.opened')).toContainText(`${formatExact(partial?.records ?? 0)} records`);

  await line(MARKUP_FILE).getByRole('button').click();
  const lines = await answer(page, `objects/${bad?.object_id}/quarantine`, quarantineAnswer);
  const shown = page.locator('.quarantine tbody tr');
  await expect(shown).toHaveCount(ODD.quarantined.size);
  for (const [index, [number, reason]] of [...ODD.quarantined].entries()) {
    const wanted = lines.rows[index];
    expect(wanted?.line_number).toBe(number);
    expect(wanted?.reason).toMatch(reason);
    await expect(shown.nth(index).locator('td')).toHaveText([String(number), wanted?.reason ?? '', wanted?.text ?? '']);
  }
  await expect(shown.first()).toContainText('<script>alert(3)</script>');
  await expectNoMarkup(page);
  await page.getByRole('group', { name: 'State' }).getByRole('button', { name: 'with bad lines' }).click();
  await expect(objects.locator('> tbody > tr:not(.below)')).toHaveCount(Number(partial?.quarantined) > 0 ? 2 : 1);
});

test('the strip shows the hours without any log', async ({ page }) => {
  await open(page, at('/'));
  const missing = card(page, 'Accepted and refused').locator('.coverage button.missing');
  await expect(missing).toHaveCount(1);
  await expect(missing).toHaveAccessibleName(/^no logs at all · .* 2025-11-19 06:20 → 08:20 UTC/);
});

test('markup in a log stays text in records, lists, filters and the address bar', async ({ page }) => {
  await open(page, at('/records?columns=start,instance_id,interface_id,srcaddr'));
  const cell = page.getByRole('table', { name: 'Records' }).getByRole('button', { name: MARKUP }).first();
  await expect(cell).toBeVisible();
  await expectNoMarkup(page);
  await cell.click();
  await expectFilters(page, [`instance_id:${MARKUP}`]);
  await expect(page.locator('.filters .chip b')).toHaveText(MARKUP);
  await expect(page.getByRole('table', { name: 'Records' })).toHaveAttribute('aria-rowcount', '1');
  await expectNoMarkup(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Overview', exact: true }).click();
  await settled(page);
  await expect(card(page, 'Interfaces').locator('tbody')).toContainText('<img');
  const found = await sqlRow(page, `SELECT count() AS n FROM flows WHERE instance_id = '${MARKUP}'`);
  expect(found['n']).toBe(1);
  expect(await gauge(page, 'Records')).toBe('1');
  await card(page, 'Interfaces').locator('tbody .val').first().click({ button: 'right' });
  await expect(page.getByRole('menu')).toContainText(MARKUP);
  await expectNoMarkup(page);
  await open(page, at(`/?filter=${encodeURIComponent('interface_id:<img src=x onerror=alert(5)>')}`));
  await expect(page.locator('.filters .chip b')).toHaveText('<img src=x onerror=alert(5)>');
  await expectNoMarkup(page);
});

test.describe('when something dies', () => {
  test.use({ tolerated: /status of 5\d\d|Failed to load resource|ERR_CONNECTION/ });

  test('the engine: the page recovers and says that it was restarted', async ({ page }) => {
    await page.clock.install();
    await open(page, at('/'));
    const before = await gauge(page, 'Records');
    const engine: { pid: number } = JSON.parse(await readFile(path.join(data, 'engine.json'), 'utf8'));
    process.kill(engine.pid, 'SIGKILL');
    await card(page, 'Accepted and refused')
      .getByRole('button', { name: /^accepted/ })
      .click();
    await expectFilters(page, ['action:ACCEPT']);
    await settled(page);
    await expectGauges(page);
    await page.clock.fastForward(UNTIL_ASKED_AGAIN);
    await expect(page.getByText('The engine was restarted')).toBeVisible();
    await page.getByRole('button', { name: 'Remove filter action:ACCEPT' }).click();
    await expect.poll(() => gauge(page, 'Records')).toBe(before);
    const again: { pid: number } = JSON.parse(await readFile(path.join(data, 'engine.json'), 'utf8'));
    expect(again.pid).not.toBe(engine.pid);
    await page.getByRole('button', { name: 'Understood' }).click();
    await expect(page.getByText('The engine was restarted')).toBeHidden();
  });

  test('the server: an error with a way to try again, no endless waiting', async ({ page }) => {
    await open(page, at('/'));
    const { port } = new URL(server.url);
    await server.stop();
    await card(page, 'Accepted and refused')
      .getByRole('button', { name: /^accepted/ })
      .click();
    const alert = page.getByRole('region', { name: 'Totals' }).getByRole('alert');
    await expect(alert).toContainText('The Weir server does not answer.');
    await expect(alert).toContainText('weir serve');
    await expect(page.locator('.waiting')).toHaveCount(0);
    server = await startServer(WEIR, ['serve', '--data', data, '--port', port]);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(alert).toBeHidden();
    const { total } = await answer(page, 'summary', summaryAnswer);
    await expect.poll(() => gauge(page, 'Records')).toBe(String(total.records));
  });
});

test('markup in an inventory stays text: in lists, on pages of things, over addresses', async ({ page }) => {
  const name = '<img src=x onerror=alert(9)>';
  await open(page, at('/sources'));
  const { address } = await sqlRow(page, 'SELECT srcaddr AS address FROM flows WHERE srcaddr IS NOT NULL LIMIT 1');
  const file = path.join(folder.path, 'eni.json');
  const tags = [
    { Key: 'Name', Value: name },
    { Key: `owner`, Value: '<b>shop</b>' },
  ];
  const one = {
    NetworkInterfaceId: 'eni-0badc0de',
    VpcId: 'vpc-0badc0de',
    SubnetId: 'subnet-0badc0de',
    MacAddress: '',
  };
  await writeFile(
    file,
    JSON.stringify({ NetworkInterfaces: [{ ...one, Description: name, PrivateIpAddress: address, TagSet: tags }] }),
  );
  const { code, stderr } = await runWeir(['inventory', 'import', file, '--data', data]);
  expect(code, stderr).toBe(0);
  await open(page, at('/inventory'));
  await expect(card(page, 'Objects').getByRole('link', { name })).toBeVisible();
  await expectNoMarkup(page);
  await card(page, 'Objects').getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await settled(page);
  await expect(card(page, 'Facts')).toContainText('<b>shop</b>');
  await expectNoMarkup(page);
  await open(page, at(`/address/${encodeURIComponent(String(address))}`));
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(card(page, 'Who held it')).toContainText(name);
  await expectNoMarkup(page);
});
