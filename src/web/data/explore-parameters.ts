import type { QueryParameter } from '../../contract/index.ts';
import { expandParameters, recordField, type Span } from '../../query/index.ts';

const PARAMETER = /\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,63})\s*\}\}/g;

/** `name:value` of the address bar, by name. */
export function parametersOf(texts: readonly string[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (texts ?? []).map((text) => {
      const at = text.indexOf(':');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

export function parameterTexts(parameters: Readonly<Record<string, string>>): string[] | undefined {
  const texts = Object.entries(parameters).map(([name, value]) => `${name}:${value}`);
  return texts.length === 0 ? undefined : texts;
}

/** Parameters that a query names, each once, in their order: as they are declared, else of the kind their place asks for. */
export function parametersIn(query: string, declared: readonly QueryParameter[]): QueryParameter[] {
  const found = new Map<string, QueryParameter>();
  for (const match of query.matchAll(PARAMETER)) {
    const name = match[1] ?? '';
    if (found.has(name)) continue;
    const known = declared.find((one) => one.name === name);
    found.set(name, known ?? { name, type: typeAt(query.slice(0, match.index)) });
  }
  return [...found.values()];
}

function isQuoted(before: string): boolean {
  return (before.match(/["']/g) ?? []).length % 2 === 1;
}

/** What can stand behind a piece of a query. */
function typeAt(before: string): QueryParameter['type'] {
  if (isQuoted(before)) return 'text';
  if (/\bbin\(\s*$/i.test(before)) return 'period';
  if (/\bin\s+\[?\s*$/i.test(before)) return 'network';
  if (/\b(limit|top|head|tail)\s+$/i.test(before)) return 'number';
  const compared = /([@\w.]+)\s*(?:=|!=|<=?|>=?)\s*$/.exec(before)?.[1];
  if (compared === undefined) return /\blike\s+$/i.test(before) ? 'text' : 'field';
  const kind = recordField(compared)?.type.kind;
  return kind === 'address' ? 'address' : kind === 'integer' || kind === 'number' ? 'number' : 'text';
}

/** Values for the parameters of a query: what was given, else the defaults; those without either are left out. */
export function parameterValues(
  parameters: readonly QueryParameter[],
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    parameters.flatMap(({ name, default: usual }) => {
      const value = given[name] === undefined || given[name] === '' ? usual : given[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The query with its parameters put in, as it is asked. */
export function withParameters(
  query: string,
  parameters: readonly QueryParameter[],
  values: Readonly<Record<string, string>>,
): string {
  return parameters.length === 0 ? query : expandParameters(query, values, parameters).text;
}

const examples: Readonly<Record<QueryParameter['type'], string>> = {
  text: '""',
  number: '1',
  address: '::',
  network: '::/0',
  period: '1m',
  field: 'a',
};

/** The query with a value of the same length in the place of each parameter: what can be read without their values. */
export function withoutParameters(query: string): { readonly text: string; readonly places: readonly Span[] } {
  const places: Span[] = [];
  const text = query.replaceAll(PARAMETER, (whole: string, _name: string, start: number) => {
    places.push({ start, end: start + whole.length });
    const before = query.slice(0, start);
    return (isQuoted(before) ? '' : examples[typeAt(before)]).padEnd(whole.length, ' ');
  });
  return { text, places };
}
