import { test as base, expect } from '@playwright/test';

/** A page that knows the demo's address, and fails the test on anything that the browser complains about. */
export const test = base.extend<{ complaints: string[] }>({
  baseURL: async ({ browserName: _browser }, use) => {
    await use(process.env['WEIR_URL'] ?? 'http://127.0.0.1:7070');
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('response', (response) => {
        if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
