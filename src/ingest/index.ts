export { type IngestOptions, ingest, sources } from './ingest.ts';
export type { Source, SourceObject } from './object.ts';
export type { IngestSummary } from './summary.ts';
