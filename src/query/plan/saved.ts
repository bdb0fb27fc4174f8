import type { Span, Stage, StageOf } from '../ast.ts';
import { Abandoned } from '../diagnostics.ts';
import { expandParameters } from '../parameters.ts';
import { parseQuery } from '../parse-query.ts';
import { nearest } from '../suggest.ts';
import type { Pipeline } from './pipeline.ts';

/** The stages of a saved query, with the call's arguments in them. */
export function savedStages(pipeline: Pipeline, call: StageOf<'saved'>, callers: readonly string[]): readonly Stage[] {
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
  const twice = call.arguments.find(({ name }, i) => call.arguments.findIndex((one) => one.name === name) !== i);
  if (twice !== undefined) context.fail('QL_ARGUMENT_TWICE', `${twice.name} is given twice`, twice.span);
  const values = Object.fromEntries(call.arguments.map(({ name, value }) => [name, value]));
  const { text, problems } = expandParameters(saved.query, values, saved.parameters);
  for (const { code, message } of problems) context.fail(code, message, call.span);
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
