import type { WeirError } from '../core/index.ts';
import type { ObjectCounts } from './ledger.ts';
import type { LoadOutcome } from './load-object.ts';
import type { SourceObject } from './object.ts';

/** What a load did. Counts are exact; `first` and `last` are ISO 8601 in UTC. */
export interface IngestSummary {
  readonly files: number;
  readonly records: bigint;
  readonly quarantined: bigint;
  readonly skipped_files: number;
  readonly failed_files: number;
  readonly partial_files: number;
  readonly accepted: bigint;
  readonly rejected: bigint;
  readonly ok: bigint;
  readonly nodata: bigint;
  readonly skipdata: bigint;
  readonly untimed: bigint;
  readonly bytes: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly seconds: number;
  readonly failures: ReadonlyArray<{
    readonly file: string;
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  }>;
  readonly partial: ReadonlyArray<{ readonly file: string; readonly message: string }>;
}

/** Adds up what happens to each object while a load runs. */
export function newTally() {
  const sums = {
    records: 0n,
    quarantined: 0n,
    accepted: 0n,
    rejected: 0n,
    ok: 0n,
    nodata: 0n,
    skipdata: 0n,
    untimed: 0n,
  };
  const failures: Array<{ file: string; code: string; message: string; hint?: string }> = [];
  const partial: Array<{ file: string; message: string }> = [];
  let files = 0;
  let skippedFiles = 0;
  let bytes = 0;
  let first: string | null = null;
  let last: string | null = null;
  return {
    get records() {
      return sums.records;
    },
    loaded(object: SourceObject, counts: ObjectCounts, outcome: LoadOutcome) {
      files++;
      bytes += object.size;
      for (const name of Object.keys(sums) as Array<keyof typeof sums>) sums[name] += counts[name];
      if (counts.first !== null && (first === null || counts.first < first)) first = counts.first;
      if (counts.last !== null && (last === null || counts.last > last)) last = counts.last;
      if (outcome.state === 'partial') partial.push({ file: object.name, message: outcome.note });
    },
    skipped(_object: SourceObject) {
      skippedFiles++;
    },
    failed(object: SourceObject, error: WeirError) {
      failures.push({
        file: object.name,
        code: error.code,
        message: error.message,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      });
    },
    summary(seconds: number): IngestSummary {
      return {
        files,
        ...sums,
        skipped_files: skippedFiles,
        failed_files: failures.length,
        partial_files: partial.length,
        bytes,
        first,
        last,
        seconds: Math.round(seconds * 1000) / 1000,
        failures,
        partial,
      };
    },
  };
}
