export { builtInTableNames } from './built-in-tables.ts';
export { type ExportFormat, exportQuery, isCut, type QueryFile } from './export.ts';
export { readQueryFacts } from './facts.ts';
export { type PreparedQuery, prepareQuery, type QueryContext } from './prepare.ts';
export { QueryError } from './query-error.ts';
export { judgeOtherRanges, readQueryCompleteness, runQuery } from './run.ts';
export { RunningQueries } from './running-queries.ts';
