import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerStream } from './answer-stream.ts';

const tag = '0123456789abcdef';
const text =
  "Code: 395. DB::Exception: Value passed to 'throwIf' function is non-zero. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)";
const failure = `\r\n__exception__\r\n${tag}\r\n${text}\n${text.length + 1} ${tag}\r\n__exception__\r\n`;
/** Rows that look like the beginning of an error, and like a whole one of another answer. */
const row = fc.constantFrom(
  '[1]\n',
  '\r',
  '\r\n',
  '\r\n__exception__\r\n',
  failure.replaceAll(tag, 'fedcba9876543210'),
  '__exception__',
);

/** The bytes in pieces that end anywhere. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length]
    .map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end))
    .filter((b) => b.length > 0);
}
const pieces = fc.array(fc.nat(5000), { maxLength: 8 });

test('rows come through as they are, however they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 12 }), pieces, async (rows, places) => {
      const bytes = Buffer.from(rows.join(''));
      const answer = await buffer(answerStream(Readable.from(cut(bytes, places)), tag, undefined));
      expect(answer.equals(bytes)).toBe(true);
    }),
  );
});

test('an error behind the rows is thrown, and nothing of it is a row', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 12 }), pieces, async (rows, places) => {
      const bytes = Buffer.from(rows.join('') + failure);
      const seen: Buffer[] = [];
      const read = (async () => {
        for await (const chunk of answerStream(Readable.from(cut(bytes, places)), tag, undefined)) seen.push(chunk);
      })();
      await expect(read).rejects.toMatchObject({
        code: 'ENGINE_FUNCTION_THROW_IF_VALUE_IS_NON_ZERO',
        message: expect.stringMatching(/^Value passed to 'throwIf'/),
      });
      expect(rows.join('').startsWith(Buffer.concat(seen).toString())).toBe(true);
    }),
  );
});
