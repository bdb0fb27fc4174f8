import { open } from './look.ts';
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

for (const [name, size] of [
  ['wide', { width: 1280, height: 800 }],
  ['narrow', { width: 390, height: 844 }],
] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`every page opens without a complaint and fits, ${name} and ${scheme}`, async ({ page }) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme });
      for (const path of PAGES) {
        await open(page, path);
        await expect(page).toHaveTitle(/Weir/);
        await expect(page.getByRole('alert')).toHaveCount(0);
        const widest: string[] = await page.evaluate(
          `document.documentElement.scrollWidth > window.innerWidth
            ? [...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
                .slice(0, 5).map(e => e.tagName + '.' + e.className)
            : []`,
        );
        expect(widest, path).toEqual([]);
      }
      const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      const [red = 0] = (paper.match(/\d+(\.\d+)?/g) ?? []).map(Number);
      expect(red > 128).toBe(scheme === 'light');
    });
  }
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
