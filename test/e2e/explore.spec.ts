import {
  cells,
  ENDLESS,
  editor,
  expectRows,
  openExplore,
  pointAt,
  proposed,
  results,
  run,
  write,
  written,
} from './explore-page.ts';
import { bar, names, sqlRow } from './look.ts';
import { expect, test } from './page.ts';

/** Controls that nothing names, and references to elements that are not there. */
const NAMELESS = `[...document.querySelectorAll('main button, main input, main textarea, main select, main [role]')]
  .filter(one => one.offsetParent !== null)
  .flatMap(one => {
    const label = one.getAttribute('aria-label') ?? one.textContent.trim();
    const labels = [...(one.labels ?? [])].map(each => each.textContent.trim()).join('');
    const needs = /^(BUTTON|INPUT|TEXTAREA|SELECT)$/.test(one.tagName) || /^(slider|textbox|progressbar)$/.test(one.role);
    const lost = ['aria-controls', 'aria-describedby', 'aria-activedescendant', 'aria-labelledby']
      .flatMap(name => (one.getAttribute(name) ?? '').split(' ').filter(Boolean))
      .filter(id => document.getElementById(id) === null);
    return [...(needs && label === '' && labels === '' ? [one.outerHTML.slice(0, 160)] : []), ...lost];
  })`;

test('completion knows the place: fields, words of a field, and the interfaces of the user', async ({ page }) => {
  await openExplore(page);
  await editor(page).click();
  await page.keyboard.type('filter act');
  await expect.poll(async () => (await proposed(page))[0]).toBe('action');
  // What is proposed for a moment cannot be taken yet.
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await expect.poll(() => written(page)).toMatch(/^filter action\s*$/);
  await page.keyboard.type(' = ');
  await expect.poll(() => proposed(page)).toEqual(expect.arrayContaining(['ACCEPT', 'REJECT']));
  await editor(page).fill('');
  await page.keyboard.type('stats count(*) as n by ');
  await expect.poll(() => proposed(page)).toEqual(expect.arrayContaining(['bin', 'srcAddr', 'dstPort']));
  const { id } = await sqlRow(
    page,
    'SELECT interface_id AS id FROM flows WHERE interface_id IS NOT NULL GROUP BY id ORDER BY count() DESC, id LIMIT 1',
  );
  await editor(page).fill('');
  await page.keyboard.type('filter interfaceId = ');
  await expect.poll(async () => (await proposed(page))[0]).toBe(id);
  await page.keyboard.press('Escape');
  await expect(editor(page)).toBeFocused();
});

test('an error is underlined while it is written, explained, and mended by one click', async ({ page }) => {
  await openExplore(page);
  await write(page, 'filter acton = "REJECT" | stats count(*) as n');
  await expect(page.locator('.cm-lintRange-error')).toHaveText('acton');
  const problem = page.getByRole('status', { name: 'What is wrong with the query' });
  await expect(problem).toContainText('acton');
  await pointAt(page, page.locator('.cm-lintRange-error'), page.locator('.cm-tooltip-lint'), 'acton');
  await problem.getByRole('button', { name: /action/ }).click();
  await expect.poll(() => written(page)).toBe('filter action = "REJECT" | stats count(*) as n');
  await expect(page.locator('.cm-lintRange-error')).toHaveCount(0);
  // A query that is known to be wrong is not sent, and says why.
  await run(page, 'filter acton = "REJECT"');
  await expect(results(page).getByRole('alert')).toContainText('acton');
});

test('help for the word below the pointer', async ({ page }) => {
  await openExplore(page, { q: 'filter isIpInSubnet(srcAddr, "10.0.0.0/8") | limit 3' });
  const word = page.locator('.ql-function', { hasText: 'isIpInSubnet' });
  await pointAt(page, word, page.locator('.ql-help'), 'isIpInSubnet');
});

test('a run is drawn as its shape suggests, can be drawn otherwise, and shows its SQL', async ({ page }) => {
  await openExplore(page);
  await run(page, 'filter action = "REJECT" | stats count(*) as n by dstPort | sort n desc, dstPort | limit 7');
  await expectRows(page, 7);
  const { port, n } = await sqlRow(
    page,
    "SELECT dstport AS port, count() AS n FROM flows WHERE action = 'REJECT' GROUP BY port ORDER BY n DESC, port LIMIT 1",
  );
  await expect(results(page).getByRole('button', { name: 'bar', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await results(page).getByRole('button', { name: 'table', exact: true }).click();
  await expect(page).toHaveURL(/chart=table/);
  const [first = '', second = ''] = await cells(page, 0);
  expect([first.replace(/\D/g, ''), second.replace(/\D/g, '')]).toEqual([`${port}`, `${n}`]);
  await results(page).getByRole('button', { name: 'SQL', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'SQL of this query' })).toHaveValue(/GROUP BY/);
  // The answer before, by the browser's own way back.
  await run(page, 'stats count(*) as n');
  await expectRows(page, 1);
  await page.goBack();
  await expectRows(page, 7);
  await expect.poll(() => written(page)).toContain('limit 7');
});

test('raw records: a cut is told, and a range drawn over the histogram narrows the page', async ({ page }) => {
  await openExplore(page, { q: 'fields @timestamp, srcAddr, bytes' });
  await expectRows(page, 10_000);
  await expect(results(page)).toContainText('Cut at 10\u202f000 rows');
  const strip = results(page).getByRole('slider');
  await expect(page.locator('.result-histogram')).toHaveAttribute('aria-busy', 'false');
  const box = await strip.boundingBox();
  if (box === null) throw new Error('the histogram is not there');
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => bar(page).from).not.toBeNull();
  const { from, to } = bar(page);
  const { n } = await sqlRow(
    page,
    `SELECT count() AS n FROM flows WHERE start >= toDateTime('${from?.slice(0, 19).replace('T', ' ')}', 'UTC') AND start < toDateTime('${to?.slice(0, 19).replace('T', ' ')}', 'UTC')`,
  );
  expect(Number(n)).toBeGreaterThan(100);
  await expectRows(page, String(n));
});

test('values are kept and left out from the table and from the fields', async ({ page }) => {
  await openExplore(page, {
    q: 'filter action = "REJECT" | fields @timestamp, srcAddr, dstPort | sort @timestamp desc',
  });
  const refused = "SELECT count() AS n FROM flows WHERE action = 'REJECT'";
  await expectRows(page, String((await sqlRow(page, refused))['n']));
  const [, address = ''] = await cells(page, 0);
  await results(page).locator('tbody tr[aria-rowindex="2"] td').nth(1).getByRole('button').first().click();
  await expect.poll(() => written(page)).toContain(`srcAddr = "${address}"`);
  const one = `${refused} AND srcaddr = '${address}'`;
  await expectRows(page, String((await sqlRow(page, one))['n']));

  await page
    .getByRole('complementary', { name: 'Fields' })
    .getByRole('button', { name: /^dstPort/ })
    .click();
  const values = page.getByRole('list', { name: 'Top values of dstPort' });
  const { port, n } = await sqlRow(
    page,
    `SELECT dstport AS port, count() AS n FROM flows WHERE action = 'REJECT' AND srcaddr = '${address}' GROUP BY port ORDER BY n DESC, port LIMIT 1`,
  );
  await expect(values.getByRole('listitem').first()).toHaveAttribute('title', new RegExp(`^${port}: ${n} of`));
  await values.getByRole('button', { name: `Without dstPort ${port}` }).click();
  await expect.poll(() => written(page)).toContain(`dstPort != ${port}`);
  const rest = Number((await sqlRow(page, `${one} AND dstport != ${port}`))['n']);
  if (rest > 0) await expectRows(page, rest);
  else await expect(results(page)).toContainText('No record matches');
});

test('a query with parameters is saved, found again, asked with other values, and deleted', async ({ page }) => {
  await openExplore(page);
  await write(page, 'filter dstPort = {{port}} | stats count(*) as n');
  const port = page.getByRole('form', { name: 'Parameters' }).getByRole('textbox');
  await port.fill('22');
  await port.press('Enter');
  await expectRows(page, 1);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Records of a port');
  await expect(dialog.getByRole('combobox', { name: 'Type of port' })).toHaveValue('number');
  await expect(dialog.getByRole('textbox', { name: 'Default of port' })).toHaveValue('22');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(/saved=/);
  const id = new URL(page.url()).searchParams.get('saved') ?? '';

  await openExplore(page, { saved: id });
  await expect(page.locator('.page-head')).toContainText('Records of a port');
  await expectRows(page, 1);
  await port.fill('443');
  await port.press('Enter');
  await expect(page).toHaveURL(/param=port:443/);
  const { n } = await sqlRow(page, 'SELECT count() AS n FROM flows WHERE dstport = 443');
  await expect(results(page)).toContainText(new RegExp(String(n).replace(/\B(?=(\d{3})+$)/g, '\\s?')));

  await page.getByRole('button', { name: 'Queries', exact: true }).click();
  const list = page.getByRole('dialog');
  await list.getByRole('textbox', { name: 'Search the saved queries' }).fill('records port');
  await list.getByRole('button', { name: 'Delete Records of a port' }).click();
  await list.getByRole('button', { name: 'Delete?' }).click();
  await expect(list).not.toContainText('Records of a port');
  await expect(page).not.toHaveURL(/saved=/);
});

test('a link brings back query, range, filters, parameters and drawing', async ({ page, browser, baseURL }) => {
  await openExplore(page, {
    q: 'filter action = {{act}} | stats sum(bytes) as b by srcAddr, dstAddr | sort b desc | limit 5',
    param: 'act:ACCEPT',
    filter: 'protocol:6',
    from: '2025-11-19T07:00:00Z',
    to: '2025-11-19T09:00:00Z',
  });
  await expectRows(page, 5);
  await results(page).getByRole('button', { name: 'heat map', exact: true }).click();
  await expect(page).toHaveURL(/chart=heat/);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate<string>('navigator.clipboard.readText()');
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await context.newPage();
  await other.goto(link);
  await expectRows(other, 5);
  expect(await written(other)).toBe(await written(page));
  expect(bar(other)).toEqual(bar(page));
  await expect(results(other).getByRole('button', { name: 'heat map', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(other.getByRole('form', { name: 'Parameters' }).getByRole('textbox')).toHaveValue('ACCEPT');
  await context.close();
});

test('drawings name addresses as the table does, with the address on hover', async ({ page }) => {
  await openExplore(page);
  const { src, dst } = await sqlRow(
    page,
    "SELECT replaceOne(toString(srcaddr), '::ffff:', '') AS src, replaceOne(toString(dstaddr), '::ffff:', '') AS dst FROM flows WHERE src_name IS NOT NULL AND dst_name IS NOT NULL GROUP BY srcaddr, dstaddr ORDER BY sum(bytes) DESC LIMIT 1",
  );
  const called = await names(page, [String(src), String(dst)]);
  const q = `filter srcAddr = ${src} and dstAddr = ${dst} | stats sum(bytes) as b by srcAddr, dstAddr`;
  await openExplore(page, { q, chart: 'sankey', range: 'all' });
  await run(page);
  await expectRows(page, 1);
  const drawing = results(page).getByRole('img');
  const both = `${called.get(String(src))} to ${called.get(String(dst))} `;
  await expect(drawing).toHaveAttribute('aria-label', new RegExp(both));
  await results(page).getByRole('button', { name: 'heat map', exact: true }).click();
  await expect(drawing).toHaveAttribute('aria-label', new RegExp(`most in ${called.get(String(src))} and `));
  await run(page, 'stats sum(bytes) as b by srcAddr | sort b desc | limit 3');
  await results(page).getByRole('button', { name: 'pie', exact: true }).click();
  const slice = results(page).locator('.result-legend li button').first();
  await expect(slice).toContainText(called.get(String(src)) ?? '-');
  await expect(slice).toHaveAttribute('title', new RegExp(`^${called.get(String(src))} ${src}: `));
  await expect(page.locator('.foot')).toContainText(/^Names are as of 2025-11-19 10:\d\d:00 UTC/);
  // The box for filters, which stands on every page, suggests what is known of networks.
  await page.getByRole('textbox', { name: /^Add a filter/ }).click();
  await page.keyboard.type('aws_service:s');
  await page.getByRole('option', { name: /^aws_service:S3/ }).click();
  await page.keyboard.type('!country:irel');
  await page.getByRole('option', { name: /^!country:IE/ }).click();
  await expect.poll(() => bar(page).filter).toEqual(['aws_service:S3', '!country:IE']);
});

test('a long query is stopped for real, and what was asked before can be asked again', async ({ page }) => {
  await openExplore(page, { lang: 'sql', q: ENDLESS });
  await expect(results(page)).toContainText('asking the engine');
  const running = () => page.request.get(new URL('/api/v1/queries', page.url()).href).then((answer) => answer.text());
  await expect.poll(running).toContain('a.bytes + b.bytes');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(results(page)).toContainText('stopped');
  await expect(results(page)).toHaveAttribute('aria-busy', 'false');
  await expect.poll(running).not.toContain('a.bytes + b.bytes');
  await expect(page.getByRole('button', { name: 'Run' })).toBeEnabled();
});

test('SQL has its own completion, and is told that the range is not part of it', async ({ page }) => {
  await openExplore(page);
  await page.getByRole('button', { name: 'SQL', exact: true }).click();
  await editor(page, 'SQL').click();
  await page.keyboard.type('SELECT dstp');
  await expect.poll(async () => (await proposed(page))[0]).toBe('dstport');
  await page.keyboard.press('Escape');
  await editor(page, 'SQL').fill('');
  await page.keyboard.type('SELECT * FROM flows_by_minute WHERE flows_by_minute.uncou');
  await expect.poll(() => proposed(page)).toContain('uncounted_bytes');
  await page.keyboard.press('Escape');
  await write(page, 'SELECT count() AS n FROM flows', 'SQL');
  const problem = page.getByRole('status', { name: 'What is wrong with the query' });
  await expect(problem).toContainText('not part of this SQL');
  await problem.getByRole('button', { name: 'add the range' }).click();
  await expect.poll(() => written(page)).toMatch(/FROM flows WHERE start >= '2025-11-19 \d\d:\d\d:00' AND start < '/);
  const { n } = await sqlRow(page, await written(page));
  await editor(page, 'SQL').press('ControlOrMeta+Enter');
  await expectRows(page, 1);
  await results(page).getByRole('button', { name: 'table', exact: true }).click();
  expect((await cells(page, 0))[0]?.replace(/\D/g, '')).toBe(String(n));
  await expect(page).toHaveURL(/lang=sql/);
});

test('all by keyboard: write, run, format, history, leave', async ({ page }) => {
  await openExplore(page);
  await page.keyboard.press('/');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.type('stats count(*) as n by action|sort n desc');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expectRows(
    page,
    String((await sqlRow(page, 'SELECT count() AS n FROM (SELECT action FROM flows GROUP BY action)'))['n']),
  );
  await page.keyboard.press('Shift+Alt+F');
  await expect.poll(() => written(page)).toBe('stats count(*) as n by action\n| sort n desc');
  // Tab goes on, it does not indent; Escape leaves, too.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Run' })).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(editor(page)).not.toBeFocused();
  await page.getByRole('button', { name: 'History' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Search the history' })).toBeFocused();
  await page.keyboard.type('action count');
  await page.keyboard.press('Enter');
  await expect(editor(page)).toBeFocused();
  await expect.poll(() => written(page)).toBe('stats count(*) as n by action|sort n desc');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`fits every width, and all that can be used has a name, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [
      [390, 844],
      [1280, 800],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await openExplore(page, { q: 'filter action = "REJECT" and dstPort = {{port}} | limit 200', param: 'port:22' });
      await expectRows(page, 200);
      expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
      expect(await page.evaluate(NAMELESS)).toEqual([]);
    }
  });

test('a query with a range of its own says so, and is drawn over it', async ({ page }) => {
  await openExplore(page, {
    q: 'SOURCE flows start="2025-11-19T08:00:00Z" end="2025-11-19T08:59:59Z" | stats count(*) as n by bin(10m)',
  });
  await expectRows(page, 6);
  await expect(results(page)).toContainText('range of its own: 2025-11-19 08:00 → 09:00 UTC');
});

test('without a query there are questions to start from', async ({ page }) => {
  await openExplore(page);
  await page
    .getByRole('region', { name: 'What is refused?' })
    .getByRole('button', { name: /^Rejected traffic/ })
    .click();
  await expect(page).toHaveURL(/saved=rejected-traffic/);
  await expect(results(page).getByRole('heading', { level: 2 })).toHaveText(/rows$/);
  await expect(page.getByRole('list', { name: 'Top values of srcAddr' })).toBeHidden();
});
