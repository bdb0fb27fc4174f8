import type { Locator, Page } from '@playwright/test';
import { expect } from './page.ts';

/** The statement that joins all records with themselves, twice over: longer than anybody waits. */
export const ENDLESS = 'SELECT count() FROM flows AS a, flows AS b, flows AS c WHERE a.bytes + b.bytes > c.bytes';

export async function openExplore(page: Page, search: Readonly<Record<string, string>> = {}): Promise<void> {
  const text = new URLSearchParams(search).toString();
  await page.goto(`/explore${text === '' ? '' : `?${text}`}`);
  await expect(editor(page, search['lang'] === 'sql' ? 'SQL' : 'Query')).toBeVisible();
  // What the editor knows of the store comes after it, and changes what it proposes.
  await expect(page.locator('[data-asking="true"]')).toHaveCount(0);
}

export function editor(page: Page, language: 'Query' | 'SQL' = 'Query'): Locator {
  return page.getByRole('textbox', { name: language, exact: true });
}

/** The text of the editor; its lines are elements. */
export async function written(page: Page): Promise<string> {
  return (await page.locator('.cm-line').allTextContents()).join('\n');
}

/** Puts a query into the editor, and nothing of what it proposes. */
export async function write(page: Page, text: string, language: 'Query' | 'SQL' = 'Query'): Promise<void> {
  await editor(page, language).fill(text);
  await expect.poll(() => written(page)).toBe(text);
}

export async function run(page: Page, text?: string): Promise<void> {
  if (text !== undefined) await write(page, text);
  await editor(page).press('ControlOrMeta+Enter');
}

export function results(page: Page): Locator {
  return page.getByRole('region', { name: 'Results' });
}

/** Waits for the answer, and for how many rows it has. */
export async function expectRows(page: Page, count: number | string): Promise<void> {
  const words = String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
  await expect(results(page).getByRole('heading', { level: 2 })).toHaveText(
    `${words} ${words === '1' ? 'row' : 'rows'}`,
  );
  await expect(results(page)).toHaveAttribute('aria-busy', 'false');
}

/** Cells of a row of the table of an answer, from 0. */
export async function cells(page: Page, row: number): Promise<string[]> {
  const found = results(page).locator(`tbody tr[aria-rowindex="${row + 2}"] td`);
  await expect(found.first()).toBeVisible();
  return (await found.allTextContents()).map((text) => text.replaceAll('\u00a0', ' ').trim());
}

/** Labels of what is proposed at the cursor, best first. */
export async function proposed(page: Page): Promise<string[]> {
  const list = page.locator('.cm-tooltip-autocomplete');
  await expect(list).toBeVisible();
  return list.locator('.cm-completionLabel').allTextContents();
}

/** Points at something until its words show: while a page still comes, it may move away from below the pointer. */
export async function pointAt(page: Page, target: Locator, shown: Locator, words: string): Promise<void> {
  await expect(async () => {
    await page.mouse.move(0, 0);
    await target.hover();
    await expect(shown).toContainText(words, { timeout: 2000 });
  }).toPass({ timeout: 20_000 });
}
