export type { ArithmeticOperator, ComparisonOperator, Expression, Period, Query, Span, Stage, StageOf } from './ast.ts';
export { functionNamed, signature } from './check/call.ts';
export { commands } from './command-list.ts';
export { type Compilation, type Compiled, compile, defaultLimit } from './compile.ts';
export { type Completion, type CompletionFacts, type Completions, complete, type FieldInSight } from './complete.ts';
export type { Command } from './define-command.ts';
export { periodMilliseconds, type QueryFunction } from './define-function.ts';
export type { Diagnostic, Fix } from './diagnostics.ts';
export {
  addFilter,
  conditionText,
  fieldValuesQuery,
  histogramQuery,
  isRaw,
  removeStage,
  type ValueFilter,
} from './edit.ts';
export { format } from './format.ts';
export { functions } from './function-list.ts';
export { type Hover, type HoverFacts, hover } from './hover.ts';
export { insightsFunctions } from './insights-names.ts';
export { type KnownValue, knownValues } from './known-values.ts';
export { expandParameters, parameterNames } from './parameters.ts';
export { parseQuery, printQuery } from './parse-query.ts';
export type { CompileOptions, LookupTable, SavedText, StoreFacts, TimeRange } from './plan/context.ts';
export type { RollUp } from './plan/roll-up.ts';
export { defaultColumns, type RecordField, recordField, recordFields } from './record-fields.ts';
export { fieldsAt } from './scope.ts';
export { isPeriodUnit, periodOf } from './syntax/period.ts';
export { addressText } from './value.ts';
