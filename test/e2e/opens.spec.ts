import { expect, test } from './page.ts';

for (const [name, size] of [
  ['wide', { width: 1280, height: 800 }],
  ['narrow', { width: 390, height: 844 }],
] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`the page opens, ${name} and ${scheme}, and fits`, async ({ page }) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto('/');
      await expect(page).toHaveTitle(/Weir/);
      await expect(page.getByRole('main')).toBeVisible();
      await page.waitForLoadState('networkidle');
      const tooWide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
      expect(tooWide).toBe(false);
    });
  }
}
