import { defineConfig } from '@playwright/test';

const browser = process.env['WEIR_CHROMIUM'];

// `npm test` finds or installs the browser and names it in WEIR_CHROMIUM; without it, Playwright's own is used.
export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/demo-server.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // Recording costs a quarter of the time; `--trace on` when a fault is looked for.
    trace: 'off',
    launchOptions: {
      ...(browser === undefined || browser === '' ? {} : { executablePath: browser }),
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
