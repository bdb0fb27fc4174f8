import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the reference pages are what the source says', () => {
  const tool = fileURLToPath(new URL('../../tools/reference.ts', import.meta.url));
  const out = execFileSync(process.execPath, [tool, '--check'], { encoding: 'utf8' });
  expect(out).toContain('0 of 3 pages are stale');
});
