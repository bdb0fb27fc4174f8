import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test('quotes what needs quoting and keeps missing empty', () => {
  expect(
    toCsv(
      ['a', 'b'],
      [
        ['x,"y"', 1],
        [null, 18446744073709551615n],
        ['line\nbreak', '-'],
      ],
    ),
  ).toBe('a,b\r\n"x,""y""",1\r\n,18446744073709551615\r\n"line\nbreak",-\r\n');
});

test('a line of a hostile log is no formula', () => {
  expect(toCsv(['text'], [['=cmd()'], ['-2+3'], ['-x'], ['@a']])).toBe("text\r\n'=cmd()\r\n-2+3\r\n'-x\r\n'@a\r\n");
});
