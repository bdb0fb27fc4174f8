export { ingest, type IngestOptions, sources } from './ingest.ts';
export type { Source, SourceObject } from './object.ts';
export type { IngestSummary } from './summary.ts';
