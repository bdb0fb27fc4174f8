import type { Query, Stage } from '../ast.ts';
import { Abandoned } from '../diagnostics.ts';
import { commandsByName } from '../parse-query.ts';
import type { CompileContext, TimeRange } from './context.ts';
import { Pipeline } from './pipeline.ts';
import { savedStages } from './saved.ts';
import { applySource, sourceRange } from './source.ts';

/** Adds the stages one by one; an error in one does not hide those of the next. */
export function runStages(context: CompileContext, query: Query, range: TimeRange, depth = 0): Pipeline {
  const limits = sourceRange(context, query.source, range);
  const pipeline = new Pipeline(context, limits, (inner, outer) => {
    if (depth > 3) context.fail('QL_TOO_DEEP', 'queries in brackets nest at most three deep', inner.span);
    return runStages(context, inner, outer, depth + 1);
  });
  applySource(pipeline, query.source);
  pipeline.source = query.source;
  for (const stage of query.stages.slice(0, query.readable)) {
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
  pipeline.shorten();
  pipeline.limited = false;
  pipeline.stages.push(stage);
  commandsByName.get(stage.command)?.apply(stage, pipeline);
}
