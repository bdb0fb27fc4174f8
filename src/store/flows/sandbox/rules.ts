import { nearestName, WeirError } from '../../../core/index.ts';
import { fixedDictionaries } from '../dictionaries.ts';
import { openTables } from '../migrate.ts';
import { tables, views } from '../schema.ts';
import { allowedFunctions, mayCall } from './functions.ts';
import { nodesOf, type SyntaxNode } from './syntax-tree.ts';

/** Everything a SELECT may consist of. What is not here is refused, so that new syntax of the engine stays outside. */
const nodeTypes = new Set([
  'SelectWithUnionQuery',
  'SelectIntersectExceptQuery',
  'SelectQuery',
  'ExpressionList',
  'Subquery',
  'WithElement',
  'Identifier',
  'Literal',
  'Function',
  'Asterisk',
  'QualifiedAsterisk',
  'ColumnsRegexpMatcher',
  'ColumnsListMatcher',
  'QualifiedColumnsRegexpMatcher',
  'QualifiedColumnsListMatcher',
  'ColumnsTransformerList',
  'ColumnsExceptTransformer',
  'ColumnsReplaceTransformer',
  'ColumnsReplaceTransformer::Replacement',
  'TablesInSelectQuery',
  'TablesInSelectQueryElement',
  'TableExpression',
  'TableIdentifier',
  'TableJoin',
  'ArrayJoin',
  'SampleRatio',
  'OrderByElement',
  'WindowDefinition',
  'WindowListElement',
  'InterpolateElement',
]);
const inTable = /^(global)?(not)?(null)?in(ignoreset)?$/i;
/** Names in the store's database that are not for users. No table expression may take one, whatever its scope. */
const closed = new Set([
  ...tables.filter((t) => !t.open).map((t) => t.name),
  ...tables.map((t) => `${t.name}_local`),
  ...views.map((v) => v.name),
  ...fixedDictionaries.map((d) => d.name),
  'schema_migrations',
]);

const refusals: Readonly<Record<string, string>> = {
  Set: 'SETTINGS is not allowed: the limits of a query are fixed',
  ColumnsApplyTransformer: 'APPLY is not allowed: write the functions out',
  QueryParameter: 'parameters in {braces} are not allowed: write the value itself',
};

function refused(what: string, hint: string): WeirError {
  return new WeirError('SQL_NOT_ALLOWED', what, { kind: 'usage', hint });
}

/** The tables a statement may name, and how. */
export interface Reach {
  readonly database: string;
  /** Names of the statement's own table expressions. */
  readonly expressions: ReadonlySet<string>;
}

/** Checks a syntax tree against the lists. Throws SQL_NOT_ALLOWED, SQL_TABLE_UNKNOWN, SQL_FUNCTION_UNKNOWN. */
export function checkSyntax(roots: readonly SyntaxNode[], reach: Reach): void {
  const all = [...nodesOf(roots)];
  if (all.length === 0) throw refused('the statement could not be examined', 'write one SELECT');
  for (const name of reach.expressions) {
    if (closed.has(name)) throw refused(`"${name}" cannot be the name of a table expression`, 'choose another name');
  }
  const aliases = new Set(all.flatMap((node) => node.alias ?? []).filter((name) => !closed.has(name)));
  for (const node of all) {
    if (!nodeTypes.has(node.type))
      throw refused(refusals[node.type] ?? `${node.type} is not allowed`, 'one SELECT over the open tables is');
    if (node.type === 'TableIdentifier') checkTable(node.name, reach);
    if (node.type === 'Function') checkFunction(node.name);
    if (node.type === 'Function' && inTable.test(node.name)) checkIn(node, reach, aliases);
    if (node.type === 'TableExpression') checkSource(node);
  }
}

function checkTable(name: string, { database, expressions }: Reach): void {
  const own = name.startsWith(`${database}.`) ? name.slice(database.length + 1) : name;
  if (openTables.includes(own)) return;
  if (expressions.has(name) && !closed.has(name)) return;
  const near = nearestName(own, openTables);
  throw new WeirError('SQL_TABLE_UNKNOWN', `there is no table "${name}" to read`, {
    kind: 'usage',
    hint: near === undefined ? `the tables are ${openTables.join(', ')}` : `did you mean ${near}?`,
  });
}

const hints: Readonly<Record<string, string>> = {
  isipaddressinrange:
    "compare with the ends of the network, which also uses the index: srcaddr BETWEEN '10.0.0.0' AND '10.255.255.255'",
  dictget: 'countries are columns of flows: src_country, dst_country',
  file: 'load files with weir ingest; SQL reads the tables',
  approx_distinct: 'use uniq(x), or uniqExact(x)',
  to_unixtime: 'use toUnixTimestamp(start)',
  contains: 'use has(array, x), or position(text, x) > 0',
};

function checkFunction(name: string): void {
  if (mayCall(name)) return;
  const near = nearestName(name, allowedFunctions);
  throw new WeirError('SQL_FUNCTION_UNKNOWN', `the function "${name}" cannot be called here`, {
    kind: 'usage',
    hint:
      hints[name.toLowerCase()] ??
      (near === undefined
        ? 'functions over values are open; what reads files, settings or the machine is not'
        : `did you mean ${near}?`),
  });
}

/** `x IN name` reads a table through what looks like a column. */
function checkIn(node: SyntaxNode, { expressions }: Reach, aliases: ReadonlySet<string>): void {
  const right = node.children[0]?.children[1];
  if (right?.type !== 'Identifier' && right?.type !== 'TableIdentifier') return;
  if ((expressions.has(right.name) || aliases.has(right.name)) && !closed.has(right.name)) return;
  throw refused(`IN ${right.name} is not allowed`, `write IN (SELECT column FROM ${right.name})`);
}

function checkSource(node: SyntaxNode): void {
  const source = node.children[0];
  if (source?.type === 'TableIdentifier' || source?.type === 'Subquery') return;
  throw refused(
    `${source?.name || 'this source'}() cannot be read from: table functions are not allowed`,
    `the tables are ${openTables.join(', ')}`,
  );
}

/** What the engine reads for a SELECT without FROM and for recursion. A statement that names them is refused before. */
const ownTables = /^(system\.one|_temporary_and_external_tables\._tmp_[0-9a-f-]+)$/;

/** Checks the tables that the engine really resolved (`EXPLAIN QUERY TREE`): the last word on what is read. */
export function checkResolved(lines: readonly string[], database: string): void {
  for (const line of lines) {
    const node = line.trim();
    if (/^TABLE_FUNCTION\b/.test(node))
      throw refused('table functions are not allowed', `the tables are ${openTables.join(', ')}`);
    if (!/^TABLE id:/.test(node)) continue;
    const name = /\btable_name: ([^,]+)/.exec(node)?.[1] ?? '';
    if (!ownTables.test(name) && !openTables.some((table) => name === `${database}.${table}`)) {
      throw new WeirError('SQL_TABLE_UNKNOWN', `there is no table "${name}" to read`, {
        kind: 'usage',
        hint: `the tables are ${openTables.join(', ')}`,
      });
    }
  }
}
