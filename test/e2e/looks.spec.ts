import type { Page } from '@playwright/test';
import { open, settled } from './look.ts';
import { expect, test } from './page.ts';

const PAGES = [
  '/',
  '/explore',
  '/explore?q=top+5+srcAddr+by+count(*)',
  '/records',
  '/map',
  '/sources',
  '/inventory',
  '/thing/eni-0de97ca9530590cc3',
  '/address/10.20.0.62',
  '/?filter=address:192.0.2.1',
];

const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } } as const;

/** Nothing complains, nothing is wider than the window, and the paper is that of the scheme. */
async function expectToFit(page: Page, path: string, scheme: 'light' | 'dark'): Promise<void> {
  await expect(page).toHaveTitle(/Weir/);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const widest: string[] = await page.evaluate(
    `document.documentElement.scrollWidth > window.innerWidth
      ? [...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
          .slice(0, 5).map(e => e.tagName + '.' + e.className)
      : []`,
  );
  expect(widest, path).toEqual([]);
  await expect
    .poll(async () => {
      const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      return Number(/\d+/.exec(paper)?.[0]) > 128;
    })
    .toBe(scheme === 'light');
}

// Opened wide in the light and narrow in the dark; the other two as what an open page turns into.
for (const [name, opened, turned] of [
  ['wide', 'light', 'dark'],
  ['narrow', 'dark', 'light'],
] as const) {
  test(`every page opens without a complaint and fits, ${name}, ${opened} and then ${turned}`, async ({ page }) => {
    await page.setViewportSize(sizes[name]);
    for (const path of PAGES) {
      await page.emulateMedia({ colorScheme: opened });
      await open(page, path);
      await expectToFit(page, path, opened);
      await page.emulateMedia({ colorScheme: turned });
      await settled(page);
      await expectToFit(page, path, turned);
    }
  });
}

test('the appearance can be chosen and is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/sources');
  const choose = page.getByRole('button', { name: /^Appearance/ });
  const html = page.locator('html');
  await expect(async () => {
    await choose.click();
    await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark', { timeout: 500 });
  }).toPass();
  await page.reload();
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
});

test('a page that does not exist says so and leaves the menu', async ({ page }) => {
  await page.goto('/nowhere');
  await expect(page.getByText('There is no such page.')).toBeVisible();
  await page.getByRole('link', { name: 'Sources' }).click();
  await expect(page.getByRole('heading', { name: 'Sources', level: 1 })).toBeVisible();
});
