import { coverageAnswer, seriesAnswer, statusAnswer, topAnswer } from '../../src/contract/index.ts';
import { serviceName } from '../../src/fields/index.ts';
import { formatBytes, formatCount, formatExact, formatShare } from '../../src/web/data/format.ts';
import { answer, card, digits, expectGauges, open, sqlRow } from './look.ts';
import { expect, test } from './page.ts';

test.beforeEach(async ({ page }) => {
  await open(page, '/');
});

test('the gauges show the figures of the API, and SQL over the records finds the same', async ({ page }) => {
  const { total, accepted, rejected, outbound } = await expectGauges(page);
  const sources = await answer(page, 'top', topAnswer, { dimension: 'rejected_srcaddr', limit: 1 });
  const counted = await sqlRow(
    page,
    `SELECT count() AS records, sum(bytes) AS logged, sumIf(bytes, counted = 1) AS counted_bytes,
      countIf(action = 'ACCEPT') AS accepted, countIf(action = 'REJECT') AS rejected,
      uniqExactIf(srcaddr, action = 'REJECT') AS sources,
      sumIf(bytes, counted = 1 AND boundary = 'outbound') AS outbound FROM flows`,
  );
  expect(counted).toEqual({
    records: total.records,
    logged: total.bytes,
    counted_bytes: total.counted_bytes,
    accepted: accepted.records,
    rejected: rejected.records,
    sources: sources.keys,
    outbound: outbound.counted_bytes,
  });
  expect(Number(total.records)).toBeGreaterThan(50_000);
  await expect(page.locator('.gauge', { hasText: 'Refused' })).toContainText(
    `${formatCount(rejected.records)} · ${formatCount(sources.keys)} sources`,
  );
});

test('accepted and refused over time: a drawing, a sentence and a table', async ({ page }) => {
  const chart = card(page, 'Accepted and refused');
  await expect(chart.locator('canvas')).toBeVisible();
  const { accepted, rejected } = await expectGauges(page);
  await expect(chart.getByRole('img')).toHaveAttribute(
    'aria-label',
    `Accepted above the line, refused below it, over time: ${formatCount(accepted.records)} accepted, ${formatCount(rejected.records)} refused.`,
  );
  await chart.getByRole('button', { name: 'Show as a table' }).click();
  const rows = chart.getByRole('table').locator('tbody tr');
  const series = await answer(page, 'series', seriesAnswer, { by: 'action', keys: 8 });
  const at = (time: string, key: string) => series.points.find((point) => point.time === time && point.key === key);
  const times = [...new Set(series.points.map((point) => point.time))];
  // Newest first in the table; every step has records here.
  await expect(rows).toHaveCount(times.length);
  for (const [place, time] of [...times.entries()].filter(([index]) => index % 40 === 0))
    await expect(rows.nth(times.length - 1 - place).locator('td')).toHaveText([
      time.replace('T', ' ').replace('Z', ''),
      formatExact(at(time, 'ACCEPT')?.records ?? 0),
      formatExact(at(time, 'REJECT')?.records ?? 0),
    ]);
});

test('the measure of the drawing stands in the address bar', async ({ page }) => {
  const chart = card(page, 'Accepted and refused');
  await chart.getByRole('group', { name: 'Measure' }).getByRole('button', { name: 'bytes' }).click();
  await expect(page).toHaveURL(/measure=bytes/);
  const { accepted } = await expectGauges(page);
  await expect(chart.getByRole('button', { name: /^accepted/ })).toContainText(formatBytes(accepted.counted_bytes));
});

test('the coverage strip shows what was skipped and who was silent, and zooms there', async ({ page }) => {
  const strip = card(page, 'Accepted and refused').locator('.coverage');
  const coverage = await answer(page, 'coverage', coverageAnswer);
  const skipped = coverage.steps.filter((step) => Number(step.skipdata) > 0);
  const silent = coverage.steps.filter((step) => Number(step.interfaces) < Number(step.expected));
  expect([skipped.length, silent.length]).toEqual([1, 1]);
  const at = (time: string | undefined) => new RegExp(`${time?.slice(0, 16).replace('T', ' ')} → .* UTC`);
  const spans = [
    { button: strip.locator('button.skipped'), words: 'records skipped by AWS (SKIPDATA)', time: skipped[0]?.time },
    { button: strip.locator('button.partly'), words: 'some interfaces are silent', time: silent[0]?.time },
  ];
  for (const { button, words, time } of spans) {
    await expect(button).toHaveCount(1);
    await expect(button).toHaveAccessibleName(new RegExp(words.replace(/[()]/g, '\\$&')));
    await expect(button).toHaveAccessibleName(at(time));
  }
  await strip.locator('button.skipped').click();
  await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBe(skipped[0]?.time);
  const { completeness } = await expectGauges(page);
  expect(completeness.skipdata).toBe(skipped[0]?.skipdata);
});

test('completeness opens into what is missing and why', async ({ page }) => {
  const { completeness } = await expectGauges(page);
  await page.getByRole('button', { name: `${formatShare(completeness.observed)} observed. What is missing?` }).click();
  const details = page.getByRole('dialog');
  const figure = (name: string) => details.locator('dl > div', { hasText: name }).locator('dd');
  await expect(figure('Skipped intervals')).toHaveText(formatExact(completeness.skipdata));
  await expect(figure('Quiet intervals')).toHaveText(formatExact(completeness.nodata));
  await expect(figure('Silent interfaces')).toHaveText(formatExact(completeness.silent_interfaces));
  await expect(details).toContainText(completeness.counting);
  await expect(details).toContainText(completeness.absent_fields.join(', '));
  const states = await sqlRow(
    page,
    `SELECT countIf(log_status = 'SKIPDATA') AS skipped, countIf(log_status = 'NODATA') AS quiet FROM flows`,
  );
  expect(states).toEqual({ skipped: completeness.skipdata, quiet: completeness.nodata });
});

test('the largest services, refused services and sources are those of the API', async ({ page }) => {
  const services = await answer(page, 'top', topAnswer, { dimension: 'service', measure: 'bytes', limit: 8 });
  await expect(card(page, 'Services').locator('tbody tr')).toHaveText(
    services.rows.map(
      ({ key, counted_bytes, records }) =>
        `${serviceName(Number(key['service_port']), Number(key['protocol']))}${formatBytes(counted_bytes)}${formatCount(records)}`,
    ),
  );
  await expect(card(page, 'Services').locator('header p')).toHaveText(`${formatCount(services.keys)} in all`);
  const refused = await answer(page, 'top', topAnswer, { dimension: 'rejected_service', measure: 'records', limit: 8 });
  const figures = card(page, 'Refused, by service').locator('.figure');
  await expect(figures).toHaveText(refused.rows.map((row) => new RegExp(`${row.distinct} sources? · `)));
  expect((await figures.allTextContents()).map((text) => digits(text.split('·')[1] ?? ''))).toEqual(
    refused.rows.map((row) => String(row.records)),
  );
  const scan = await sqlRow(
    page,
    `SELECT uniqExact(dstport) AS ports, count() AS records FROM flows WHERE action = 'REJECT' AND srcaddr = '45.148.10.62'`,
  );
  await expect(
    card(page, 'Refused, by source').locator('li', { hasText: '45.148.10.62' }).locator('.figure'),
  ).toHaveText(`${scan['ports']} ports · ${scan['records']}`);
});

test('countries stand on a map, in a list, over time, and say whose data it is', async ({ page }) => {
  const map = card(page, 'On the map');
  await expect(map.locator('canvas')).toBeVisible();
  await expect(map.getByRole('img')).toHaveAttribute('aria-label', /^World map of bytes: /);
  const top = await answer(page, 'top', topAnswer, { dimension: 'src_country', measure: 'bytes', limit: 250 });
  const countries = top.rows.filter((row) => row.key['src_country'] !== null);
  expect(countries.length).toBeGreaterThan(10);
  await expect(map.locator('tbody tr')).toHaveCount(countries.length);
  await expect(map.locator('tbody tr').first().locator('td').nth(1)).toHaveText(
    formatBytes(countries[0]?.counted_bytes ?? 0),
  );
  const { countries: known } = await answer(page, 'status', statusAnswer);
  expect(known.attribution).not.toBeNull();
  for (const title of ['On the map', 'Where it comes from', 'Where it goes'])
    await expect(card(page, title).locator('.attribution')).toContainText(known.attribution ?? '');
  await expect(card(page, 'Where it goes').getByRole('img')).toHaveAttribute('aria-label', /^Where it goes, bytes/);
});
