import type { Query, Stage } from './ast.ts';
import { guarded } from './compile.ts';
import type { FieldInSight } from './complete.ts';
import { Diagnostics } from './diagnostics.ts';
import { CompileContext, type StoreFacts } from './plan/context.ts';
import { runStages } from './plan/run.ts';
import { recordFields } from './record-fields.ts';

/** The names that can be used behind these stages: columns the query made, and, until records are grouped, theirs. */
export function fieldsAt(stages: readonly Stage[], facts: StoreFacts): readonly FieldInSight[] {
  const options = { range: { from: 0, to: 86_399 }, now: 0, database: '', facts, rollUps: [] };
  const context = new CompileContext('', options, new Diagnostics());
  const query: Query = { stages, span: { start: 0, end: 0 } };
  const pipeline = guarded(() => runStages(context, query, options.range));
  if (pipeline === undefined) return [];
  const own = pipeline.scope.columns
    .filter((column) => column.unnamed === undefined && column.flag === undefined)
    .map(({ name, value }): FieldInSight => ({ name, kind: value().type.kind, meaning: 'a column of this query' }));
  if (!pipeline.isRecords) return own;
  const known = new Set(own.map(({ name }) => name));
  const fields = recordFields
    .filter((field) => field.absent === undefined && !known.has(field.name))
    .map(({ name, type, meaning }): FieldInSight => ({ name, kind: type.kind, meaning }));
  return [...own, ...fields];
}
