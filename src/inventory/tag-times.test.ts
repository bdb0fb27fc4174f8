import { expect, test } from 'vitest';
import { type Sight, spansOf } from './history.ts';
import { type TagSaying, taggedSpans } from './tag-times.ts';

const sights: Sight[] = [
  { at: 10, hash: 'a' },
  { at: 20, hash: 'a' },
  { at: 30, hash: 'b' },
];
const own: Record<string, Record<string, string>> = { a: { Name: 'a' }, b: { Name: 'b' } };

/** What holds from when, in a few characters. */
function times(sayings: readonly TagSaying[]): string[] {
  const spans = taggedSpans(spansOf(sights, []), ({ hash }) => own[hash] ?? {}, sayings);
  return spans.map(({ from, to, began, lastSeen, uncertainFrom, tags }) => {
    const words = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
    return `${from}-${to ?? ''} ${began} seen ${lastSeen} sure ${uncertainFrom ?? '-'}: ${words.join(' ')}`;
  });
}

const list = (at: number, tags: Record<string, string>): TagSaying => ({ at, by: 'list', tags });
const itself = (at: number): TagSaying => ({ at, by: 'itself' });

test('nobody says more than the object', () => {
  const alone = ['10-30 first-seen seen 20 sure 20: Name=a', '30- changed seen 30 sure -: Name=b'];
  expect(times([])).toEqual(alone);
  expect(times([itself(10), itself(20), itself(30)])).toEqual(alone);
  expect(times([list(15, { Name: 'a' }), list(30, { Name: 'b' })])).toEqual(alone);
});

test('a newer list changes what the object said, until it speaks again', () => {
  expect(times([itself(10), list(15, { Name: 'c', team: 'x' }), itself(20), itself(30)])).toEqual([
    '10-15 first-seen seen 10 sure 10: Name=a',
    '15-20 retagged seen 15 sure 15: Name=c team=x',
    '20-30 retagged seen 20 sure 20: Name=a',
    '30- changed seen 30 sure -: Name=b',
  ]);
});

test('what was said first counts for before, and at one time the object goes before the list', () => {
  expect(times([list(15, { team: 'x' })])).toEqual([
    '10-30 first-seen seen 20 sure 20: team=x Name=a',
    '30- changed seen 30 sure -: Name=b team=x',
  ]);
  expect(times([itself(10), list(10, { Name: 'c', team: 'x' }), itself(30)])).toEqual([
    '10-30 first-seen seen 20 sure 20: Name=a team=x',
    '30- changed seen 30 sure -: Name=b',
  ]);
});
