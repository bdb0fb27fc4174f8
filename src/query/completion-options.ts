import type { Stage } from './ast.ts';
import { functionNamed, signature } from './check/call.ts';
import { commands } from './command-list.ts';
import type { Completion, CompletionFacts, FieldInSight } from './complete.ts';
import type { Place } from './completion-place.ts';
import type { QueryFunction } from './define-function.ts';
import { functions } from './function-list.ts';
import { knownValues } from './known-values.ts';
import { printer } from './parse-query.ts';
import { recordField } from './record-fields.ts';
import { groupingStages } from './stage-names.ts';
import type { ValueKind } from './value.ts';
import { wordHelp } from './word-help.ts';

/** As often as they are used in published queries; section 2.7 of the language. */
const usualCommands = ['stats', 'filter', 'fields', 'top', 'timeseries', 'sort', 'limit', 'display', 'dedup', 'parse'];
const afterGroups = ['sort', 'limit', 'filter', 'compare', 'fields', 'stats'];
const usualFields = [
  'srcAddr',
  'dstAddr',
  'bytes',
  'dstPort',
  'action',
  'packets',
  '@timestamp',
  'protocol',
  'srcPort',
  'flowDirection',
  'interfaceId',
];
const usualFunctions = [
  'count',
  'sum',
  'count_distinct',
  'avg',
  'max',
  'min',
  'pct',
  'per_second',
  'bin',
  'isPrivateIP',
  'isIpInSubnet',
  'ispresent',
  'if',
  'ipPrefix',
  'portName',
  'protocolName',
];

/** 30 for the first, less for the next, 0 for what is not in the list. */
function rank(list: readonly string[], name: string): number {
  const at = list.indexOf(name);
  return at === -1 ? 0 : 30 - at;
}

export function commandOptions(stages: readonly Stage[]): Completion[] {
  const grouped = stages.some(({ command }) => groupingStages.has(command));
  const usual = grouped ? afterGroups : usualCommands;
  const built = commands
    .filter(({ refused }) => refused === undefined)
    .map(
      ({ name, syntax, summary }): Completion => ({
        label: name,
        kind: 'command',
        insert: `${name} `,
        detail: syntax,
        info: summary,
        boost: 20 + rank(usual, name),
      }),
    );
  return stages.length > 0 ? built : [...built, ...snippets];
}

const snippet = (label: string, insert: string, detail: string, cursor = insert.length): Completion => ({
  label,
  kind: 'snippet',
  insert,
  detail,
  cursor,
  boost: 2,
});
const snippets: readonly Completion[] = [
  snippet('top sources', 'top 10 srcAddr by sum(bytes) as total with others', 'who sends most'),
  snippet(
    'refused sources',
    'filter action = "REJECT" | top 10 srcAddr by count(*) as refused',
    'who was refused most',
  ),
  snippet('bytes over time', 'timeseries per_second(sum(bytes)) * 8 as bps by bin()', 'bits per second'),
  snippet(
    'port scans',
    'filter action = "REJECT" | stats count_distinct(dstPort) as ports by srcAddr, bin(5m) | filter ports > 20',
    'many refused ports of one source',
  ),
];

/** Words that end what they stand in need no blank behind them. */
const lastWords = new Set(['asc', 'desc', 'previous', 'others', 'multi', 'now', 'true', 'false', 'null']);

/** Names of settings, written with `=` and no blank. */
const settingWords = new Set([
  'type',
  'left',
  'right',
  'start',
  'end',
  'override',
  'max',
  'p',
  'row',
  'col',
  'fieldname',
]);
/** Recognised, and not built: not offered. */
const unbuiltWords = new Set(['xml']);
const conditionWords: Readonly<Record<string, number>> = { and: 42, or: 38, like: 36, in: 37, not: 34 };

export function keywordOptions(word: string, place: Place): Completion[] {
  if (word === 'source') return [option('SOURCE', 'command', 'SOURCE flows ', wordHelp(word)?.summary, 3)];
  if (unbuiltWords.has(word)) return [];
  const { command } = place;
  const shown = /^output(new)?$/.test(word)
    ? word.toUpperCase()
    : word === 'with' && command === 'top'
      ? 'with others'
      : word;
  const boosts: Readonly<Record<string, number>> = {
    previous: 85,
    by: 45,
    desc: 50,
    asc: 48,
    as: 40,
    'with others': 44,
  };
  const leading = command === 'sort' && word === 'by';
  const condition = conditionWords[word];
  const boost = leading
    ? 1
    : condition === undefined
      ? (boosts[shown] ?? 35)
      : condition - (isCondition(command) ? 0 : 35);
  if (settingWords.has(word) && !place.afterEquals)
    return [option(shown, 'keyword', `${shown}=`, wordHelp(word)?.summary, 35)];
  const insert = lastWords.has(word) || shown === 'with others' ? shown : `${shown} `;
  return [option(shown, 'keyword', insert, wordHelp(word)?.summary, boost)];
}

const isCondition = (command: string | undefined) =>
  command !== undefined && /^(filter|where|filterindex)$/.test(command);

function option(
  label: string,
  kind: Completion['kind'],
  insert: string,
  info: string | undefined,
  boost: number,
): Completion {
  return { label, kind, insert, ...(info === undefined ? {} : { info }), boost };
}

/** Which comparisons suit the field that stands before. */
export function operatorOptions(
  operand: string | undefined,
  names: readonly FieldInSight[],
  command: string | undefined,
): Completion[] {
  if (operand === undefined) return [];
  const kind = names.find(({ name }) => name === operand)?.kind ?? recordField(operand)?.type.kind;
  const usual: readonly string[] =
    kind === 'integer' || kind === 'number' || kind === 'time' ? ['=', '>', '<', '>=', '<=', '!='] : ['=', '!='];
  return usual.map((sign, i) =>
    option(sign, 'operator', `${sign} `, wordHelp(sign)?.summary, (isCondition(command) ? 60 : 0) - i),
  );
}

const words: Readonly<Record<ValueKind, string>> = {
  integer: 'number',
  number: 'number',
  text: 'text',
  boolean: 'true or false',
  time: 'time',
  address: 'address',
  list: 'list',
  map: 'map',
  missing: 'missing',
};

/** `plainly`: where an aggregate belongs, a bare field is seldom meant. */
export function fieldOptions(fields: readonly FieldInSight[], place: Place, plainly: boolean): Completion[] {
  if (place.takes?.startsWith('constant')) return [];
  const wantsNumber =
    place.takes === 'number' || (place.call !== undefined && functionNamed(place.call)?.aggregate === true);
  const grouped = place.stages.some(({ command }) => groupingStages.has(command));
  return fields.map(({ name, kind, meaning }, i): Completion => {
    const suits = wantsNumber && (kind === 'integer' || kind === 'number') ? 5 : place.takes === kind ? 20 : 0;
    const measure = wantsNumber && (name === 'bytes' || name === 'packets') ? 25 : 0;
    const sorted = place.command === 'sort' && grouped && (kind === 'integer' || kind === 'number') ? 35 : 0;
    const boost = (plainly ? 5 : 30) + rank(usualFields, name) + suits + measure + sorted - Math.min(i, 50) / 100;
    const written = place.quote === '`' ? `\`${name}\`` : printer.name(name);
    return {
      label: name,
      kind: 'field',
      insert: written,
      detail: words[kind],
      ...(meaning === undefined ? {} : { info: meaning }),
      boost,
    };
  });
}

export function functionOptions(place: Place, aggregates: boolean): Completion[] {
  const inAggregate =
    place.call !== undefined && functionNamed(place.call)?.aggregate === true && place.takes !== 'aggregate';
  const offers = aggregates && !inAggregate;
  if (place.takes?.startsWith('constant')) return [];
  const suiting = functions.filter((fn) => (fn.aggregate ? offers : place.takes !== 'aggregate'));
  return suiting.map((fn): Completion => {
    const first = fn.aggregate ? 60 : place.groups && fn.name === 'bin' ? 58 : 0;
    const boost = first + rank(usualFunctions, fn.name) / 2;
    return {
      label: fn.name,
      kind: fn.aggregate ? 'aggregate' : 'function',
      ...call(fn),
      detail: signature(fn),
      info: fn.summary,
      boost,
    };
  });
}

/** The call as it is inserted: the cursor goes between the brackets where something belongs there. */
function call({ name, parameters }: QueryFunction): { insert: string; cursor?: number } {
  if (name === 'count') return { insert: 'count(*)' };
  if (parameters.length === 0) return { insert: `${name}()` };
  return { insert: `${name}()`, cursor: name.length + 1 };
}

/** Values of a field that are known without the store, in the quotes that were begun. */
export function valueOptions(field: string | undefined, quote: '"' | "'"): Completion[] {
  const known = field === undefined ? [] : (knownValues(field) ?? []);
  return known.map(({ written, name }, i): Completion => {
    const bare = written.replaceAll('"', '');
    const insert = written.startsWith('"') ? `${quote}${bare}${quote}` : written;
    const label = name === undefined || written.startsWith('"') ? bare : `${bare} ${name}`;
    return {
      label,
      kind: 'value',
      insert,
      ...(name === undefined ? {} : { detail: name }),
      boost: 90 - Math.min(i, 80) / 2,
    };
  });
}

/** Behind `in`: a list to fill, and lists of one value. */
export function listOptions(field: string | undefined): Completion[] {
  const empty: Completion = {
    label: '[…]',
    kind: 'snippet',
    insert: '[]',
    cursor: 1,
    detail: 'list of values',
    boost: 95,
  };
  const values = valueOptions(field, '"').map((one) => ({
    ...one,
    insert: `[${one.insert}]`,
    cursor: one.insert.length + 1,
  }));
  return [empty, ...values];
}

export function tableOptions(tables: CompletionFacts['tables']): Completion[] {
  return tables.map(({ name, columns, summary }) => ({
    label: name,
    kind: 'table',
    insert: `${name} `,
    detail: columns.join(', '),
    ...(summary === undefined ? {} : { info: summary }),
    boost: 50,
  }));
}

export function columnOptions(tables: CompletionFacts['tables'], table: string): Completion[] {
  const columns = tables.find(({ name }) => name === table)?.columns ?? [];
  return columns.map((name, i) => ({
    label: name,
    kind: 'field',
    insert: printer.name(name),
    detail: `of ${table}`,
    boost: 60 - i / 10,
  }));
}

export function periodOptions({ command }: Place): Completion[] {
  const periods =
    command === 'compare' ? ['1d', '1w', '1h', '1mo'] : ['5m', '1m', '1h', '10m', '30m', '1d', '1w', '1mo'];
  return periods.map((period, i) => option(period, 'value', period, undefined, 80 - i));
}

export function numberOptions(command: string | undefined): Completion[] {
  const numbers = command === 'top' ? ['10', '5', '20', '50'] : ['20', '10', '50', '100', '1000'];
  return numbers.map((number, i) =>
    option(number, 'value', command === 'top' ? `${number} ` : number, undefined, 60 - i),
  );
}

/** An empty pair of quotes or slashes with the cursor between. */
export function patternOptions(kind: 'text' | 'regular expression', command: string | undefined): Completion[] {
  if (kind === 'text')
    return [
      {
        label: '"…"',
        kind: 'snippet',
        insert: '""',
        cursor: 1,
        detail: command === 'parse' ? 'text with * for what varies' : 'text',
        boost: 40,
      },
    ];
  return [{ label: '/…/', kind: 'snippet', insert: '//', cursor: 1, detail: 'regular expression', boost: 39 }];
}

export function savedQueryOptions(saved: NonNullable<CompletionFacts['savedQueries']>): Completion[] {
  return saved.map(({ name, description }) => {
    const written = /^[A-Za-z_][\w.]*$/.test(name) ? name : `\`${name}\``;
    return option(`$${name}`, 'snippet', `$${written}()`, description, 1);
  });
}
