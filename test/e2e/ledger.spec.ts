import { ledgerAnswer } from '../../src/contract/index.ts';
import { answer, card, open } from './look.ts';
import { expect, test } from './page.ts';

test('the parts of the sum are those of the API, add up, and are reached from what is observed', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('button', { name: /observed/ }).click();
  await page.getByRole('link', { name: 'Where every byte went' }).click();
  await expect(page.getByRole('heading', { name: 'Where every byte went', level: 1 })).toBeVisible();
  const ledger = await answer(page, 'ledger', ledgerAnswer);
  expect(ledger.balanced).toBe(true);
  const digits = (count: number | string) => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const sum = card(page, 'The sum');
  for (const [name, sight] of [
    ['counted', 'first'],
    ['second sight', 'second'],
    ['other legs', 'leg'],
    ['ambiguous', 'ambiguous'],
  ] as const) {
    const part = ledger.parts.find((one) => one.sight === sight);
    await expect(sum.getByRole('row', { name: new RegExp(`^${name}`) })).toContainText(digits(part?.bytes ?? '?'));
  }
  expect(Number(ledger.parts.find(({ sight }) => sight === 'leg')?.bytes)).toBeGreaterThan(0);
  await expect(sum.getByRole('status')).toContainText('to the byte');
  await expect(card(page, 'By boundary').locator('tbody tr')).toHaveCount(ledger.rows.length);
  // A part is a filter.
  await sum.getByRole('button', { name: 'other legs' }).click();
  await expect(sum.getByRole('row', { name: /^counted/ })).toContainText(/counted\s*0\s*/);
});
