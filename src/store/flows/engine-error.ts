import { ClickHouseError } from '@clickhouse/client';
import { WeirError } from '../../core/index.ts';

const known: Readonly<Record<string, readonly [code: string, hint: string]>> = {
  '241': ['LIMIT_MEMORY', 'narrow the time range or add a filter'],
  '159': ['LIMIT_TIME', 'narrow the time range or add a filter'],
  '160': ['LIMIT_TIME', 'narrow the time range or add a filter'],
  '396': ['LIMIT_ROWS', 'add LIMIT or aggregate further'],
  '394': ['QUERY_CANCELLED', 'run it again'],
  '243': [
    'DISK_FULL',
    'free space on the disk of the data folder; what was loaded is safe, loading goes on where it stopped',
  ],
  '354': ['GZIP_BROKEN', 'the archive is cut off or damaged'],
};

/** An error of the engine as Weir's own: a stable code, and the first sentence of the engine's text. */
export function engineError(error: unknown): Error {
  if (error instanceof WeirError) return error;
  if (!(error instanceof ClickHouseError)) {
    const message = error instanceof Error ? error.message : String(error);
    return new WeirError('STORE_UNREACHABLE', `the flow store does not answer: ${message}`, {
      kind: 'engine',
      cause: error,
    });
  }
  const entry = known[error.code];
  const sentence = error.message
    .replace(/^Code: \d+\.\s*/, '')
    .replace(/DB::Exception:\s*/g, '')
    .trim();
  return new WeirError(entry?.[0] ?? `ENGINE_${error.type ?? error.code}`, sentence, {
    kind: entry === undefined ? 'engine' : 'limit',
    hint: entry?.[1],
    cause: error,
  });
}
