import type { Expression, Item, NameNode, Stage } from './ast.ts';

/** A name that a stage makes. */
export interface MadeName {
  readonly name: string;
  /** The field whose values it holds unchanged. */
  readonly of?: string;
}

/** The stages behind which records of the log are no more, but rows that stand for many. */
export const groupingStages: ReadonlySet<Stage['command']> = new Set([
  'stats',
  'top',
  'timeseries',
  'countfrequent',
  'compare',
]);

/** The stages whose answer depends on which rows reach them, and in which order. A filter goes before them. */
export const barrierStages: ReadonlySet<Stage['command']> = new Set([
  ...groupingStages,
  'dedup',
  'limit',
  'sort',
  'display',
  'accum',
  'autoregress',
  'filldown',
  'fillmissing',
  'sessionize',
  'appendcols',
  'addtotals',
]);

function named(text: string, { expression, as }: Item): MadeName {
  const of = expression.kind === 'field' ? { of: expression.name } : {};
  return { name: as?.name ?? shown(text, expression), ...of };
}

/** A column without a name is called by its text. */
function shown(text: string, expression: Expression): string {
  return expression.kind === 'field' ? expression.name : text.slice(expression.span.start, expression.span.end);
}

const plain = (names: readonly NameNode[]): MadeName[] => names.map(({ name }) => ({ name }));

/** The names that a stage of a query makes: `stats sum(bytes) as b by srcAddr` makes b, and srcAddr of srcAddr. */
export function namesMadeBy(text: string, stage: Stage): readonly MadeName[] {
  switch (stage.command) {
    case 'fields':
    case 'display':
      return stage.items
        .filter(({ expression, as }) => as !== undefined || expression.kind !== 'field')
        .map((i) => named(text, i));
    case 'stats':
      return [...stage.items, ...stage.by].map((item) => named(text, item));
    case 'timeseries':
      return [...stage.items, ...stage.keys].map((item) => named(text, item));
    case 'top':
      return [...stage.fields, stage.by].map((item) => named(text, item));
    case 'countfrequent':
      return [...stage.fields.map(({ name }) => ({ name, of: name })), { name: '_approxcount' }];
    case 'parse':
      return parsedNames(stage.pattern);
    case 'unnest':
      return [{ name: stage.into.name }];
    case 'expand':
      return [{ name: stage.field.name }];
    case 'lookup':
    case 'cidrlookup':
      return stage.outputs.map(({ name, as }) => ({ name: (as ?? name).name }));
    case 'accum':
      return [{ name: (stage.as ?? stage.field).name }];
    case 'autoregress':
      return laggedNames(stage);
    case 'filldown':
      return stage.fields.map(({ name }) => ({ name }));
    case 'sessionize':
      return [{ name: stage.as?.name ?? 'session_id' }];
    default:
      return [];
  }
}

/** `bytes_p1`, `bytes_p2` …; a name that was given is the whole name of a single one. */
function laggedNames({ field, as, from, to }: Extract<Stage, { command: 'autoregress' }>): readonly MadeName[] {
  const base = (as ?? field).name;
  if (as !== undefined && from === to) return [{ name: base }];
  return Array.from({ length: to - from + 1 }, (_, i) => ({ name: `${base}_p${from + i}` }));
}

function parsedNames(pattern: Extract<Stage, { command: 'parse' }>['pattern']): readonly MadeName[] {
  if (pattern.kind === 'logfmt') return [{ name: pattern.name.name }];
  if (pattern.kind !== 'regex' || pattern.names.length > 0) return plain(pattern.names);
  return [...pattern.regex.source.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => ({ name }));
}
