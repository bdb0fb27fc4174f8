import { WeirError } from '../../../core/index.ts';

/** A CSV as RFC 4180 has it, with a header. Lines count from 1 and are those on which rows begin. */
export interface Csv {
  readonly header: readonly string[];
  readonly rows: ReadonlyArray<{ readonly line: number; readonly cells: readonly string[] }>;
}

/**
 * Reads a CSV strictly: rows end in LF or CRLF, every row has as many cells as the header, quotes stand around a whole
 * cell and are doubled inside. Blanks belong to their cell.
 * @throws WeirError CSV_INVALID with line and column
 */
export function readCsv(text: string): Csv {
  const [first, ...rows] = [...records(text)];
  if (first === undefined) throw invalid(1, 1, 'the file is empty', 'the first line names the columns');
  for (const { line, cells } of rows) {
    if (cells.length === first.cells.length) continue;
    const what =
      cells.length === 1 && cells[0] === ''
        ? 'the line is empty'
        : `${cells.length} cells, where the header has ${first.cells.length}`;
    throw invalid(line, 1, what, 'every row has as many cells as the header; a cell with a comma stands in quotes');
  }
  return { header: first.cells, rows };
}

function* records(text: string): Generator<{ line: number; cells: string[] }> {
  // Spreadsheets put a byte order mark in front.
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let lineStart = at;
  while (at < text.length) {
    const began = line;
    const cells: string[] = [];
    for (;;) {
      const cell = text[at] === '"' ? quotedCell(text, at, line, lineStart) : plainCell(text, at, line, lineStart);
      cells.push(cell.value);
      at = cell.end;
      line += cell.breaks;
      if (cell.breaks > 0) lineStart = text.lastIndexOf('\n', at - 1) + 1;
      if (text[at] !== ',') break;
      at++;
    }
    yield { line: began, cells };
    if (at === text.length) return;
    at += text[at] === '\r' ? 2 : 1;
    line++;
    lineStart = at;
  }
}

interface Cell {
  readonly value: string;
  readonly end: number;
  /** Line breaks inside. */
  readonly breaks: number;
}

const endOfPlain = /[",\r\n\0]/g;

function plainCell(text: string, from: number, line: number, lineStart: number): Cell {
  endOfPlain.lastIndex = from;
  const end = endOfPlain.exec(text)?.index ?? text.length;
  const column = end - lineStart + 1;
  if (text[end] === '"')
    throw invalid(
      line,
      column,
      'a quote inside a cell without quotes',
      'put the cell in quotes and double the quote: "say ""hi"""',
    );
  checkEnd(text, end, line, column);
  return { value: text.slice(from, end), end, breaks: 0 };
}

function quotedCell(text: string, from: number, line: number, lineStart: number): Cell {
  let close = from;
  do {
    close = text.indexOf('"', close + 1);
    if (close === -1)
      throw invalid(line, from - lineStart + 1, 'a quote is not closed', 'quotes inside of quotes are doubled');
    if (text[close + 1] !== '"') break;
    close++;
  } while (close < text.length);
  const inside = text.slice(from + 1, close);
  const breaks = inside.split('\n').length - 1;
  const end = close + 1;
  const column = breaks === 0 ? end - lineStart + 1 : end - text.lastIndexOf('\n', close);
  const zero = inside.indexOf('\0');
  if (zero !== -1) throw invalid(line, from - lineStart + 1, 'a zero byte', 'the file must be text in UTF-8');
  if (end < text.length && !',\r\n'.includes(text.charAt(end)))
    throw invalid(line + breaks, column, 'text behind a closing quote', 'quotes stand around a whole cell');
  checkEnd(text, end, line + breaks, column);
  return { value: inside.replaceAll('""', '"'), end, breaks };
}

function checkEnd(text: string, end: number, line: number, column: number): void {
  if (text[end] === '\0') throw invalid(line, column, 'a zero byte', 'the file must be text in UTF-8');
  if (text[end] === '\r' && text[end + 1] !== '\n')
    throw invalid(line, column, 'a carriage return without a line feed', 'end lines with LF or CRLF');
}

export function invalid(line: number, column: number, what: string, hint: string): WeirError {
  return new WeirError('CSV_INVALID', `line ${line}, column ${column}: ${what}`, { hint });
}
