import { test as base, expect } from '@playwright/test';

interface Complaints {
  /** What the browser may say in a test that breaks something on purpose. */
  readonly tolerated: RegExp | undefined;
  readonly complaints: string[];
}

/** A page that knows the demo's address, and fails the test on anything that the browser complains about. */
export const test = base.extend<Complaints>({
  baseURL: async ({ browserName: _browser }, use) => {
    await use(process.env['WEIR_URL'] ?? 'http://127.0.0.1:7070');
  },
  tolerated: [undefined, { option: true }],
  complaints: [
    async ({ page, tolerated }, use) => {
      const complaints: string[] = [];
      const note = (text: string) => {
        if (tolerated?.test(text) !== true) complaints.push(text);
      };
      page.on('pageerror', (error) => note(error.message));
      page.on('dialog', (dialog) => {
        note(`a dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') note(message.text());
      });
      page.on('response', (response) => {
        if (response.status() >= 500) note(`status of ${response.status()}: ${response.url()}`);
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
