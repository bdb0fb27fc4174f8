import type { QueryParameter } from '../contract/index.ts';
import { parseAddress, parseNetwork } from '../core/index.ts';
import type { Span } from './ast.ts';
import type { Diagnostic } from './diagnostics.ts';
import { parseQuery } from './parse-query.ts';
import { isPeriodUnit } from './syntax/period.ts';

export interface Expanded {
  readonly text: string;
  /** What is wrong with the values themselves, at the places of the text as written. */
  readonly problems: readonly Diagnostic[];
  /** What was found in the expanded text, at its place in the text as written. */
  original(diagnostic: Diagnostic): Diagnostic;
}

interface Piece {
  /** In the text as written. */
  readonly from: Span;
  /** In the expanded text. */
  readonly to: Span;
}

/** Names of the parameters of a query, in the order in which they appear, each once. */
export function parameterNames(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g)].map((match) => match[1] ?? ''))];
}

/** Puts the values of `{{name}}` into a query before it is read. What has neither value nor default stays, and is told. */
export function expandParameters(
  text: string,
  values: Readonly<Record<string, string>>,
  declarations: readonly QueryParameter[],
): Expanded {
  const pieces: Piece[] = [];
  const problems: Diagnostic[] = unusedValues(text, values);
  let expanded = '';
  let last = 0;
  for (const match of text.matchAll(/\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g)) {
    const name = match[1] ?? '';
    const declared = declarations.find((one) => one.name === name);
    const value = Object.hasOwn(values, name) ? values[name] : declared?.default;
    if (value === undefined) continue;
    expanded += text.slice(last, match.index);
    const end = match.index + match[0].length;
    const inside = insideOf(expanded);
    const fits = inside !== undefined || declared === undefined || fitting[declared.type](value);
    if (!fits) problems.push(unfit(name, value, declared.type, { start: match.index, end }));
    const shown = inside === undefined ? written(value, declared?.type) : writtenInside(inside, value);
    pieces.push({
      from: { start: match.index, end },
      to: { start: expanded.length, end: expanded.length + shown.length },
    });
    expanded += shown;
    last = end;
  }
  expanded += text.slice(last);
  return { text: expanded, problems, original: (diagnostic) => moved(diagnostic, pieces) };
}

/** What is open at the end of a text: a string by its quote, a name in backquotes, a regular expression, a comment. */
type Inside = '"' | "'" | '`' | '/' | '#';

function insideOf(before: string): Inside | undefined {
  const last = parseQuery(before).tokens.at(-1);
  if (last === undefined || last.end !== before.length) return undefined;
  if (last.role === 'comment') return '#';
  const raw = before.slice(last.start);
  const mark = raw.replace(/^@/, '').charAt(0);
  const isClosed = last.role !== 'wrong';
  if (isClosed) return undefined;
  return mark === '"' || mark === "'" || mark === '`' || mark === '/' ? mark : undefined;
}

/** A value within what is open: it cannot end it. */
function writtenInside(inside: Inside, value: string): string {
  switch (inside) {
    case '#':
      return value.replace(/\s+/g, ' ');
    case '`':
      return value.replaceAll('`', '');
    case '/':
      return value.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s/g, ' ');
    default:
      return value.replaceAll('\\', '\\\\').replaceAll(inside, `\\${inside}`);
  }
}

const isName = (value: string) => /^@?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/.test(value);
const isNumber = (value: string) => /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value);
const isPeriod = (value: string) => /^\d+[A-Za-z]+$/.test(value) && isPeriodUnit(value.replace(/^\d+/, ''));

/** What a value must look like to stand in the query as it is. */
const fitting: Readonly<Record<QueryParameter['type'], (value: string) => boolean>> = {
  text: () => true,
  number: isNumber,
  address: (value) => parseAddress(value) !== undefined,
  network: (value) => parseNetwork(value) !== undefined,
  period: isPeriod,
  field: (value) => value !== '' && !value.includes('`'),
};

function unfit(name: string, value: string, type: QueryParameter['type'], span: Span): Diagnostic {
  const message = `"${value.slice(0, 80)}" is not a ${type}, and ${name} is one`;
  return { code: 'QL_PARAMETER_INVALID', severity: 'error', message, span, fixes: [] };
}

/** Values for names that the query does not have: most likely misspelt. */
function unusedValues(text: string, values: Readonly<Record<string, string>>): Diagnostic[] {
  const known = parameterNames(text);
  const unused = Object.keys(values).filter((name) => !known.includes(name));
  return unused.map((name): Diagnostic => {
    const message = `the query has no {{${name}}}`;
    const hint = known.length === 0 ? 'it has no parameters' : `it has ${known.map((one) => `{{${one}}}`).join(', ')}`;
    return { code: 'QL_PARAMETER_UNKNOWN', severity: 'warning', message, hint, span: { start: 0, end: 0 }, fixes: [] };
  });
}

const isSize = (value: string) => /^\d+(\.\d+)?[kKmMgGtT][iI]?[bB]$/.test(value);
const isSimple = (value: string) =>
  isNumber(value) || parseNetwork(value) !== undefined || isPeriod(value) || isSize(value) || isName(value);
/** `22, 443` for `in [{{ports}}]`. */
const isList = (value: string) => value.includes(',') && value.split(',').every((one) => isSimple(one.trim()));

/**
 * A value as it stands in the query: a number, an address, a period, a name or a list of such stands as it is; all else
 * is a text, whatever is in it. No value becomes a part of the query's own words.
 */
function written(value: string, type: QueryParameter['type'] | undefined): string {
  if (type !== 'text' && (isSimple(value) || (type === undefined && isList(value)))) return value;
  if (type === 'field') return `\`${value.replaceAll('`', '')}\``;
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function moved(diagnostic: Diagnostic, pieces: readonly Piece[]): Diagnostic {
  if (pieces.length === 0) return diagnostic;
  const back = ({ start, end }: Span): Span => ({ start: place(start, pieces, false), end: place(end, pieces, true) });
  const isValue = pieces.some(({ to }) => diagnostic.span.start === to.start && diagnostic.span.end === to.end);
  const quotes =
    isValue && diagnostic.code === 'QL_QUOTES_MISSING' ? { hint: 'put the parameter into quotes: "{{…}}"' } : {};
  return {
    ...diagnostic,
    ...quotes,
    span: back(diagnostic.span),
    fixes: diagnostic.fixes
      .filter(({ span }) => !pieces.some(({ to }) => span.start < to.end && to.start < span.end))
      .map((fix) => ({ ...fix, span: back(fix.span) })),
  };
}

/** An offset of the expanded text in the text as written; within a value it is the parameter's edge. */
function place(offset: number, pieces: readonly Piece[], isEnd: boolean): number {
  let shift = 0;
  for (const { from, to } of pieces) {
    if (offset >= to.end) shift = from.end - to.end;
    else if (offset > to.start) return isEnd ? from.end : from.start;
    else break;
  }
  return offset + shift;
}
