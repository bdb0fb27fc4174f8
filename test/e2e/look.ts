import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { namesAnswer, summaryAnswer } from '../../src/contract/index.ts';
import { figureText, shareFigure } from '../../src/web/data/format.ts';
import { expect } from './page.ts';

/** Range and filters that the address bar holds. */
export function bar(page: Page): { from: string | null; to: string | null; filter: string[] } {
  const { searchParams } = new URL(page.url());
  return { from: searchParams.get('from'), to: searchParams.get('to'), filter: searchParams.getAll('filter') };
}

/** The filters of the address bar, once they are these. */
export async function expectFilters(page: Page, filters: readonly string[]): Promise<void> {
  await expect.poll(() => bar(page).filter).toEqual(filters);
}

/** An answer of the API to the same range and filters as the page's address bar holds. */
export async function answer<T>(
  page: Page,
  path: string,
  shape: z.ZodType<T>,
  asked: Readonly<Record<string, string | number>> = {},
  more: readonly string[] = [],
): Promise<T> {
  const { from, to, filter } = bar(page);
  const query = new URLSearchParams();
  if (from !== null && to !== null) query.append('from', from);
  if (from !== null && to !== null) query.append('to', to);
  for (const one of [...filter, ...more]) query.append('filter', one);
  for (const [name, value] of Object.entries(asked)) query.append(name, String(value));
  const response = await page.request.get(new URL(`/api/v1/${path}?${query}`, page.url()).href);
  expect(response.status(), await response.text()).toBe(200);
  return shape.parse(await response.json());
}

/** What the inventory calls these addresses at the end of the demo's records. */
export async function names(page: Page, addresses: readonly string[]): Promise<Map<string, string>> {
  const data = { addresses: [...new Set(addresses)], at: '2025-11-19T10:05:00Z' };
  const response = await page.request.post(new URL('/api/v1/names', page.url()).href, { data });
  expect(response.status(), await response.text()).toBe(200);
  const answered = namesAnswer.parse(await response.json());
  return new Map(
    Object.entries(answered.names).flatMap(([at, { name }]) => (name === null ? [] : [[at, name] as const])),
  );
}

/** The only row of a SELECT, from the server behind the page: another way to the same figures. */
export async function sqlRow(page: Page, query: string): Promise<Record<string, string | number | null>> {
  const response = await page.request.post(new URL('/api/v1/sql', page.url()).href, { data: { query } });
  expect(response.status(), await response.text()).toBe(200);
  const row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
  const lines: unknown = await response.json();
  return z.union([row, z.array(row).transform((rows) => rows[0] ?? {})]).parse(lines);
}

/** A card by its title. */
export function card(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** The exact figure that a gauge shows on hover: `71 939 records` → `71939`. */
export async function gauge(page: Page, name: string): Promise<string> {
  const one = page.locator('.gauge', { has: page.getByRole('heading', { name, exact: true }) });
  const title = (await one.locator('[title]').first().getAttribute('title')) ?? '';
  return digits(title.split('\n')[0] ?? '');
}

/** The digits of the first whole number in a text, however it is grouped. */
export function digits(text: string): string {
  return /\d(?:[\s\u202f]?\d)*/.exec(text)?.[0].replace(/\D/g, '') ?? '';
}

/** Waits until every gauge shows what the API answers for the address bar, and gives that answer. */
export async function expectGauges(page: Page, more: readonly string[] = []) {
  const summary = await answer(page, 'summary', summaryAnswer, {}, more);
  const { total, accepted, rejected, inbound, outbound } = summary;
  const wanted = {
    Records: total.records,
    'Bytes, counted once': total.counted_bytes,
    Accepted: accepted.records,
    Refused: rejected.records,
    'To the Internet': outbound.counted_bytes,
    'From the Internet': inbound.counted_bytes,
  };
  for (const [name, figure] of Object.entries(wanted))
    await expect.poll(() => gauge(page, name), { message: name }).toBe(String(figure));
  const judged = BigInt(accepted.records) + BigInt(rejected.records);
  const share = figureText(shareFigure(rejected.records, judged)).replace('\u202f', '');
  await expect(page.locator('.gauge', { hasText: 'Refused' }).locator('.v')).toContainText(share);
  return summary;
}

/** The page with all its answers there. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

export async function settled(page: Page): Promise<void> {
  await expect(page.locator('main h1').first()).toBeAttached();
  await expect(page.locator('.waiting, .stale, .bone, [data-asking="true"]')).toHaveCount(0);
}
