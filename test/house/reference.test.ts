import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the reference pages are what the source says', () => {
  const tool = fileURLToPath(new URL('../../tools/reference.ts', import.meta.url));
  const out = execFileSync(process.execPath, [tool, '--check'], { encoding: 'utf8' });
  expect(out).toContain('0 of 5 pages are stale');
});

test('the lists of the language are what its folders hold', () => {
  const tool = fileURLToPath(new URL('../../tools/query-lists.mjs', import.meta.url));
  expect(execFileSync(process.execPath, [tool, '--check'], { encoding: 'utf8' })).toBe('');
});
