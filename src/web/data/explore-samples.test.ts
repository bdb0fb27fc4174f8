import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { questions } from './explore-samples.ts';

test('every query to start from comes with Weir, and stands below one question', async () => {
  const shipped = await readdir(new URL('../../../content/queries/', import.meta.url));
  const ids = questions.flatMap((question) => question.ids);
  expect(ids.filter((id) => !shipped.includes(`${id}.yaml`))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});
