import type { Page } from '@playwright/test';
import { bar, expectGauges, open } from './look.ts';
import { expect, test } from './page.ts';

interface Focus {
  readonly name: string;
  readonly place: 'nav' | 'bar' | 'table' | 'page' | 'none';
  readonly seen: boolean;
}

/** Where the focus is, and whether an outline, a shadow or a border around it tells so. */
const FOCUS = `(() => {
  const one = document.activeElement;
  if (one === null || one === document.body) return { name: '', place: 'none', seen: false };
  const around = [one, one.closest('.chip'), one.closest('label')].filter(Boolean);
  const seen = around.some(each => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  });
  const place = one.closest('nav') ? 'nav' : one.closest('.bar') ? 'bar' : one.closest('table') ? 'table' : 'page';
  return { name: one.getAttribute('aria-label') ?? one.textContent.trim(), place, seen };
})()`;

async function tab(page: Page): Promise<Focus> {
  await page.keyboard.press('Tab');
  return page.evaluate<Focus>(FOCUS);
}

test('Tab reaches the menu, the filter, completeness, the range and a row, and the focus is seen', async ({ page }) => {
  await open(page, '/');
  const reached: Focus[] = [];
  for (let presses = 0; presses < 60 && reached.at(-1)?.place !== 'table'; presses += 1) reached.push(await tab(page));
  const names = reached.map((focus) => focus.name);
  expect(names.slice(0, 8)).toEqual([
    'Skip to the page',
    'Weir, overview',
    'Overview',
    'Explore',
    'Map',
    'Records',
    'Inventory',
    'Sources',
  ]);
  const order = [/^Add a filter/, /observed. What is missing/, /^Time range/].map((name) =>
    names.findIndex((one) => name.test(one)),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
  expect(reached.at(-1)?.place).toBe('table');
  expect(reached.filter((focus) => !focus.seen).map((focus) => focus.name)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect.poll(() => bar(page).filter.length).toBe(1);
  await expectGauges(page);
});

test('the skip link, the range and the completeness work without a mouse', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#main$/);
  const range = page.getByRole('button', { name: 'Time range' });
  await range.focus();
  await page.keyboard.press('Enter');
  const hour = page.getByRole('button', { name: 'Last hour' });
  await expect(hour).toBeVisible();
  for (let presses = 0; presses < 20; presses += 1) {
    if ((await page.evaluate<Focus>(FOCUS)).name === 'Last hour') break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/range=1h/);
  await expect(hour).toBeHidden();
  await expect(page.getByRole('button', { name: 'Time range' })).toContainText('Last hour');
  await page.getByRole('button', { name: /What is missing/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'How complete this is' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'How complete this is' })).toBeHidden();
});
