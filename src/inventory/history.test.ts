import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Sight, spanAt, spansOf } from './history.ts';

const sight = fc.record({
  at: fc.integer({ min: 10, max: 24 }),
  hash: fc.constantFrom('a', 'b', 'c'),
  since: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  foreign: fc.constantFrom(true, false, undefined),
});
const sights = fc.array(sight, { maxLength: 8 });
const listed = fc.array(fc.integer({ min: 8, max: 26 }), { maxLength: 8 });

test('the history does not hang on order or repetition', () => {
  fc.assert(
    fc.property(sights, listed, fc.infiniteStream(fc.nat()), (seen, full, picks) => {
      const pick = () => picks.next().value ?? 0;
      const mixed = [...seen, ...seen.filter((_, i) => i % 2 === 0)]
        .map((one) => ({ one: { ...one }, place: pick() }))
        .sort((a, b) => a.place - b.place)
        .map(({ one }) => one);
      expect(spansOf(mixed, [...full, ...full].reverse())).toEqual(spansOf(seen, full));
    }),
    { numRuns: 2000 },
  );
});

test('at every time the last word before it holds, and proofs only reach back into what nobody saw', () => {
  fc.assert(
    fc.property(sights, listed, (seen, full) => {
      const spans = spansOf(seen, full);
      const own = seen.some((one) => one.foreign !== true) ? seen.filter((one) => one.foreign !== true) : seen;
      for (let at = 0; at < 30; at += 1) {
        const before = Math.max(...own.map((one) => one.at).filter((t) => t <= at), Number.NEGATIVE_INFINITY);
        const absent = Math.max(...full.filter((t) => t <= at), Number.NEGATIVE_INFINITY);
        const word = own.filter((one) => one.at === before).map((one) => one.hash);
        const span = spanAt(spans, at);
        if (before >= absent && word.length > 0) expect(span?.hash).toBe(word.toSorted().at(-1));
        else if (span !== undefined) {
          // Reached back from a sight that is still to come, past no list without it.
          expect(at).toBeLessThan(span.firstSeen);
          expect(full.some((t) => t >= span.from && t <= at)).toBe(false);
          expect(own.some((one) => one.since === span.from)).toBe(true);
        }
      }
      for (const [i, span] of spans.entries()) {
        expect(span.from).toBeLessThanOrEqual(span.firstSeen);
        expect(span.to ?? Number.POSITIVE_INFINITY).toBeGreaterThan(span.lastSeen);
        expect(span.uncertainFrom).toBe(span.to === undefined ? undefined : span.lastSeen);
        expect(spans[i + 1]?.from ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(
          span.to ?? Number.POSITIVE_INFINITY,
        );
      }
    }),
    { numRuns: 2000 },
  );
});

const a = (at: number, more: Partial<Sight> = {}): Sight => ({ at, hash: 'a', ...more });

test.each([
  ['seen once', [a(5)], [], [{ from: 5, to: undefined, began: 'first-seen', notBefore: undefined }]],
  [
    'proved since before',
    [a(5, { since: 2 })],
    [],
    [{ from: 2, to: undefined, began: 'appeared', notBefore: undefined }],
  ],
  [
    'proved to be younger than a list without it',
    [a(5, { since: 4 })],
    [3],
    [{ from: 4, began: 'appeared', notBefore: undefined }],
  ],
  ['a proof that a list speaks against', [a(5, { since: 2 })], [3], [{ from: 5, began: 'appeared', notBefore: 3 }]],
  ['a proof from the future', [a(5, { since: 9 })], [], [{ from: 5, began: 'first-seen' }]],
  ['missing from a later list', [a(5)], [5, 8], [{ from: 5, to: 8, uncertainFrom: 5, lastSeen: 5 }]],
  ['not missed by a list of the past', [a(5), a(9)], [5, 9], [{ from: 5, to: undefined, lastSeen: 9 }]],
  [
    'another content',
    [a(5), a(7), a(9, { hash: 'b' })],
    [],
    [
      { from: 5, to: 9, uncertainFrom: 7 },
      { from: 9, to: undefined, began: 'changed', notBefore: 7 },
    ],
  ],
  [
    'gone, and back',
    [a(5), a(9)],
    [7],
    [
      { from: 5, to: 7, uncertainFrom: 5 },
      { from: 9, began: 'appeared', notBefore: 7 },
    ],
  ],
])('%s', (_, seen, full, expected) => {
  expect(spansOf(seen, full)).toMatchObject(expected);
});
