import type { QueryColumn } from '../contract/index.ts';
import type { Query, Span } from './ast.ts';
import { Abandoned, type Diagnostic, Diagnostics } from './diagnostics.ts';
import { expandParameters } from './parameters.ts';
import { parseQuery } from './parse-query.ts';
import { CompileContext, type CompileOptions, type TimeRange } from './plan/context.ts';
import type { Pipeline } from './plan/pipeline.ts';
import { runStages } from './plan/run.ts';
import type { Column } from './plan/scope.ts';
import { recordField } from './record-fields.ts';
import type { Value } from './value.ts';

/** A query as one statement of the engine. */
export interface Compiled {
  /** Constants stand as `{q0:String}`. Columns have the names of `columns`, in their order. */
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
  readonly columns: readonly QueryColumn[];
  /** Tables that it reads. */
  readonly reads: readonly string[];
  readonly range: TimeRange;
  /** Other ranges that it looks at: of compare, and of queries in brackets. */
  readonly otherRanges: readonly TimeRange[];
  /** `chosen`: by the query; else the statement gives one row more than `rows` where there are more. */
  readonly limit: { readonly rows: number; readonly chosen: boolean };
}

export interface Compilation {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where there is an error. */
  readonly compiled?: Compiled;
}

/** Rows of an answer where nothing bounds them. D4. */
export const defaultLimit = 10_000;
/** The engine reads statements of up to 256 KiB. */
const mostSql = 240_000;
/** Longer texts are not read. Section 1.1. */
const mostCharacters = 10_000;

/** Reads, checks and compiles a query. Never throws on account of its text: all that is wrong is in the diagnostics. */
export function compile(text: string, options: CompileOptions): Compilation {
  if (text.length > mostCharacters) {
    const diagnostics = new Diagnostics();
    const span = { start: mostCharacters, end: text.length };
    diagnostics.error('QL_TOO_LONG', `a query has at most ${mostCharacters.toLocaleString('en')} characters`, span);
    return { diagnostics: diagnostics.list };
  }
  const expanded = expandParameters(text, options.parameters ?? {}, options.declarations ?? []);
  const { query, diagnostics } = parseQuery(expanded.text);
  const told = () => [...expanded.problems, ...diagnostics.list.map((one) => expanded.original(one))];
  if (expanded.problems.some((one) => one.severity === 'error')) return { diagnostics: told() };
  const context = new CompileContext(expanded.text, options, diagnostics);
  const pipeline = guarded(() => runStages(context, query, options.range));
  if (pipeline === undefined || diagnostics.failed) return { diagnostics: told() };
  const compiled = guarded(() => finish(pipeline, query));
  if (compiled === undefined || diagnostics.failed) return { diagnostics: told() };
  return { diagnostics: told(), compiled };
}

/** What the work gives; undefined where it was abandoned, with the reason in the diagnostics. */
export function guarded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Abandoned) return undefined;
    throw error;
  }
}

/** The outermost SELECT: order, bound, and the names that people see. */
function finish(pipeline: Pipeline, query: Query): Compiled {
  const { context } = pipeline;
  const last = query.stages.at(-1);
  noticeAbsent(pipeline, query);
  const chosen = pipeline.limited;
  const rows = Math.min(context.options.limit ?? defaultLimit, 100_000);
  if (!chosen || context.options.limit !== undefined) {
    // A bound of the query's own stays below; the answer's is put over it.
    if (pipeline.level.limit !== undefined) pipeline.open();
    pipeline.limit(rows + 1);
  }
  const names = pipeline.shown;
  const flags = pipeline.scope.columns
    .filter((c) => c.flag !== undefined && !names.includes(c.name))
    .map((c) => c.name);
  const shown = [...names, ...flags].map((name) => shownColumn(pipeline, name, last?.span ?? query.span));
  const level = pipeline.level;
  if (level.order.length === 0) level.order = pipeline.orderTerms();
  // Named by their rows: a column that the user called c1 must not stand in for the c1 below.
  const of = rowsName(shown.map(({ column }) => column.name));
  const select = shown.map(({ column, value }) => `${of}.${level.export(value.sql)} AS ${quoted(column.name)}`);
  const sql = `SELECT ${select.length === 0 ? 'NULL' : select.join(', ')} FROM (${level.render()}) AS ${of}`;
  if (sql.length > mostSql) {
    context.fail('QL_TOO_LARGE', 'the query becomes too large a statement', query.span, 'take it apart into several');
  }
  return {
    sql,
    params: usedParams(context, sql),
    columns: shown.map(({ column }) => column),
    reads: [...context.reads],
    range: pipeline.range,
    otherRanges: otherRanges(context.ranges, pipeline.range),
    limit: { rows, chosen: chosen && context.options.limit === undefined },
  };
}

/** A name for the rows that no column bears, nor begins with. */
function rowsName(columns: readonly string[]): string {
  let name = 'answer';
  while (columns.some((column) => column.startsWith(name))) name += '_';
  return name;
}

function otherRanges(ranges: readonly TimeRange[], own: TimeRange): TimeRange[] {
  const key = ({ from, to }: TimeRange) => `${from} ${to}`;
  const distinct = new Map(ranges.map((range) => [key(range), range]));
  distinct.delete(key(own));
  return [...distinct.values()];
}

function quoted(name: string): string {
  return `\`${name.replace(/\\/g, '\\\\').replaceAll('`', '\\`')}\``;
}

/** Constants that the statement holds; what was tried and given up left others behind. */
function usedParams(context: CompileContext, sql: string): Record<string, string> {
  return Object.fromEntries(Object.entries(context.params).filter(([name]) => sql.includes(`{${name}:`)));
}

function shownColumn(pipeline: Pipeline, name: string, span: Span): { column: QueryColumn; value: Value } {
  const known = pipeline.scope.find(name);
  const value = pipeline.resolve({ kind: 'field', name, span });
  return { column: shownAs(name, value, known), value };
}

function shownAs(name: string, value: Value, known: Column | undefined): QueryColumn {
  const kind = value.shown ?? value.type.kind;
  return {
    name,
    kind: kind === 'integer' ? 'number' : kind === 'missing' ? 'text' : kind,
    role: known?.role ?? 'value',
    ...(value.field === undefined ? {} : { field: value.field }),
    ...(value.field === undefined && known?.role === 'key' && known.flag === undefined ? { computed: true } : {}),
    ...(value.unit === undefined ? {} : { unit: value.unit }),
    ...(known?.binSeconds === undefined ? {} : { bin_seconds: known.binSeconds }),
    ...(value.approximate === true ? { approximate: true } : {}),
    ...(value.additive === true ? { additive: true } : {}),
    ...(known?.flag === undefined ? {} : { flag: known.flag }),
  };
}

/** D12: a field that the logs never carry is known, and is told. */
function noticeAbsent(pipeline: Pipeline, query: Query): void {
  const { absentFields } = pipeline.context.options.facts;
  const told = new Set<string>();
  for (const { name, span } of fieldsIn(query)) {
    const field = recordField(name);
    if (field === undefined || told.has(field.name)) continue;
    if (field.absent !== undefined) {
      told.add(field.name);
      pipeline.diagnostics.notice('QL_FIELD_NOT_KEPT', `${name} is always missing here: ${field.absent}`, span);
    } else if (field.origin === 'field' && absentFields.includes(field.column ?? '')) {
      told.add(field.name);
      pipeline.diagnostics.notice('QL_FIELD_ABSENT', `${name} is not in the format of your logs`, span, {
        hint: 'it is missing in every record; add it to the flow log’s format to have it from then on',
      });
    }
  }
}

function fieldsIn(tree: unknown): { name: string; span: Span }[] {
  if (Array.isArray(tree)) return tree.flatMap(fieldsIn);
  if (tree === null || typeof tree !== 'object') return [];
  const node = tree as { kind?: unknown; name?: unknown; span?: Span };
  const own =
    node.kind === 'field' && typeof node.name === 'string' && node.span !== undefined
      ? [{ name: node.name, span: node.span }]
      : [];
  return [...own, ...Object.values(tree).flatMap(fieldsIn)];
}
