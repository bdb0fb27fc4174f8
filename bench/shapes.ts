import { readFileSync } from 'node:fs';
import { type Expression, parseQuery, type Query } from '../src/query/index.ts';

/** A published query for flow logs: its number in the collection, and its text. */
export interface Published {
  readonly n: number;
  readonly text: string;
}

/** The 150 queries that are published for flow logs, as they stand. */
export function publishedQueries(): readonly Published[] {
  const file = new URL('../test/golden/query/published.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Published[];
}

/** An end of the record in all its spellings, and what queries that take the line apart themselves call it. */
const source = /^(pkt_?)?src(_?addr)?$/i;
const destination = /^(pkt_?)?dst(_?addr)?$/i;
const isAddress = (name: string) => source.test(name) || destination.test(name);

/** `more`: keys beside the addresses; `time`: bins, whatever else there is. */
type Rows = 'records' | 'sources' | 'destinations' | 'pairs' | 'pairs and more' | 'other keys' | 'time' | 'one row';
type Chosen = 'all' | 'by address' | 'by other fields';

/** What a query asks of the engine, as far as its cost goes: what it groups by, and what it chooses records by. */
export type Shape = `${Rows}, ${Chosen}`;

function namesIn(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(namesIn);
  if (tree === null || typeof tree !== 'object') return [];
  const { kind, name } = tree as { kind?: unknown; name?: unknown };
  const own = kind === 'field' && typeof name === 'string' ? [name] : [];
  return [...own, ...Object.values(tree).flatMap(namesIn)];
}

function rowsOf(keys: readonly Expression[] | undefined): Rows {
  if (keys === undefined) return 'records';
  if (keys.some((key) => key.kind === 'call')) return 'time';
  const names = keys.flatMap(namesIn);
  const more = names.some((name) => !isAddress(name));
  const [from, to] = [names.some((name) => source.test(name)), names.some((name) => destination.test(name))];
  if (from && to) return more ? 'pairs and more' : 'pairs';
  if (more) return 'other keys';
  if (from || to) return from ? 'sources' : 'destinations';
  return 'one row';
}

/** The shape of a query up to its first `stats`: a filter behind it sees few rows. */
export function shapeOf({ stages }: Query): Shape {
  const at = stages.findIndex((stage) => stage.command === 'stats');
  const stats = stages[at];
  const before = at < 0 ? stages : stages.slice(0, at);
  const chosenBy = before.flatMap((stage) => (stage.command === 'filter' ? namesIn(stage.condition) : []));
  const rows = rowsOf(stats?.command === 'stats' ? stats.by.map((key) => key.expression) : undefined);
  if (chosenBy.length === 0) return `${rows}, all`;
  return `${rows}, ${chosenBy.some(isAddress) ? 'by address' : 'by other fields'}`;
}

/** How many of the published queries have each shape, the most frequent first. */
function frequencies(): ReadonlyMap<Shape, number> {
  const counted = new Map<Shape, number>();
  for (const { text } of publishedQueries()) {
    const shape = shapeOf(parseQuery(text).query);
    counted.set(shape, (counted.get(shape) ?? 0) + 1);
  }
  return new Map([...counted].sort(([, a], [, b]) => b - a));
}

/** Fewer than these, and a shape is not asked in the bench. */
const asked = 6;

/** The shapes that most queries have, by how many have them. */
export function mostFrequent(): ReadonlyMap<Shape, number> {
  return new Map([...frequencies()].filter(([, count]) => count >= asked));
}
