import type { QueryColumn } from '../contract/index.ts';
import type { Query, Source, Span, Stage, When } from './ast.ts';
import { timeOfText } from './check/coerce.ts';
import { periodMilliseconds } from './define-function.ts';
import { Abandoned, type Diagnostic, Diagnostics } from './diagnostics.ts';
import { expandParameters } from './parameters.ts';
import { commandsByName, parseQuery } from './parse-query.ts';
import { CompileContext, type CompileOptions, type TimeRange } from './plan/context.ts';
import { Pipeline } from './plan/pipeline.ts';
import type { Column } from './plan/scope.ts';
import { recordField } from './record-fields.ts';
import { nearest } from './suggest.ts';
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
  const told = () => diagnostics.list.map((one) => expanded.original(one));
  const context = new CompileContext(expanded.text, options, diagnostics);
  const pipeline = guarded(() => run(context, query, options.range, 0));
  if (pipeline === undefined || diagnostics.failed) return { diagnostics: told() };
  const compiled = guarded(() => finish(pipeline, query));
  if (compiled === undefined || diagnostics.failed) return { diagnostics: told() };
  return { diagnostics: told(), compiled };
}

function guarded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Abandoned) return undefined;
    throw error;
  }
}

/** Adds the stages one by one; an error in one does not hide those of the next. */
function run(context: CompileContext, query: Query, range: TimeRange, depth: number): Pipeline {
  const limits = sourceRange(context, query.source, range);
  const pipeline = new Pipeline(context, limits, (inner, outer) => {
    if (depth > 3) context.fail('QL_TOO_DEEP', 'queries in brackets nest at most three deep', inner.span);
    return run(context, inner, outer, depth + 1);
  });
  applySource(pipeline, query.source);
  for (const stage of query.stages) {
    try {
      applyStage(pipeline, stage, []);
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
      // What follows a broken grouping speaks of names that are not there: it would be blamed for nothing.
      if (/^(stats|top|timeseries|compare|join|saved|parse|lookup|cidrlookup|countfrequent)$/.test(stage.command))
        break;
    }
  }
  if (depth > 0 && context.diagnostics.failed) throw new Abandoned();
  return pipeline;
}

function applyStage(pipeline: Pipeline, stage: Stage, callers: readonly string[]): void {
  const previous = pipeline.stages.at(-1);
  if (previous?.command === 'dedup' && stage.command !== 'limit') {
    pipeline.diagnostics.error('QL_AFTER_DEDUP', `only limit may follow dedup, not ${stage.command}`, stage.span, {
      hint: `put ${stage.command} before dedup`,
    });
    throw new Abandoned();
  }
  if (stage.command === 'saved') {
    for (const one of savedStages(pipeline, stage, callers)) applyStage(pipeline, one, [...callers, stage.name]);
    return;
  }
  pipeline.limited = false;
  pipeline.stages.push(stage);
  commandsByName.get(stage.command)?.apply(stage, pipeline);
}

/** The stages of a saved query, with the call's arguments in them. */
function savedStages(
  pipeline: Pipeline,
  call: Extract<Stage, { command: 'saved' }>,
  callers: readonly string[],
): readonly Stage[] {
  const { context } = pipeline;
  const saved = context.options.savedQuery?.(call.name);
  if (saved === undefined)
    return context.fail(
      'QL_SAVED_UNKNOWN',
      `there is no saved query "${call.name}"`,
      call.span,
      'the saved queries are listed beside the editor',
    );
  if (callers.length > 0)
    context.fail('QL_SAVED_NESTED', `a saved query cannot call another one, ${call.name}`, call.span);
  for (const given of call.arguments) {
    if (saved.parameters.some((p) => p.name === given.name)) continue;
    const [near] = nearest(
      given.name,
      saved.parameters.map((p) => p.name),
      1,
    );
    context.fail(
      'QL_ARGUMENT_UNKNOWN',
      `${call.name} has no parameter "${given.name}"`,
      given.span,
      near === undefined ? undefined : `did you mean ${near}?`,
    );
  }
  const values = Object.fromEntries(call.arguments.map(({ name, value }) => [name, value]));
  const { text } = expandParameters(saved.query, values, saved.parameters);
  const { query, diagnostics } = parseQuery(text);
  for (const one of diagnostics.list)
    if (one.severity === 'error')
      context.diagnostics.error(one.code, `in ${call.name}: ${one.message}`, call.span, { hint: one.hint });
  if (diagnostics.failed || query.source !== undefined) {
    if (query.source !== undefined)
      context.fail('QL_SAVED_SOURCE', `${call.name} begins with SOURCE, and cannot stand in a query`, call.span);
    throw new Abandoned();
  }
  return query.stages.map((stage) => placedAt(stage, call.span));
}

/** A tree whose places all are those of the call: positions of another text mean nothing here. */
function placedAt<T>(tree: T, span: Span): T {
  if (Array.isArray(tree)) return tree.map((one: unknown) => placedAt(one, span)) as T;
  if (tree === null || typeof tree !== 'object') return tree;
  const entries = Object.entries(tree).map(([name, value]) => [
    name,
    /^(span|nameSpan)$/.test(name) ? span : placedAt(value, span),
  ]);
  return Object.fromEntries(entries) as T;
}

/** E10: the range that SOURCE gives. */
function sourceRange(context: CompileContext, source: Source | undefined, range: TimeRange): TimeRange {
  if (source === undefined) return range;
  const now = Math.floor(context.options.now / 1000);
  const from = source.start === undefined ? range.from : moment(context, source.start, now, source.span);
  const to =
    source.end === undefined
      ? source.start === undefined
        ? range.to
        : Math.max(range.to, from)
      : moment(context, source.end, now, source.span);
  if (from > to) context.fail('QL_RANGE_EMPTY', 'SOURCE starts after its end', source.span, 'start=-1d end=now');
  return { from: Math.max(from, 0), to: Math.min(to, 4_294_967_294) };
}

function moment(context: CompileContext, when: When, now: number, span: Span): number {
  if (when.kind === 'now') return now;
  if (when.kind === 'text') {
    const ms = timeOfText(when.text);
    if (ms === undefined)
      return context.fail(
        'QL_NOT_A_TIME',
        `"${when.text}" is not a time`,
        when.span,
        'write it as "2026-11-23T04:00:00Z"',
      );
    return Math.floor(ms / 1000);
  }
  const milliseconds = periodMilliseconds(when.period);
  if (milliseconds !== undefined) return now - Number(milliseconds / 1000n);
  const date = new Date(now * 1000);
  const months = when.period.count * { mo: 1, q: 3, y: 12, ms: 0, s: 0, m: 0, h: 0, d: 0, w: 0 }[when.period.unit];
  if (months === 0) return context.fail('QL_NOT_A_TIME', 'this is no time', span);
  return Math.floor(date.setUTCMonth(date.getUTCMonth() - months) / 1000);
}

function applySource(pipeline: Pipeline, source: Source | undefined): void {
  if (source === undefined) return;
  const { select, span } = source;
  const { diagnostics } = pipeline;
  switch (select.kind) {
    case 'name':
      if (!/^flows?$/i.test(select.name))
        pipeline.fail(
          'QL_SOURCE_UNKNOWN',
          `there is no source "${select.name}"`,
          span,
          'write SOURCE flows, or leave it out',
        );
      return;
    case 'dataSource':
      for (const name of select.names)
        if (!/^amazon_vpc(\.flow)?$/i.test(name))
          pipeline.fail(
            'QL_SOURCE_UNKNOWN',
            `there is no data source "${name}" here`,
            span,
            'Weir has amazon_vpc.flow',
          );
      return;
    case 'group':
      diagnostics.notice(
        'QL_SOURCE_GROUP',
        `records of all log groups lie together: not only "${select.name}" is read`,
        span,
      );
      return;
    case 'logGroups': {
      const accounts = select.arguments.filter((a) => /^accountidentifiers?$/i.test(a.name)).flatMap((a) => a.values);
      if (accounts.length > 0) accountCondition(pipeline, accounts);
      if (select.arguments.some((a) => !/^accountidentifiers?$/i.test(a.name)))
        diagnostics.notice('QL_SOURCE_GROUP', 'records of all log groups lie together: all are read', span);
      return;
    }
    case 'logGroupTags':
      pipeline.fail('QL_NOT_BUILT', 'SOURCE logGroupTags is not built', span);
  }
}

function accountCondition(pipeline: Pipeline, accounts: readonly string[]): void {
  const field = recordField('account_id');
  const value = field === undefined ? undefined : pipeline.scope.record(field);
  if (value === undefined) return;
  const list = accounts.map((account) => pipeline.context.param('String', account)).join(', ');
  pipeline.where({ ...value, sql: `${value.sql} IN (${list})` });
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
    pipeline.limit(rows + 1, false);
  }
  const names = pipeline.shown;
  const flags = pipeline.scope.columns
    .filter((c) => c.flag !== undefined && !names.includes(c.name))
    .map((c) => c.name);
  const shown = [...names, ...flags].map((name) => shownColumn(pipeline, name, last?.span ?? query.span));
  const level = pipeline.level;
  if (level.order.length === 0) level.order = pipeline.orderTerms();
  const select = shown.map(({ column, value }) => `${level.export(value.sql)} AS ${quoted(column.name)}`);
  const sql = `SELECT ${select.length === 0 ? 'NULL' : select.join(', ')} FROM (${level.render()})`;
  return {
    sql,
    params: usedParams(context, sql),
    columns: shown.map(({ column }) => column),
    reads: [...context.reads],
    range: pipeline.range,
    limit: { rows, chosen: chosen && context.options.limit === undefined },
  };
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
  return { column: describe(name, value, known), value };
}

function describe(name: string, value: Value, known: Column | undefined): QueryColumn {
  const kind = value.origin?.type.kind === 'address' ? 'address' : value.type.kind;
  return {
    name,
    kind: kind === 'integer' ? 'number' : kind === 'missing' ? 'text' : kind,
    role: known?.role ?? 'value',
    ...(value.field === undefined ? {} : { field: value.field }),
    ...(value.unit === undefined ? {} : { unit: value.unit }),
    ...(known?.binSeconds === undefined ? {} : { bin_seconds: known.binSeconds }),
    ...(value.approximate === true ? { approximate: true } : {}),
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
