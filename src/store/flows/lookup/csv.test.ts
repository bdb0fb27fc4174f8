import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from './csv.ts';

const cellText = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' ', '😀', "'"), maxLength: 6 });
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(cellText, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
  );
const written = (cell: string, always: boolean) =>
  always || cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

test('what was written is read', () => {
  fc.assert(
    fc.property(table, fc.boolean(), fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, always, end, last) => {
      const text = rows.map((row) => row.map((cell) => written(cell, always)).join(',')).join(end) + (last ? end : '');
      const csv = readCsv(text);
      expect([csv.header, ...csv.rows.map((row) => row.cells)]).toEqual(rows);
    }),
  );
});

test('a row knows the line on which it begins', () => {
  expect(readCsv('\uFEFFa,b\n"1\n2",3\r\n4,5').rows).toEqual([
    { line: 2, cells: ['1\n2', '3'] },
    { line: 4, cells: ['4', '5'] },
  ]);
});

test.each([
  ['', 'line 1, column 1: the file is empty'],
  ['a,b\n1,2\n\n', 'line 3, column 1: the line is empty'],
  ['a,b\n1\n', 'line 2, column 1: 1 cells, where the header has 2'],
  ['a,b\n1,x"y\n', 'line 2, column 4: a quote inside a cell without quotes'],
  ['a,b\n1,"x\ny\n', 'line 2, column 3: a quote is not closed'],
  ['a,b\n1,"x"y\n', 'line 2, column 6: text behind a closing quote'],
  ['a,b\n"x\ny"z,1\n', 'line 3, column 3: text behind a closing quote'],
  ['a\rb\n', 'line 1, column 2: a carriage return without a line feed'],
  ['a,b\n1,x\0y\n', 'line 2, column 4: a zero byte'],
])('%j is refused: %s', (text, message) => {
  expect(() => readCsv(text)).toThrow(expect.objectContaining({ code: 'CSV_INVALID', message }));
});
