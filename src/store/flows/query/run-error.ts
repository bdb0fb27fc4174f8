import type { QueryEvent, QueryProgress } from '../../../contract/index.ts';
import { asWeirError, WeirError } from '../../../core/index.ts';
import { explainSqlError } from '../sandbox/explain-error.ts';
import type { PreparedQuery, QueryContext } from './prepare.ts';
import { QueryError } from './query-error.ts';

const narrower =
  'narrow the time range, add a filter, or group by less; approx_count_distinct and approx_pct need far less than the exact functions';

/** Texts of the language that the engine's regular expressions refuse. */
const badPattern = /^ENGINE_(CANNOT_COMPILE_REGEXP|BAD_ARGUMENTS_REGEXP)$/;
const tooComplex =
  /^ENGINE_(TOO_DEEP_AST|TOO_BIG_AST|TOO_DEEP_RECURSION|TOO_DEEP_SUBQUERIES|QUERY_IS_TOO_LARGE|TOO_DEEP_PIPELINE)$/;

/**
 * Why a query ended before its end, in words for who asked it. What the engine says of a statement that Weir made goes to
 * the log and never to them.
 */
export function explainFailure(
  thrown: unknown,
  prepared: PreparedQuery,
  context: QueryContext,
  progress?: QueryProgress,
): WeirError {
  if (context.signal?.aborted) return stopped(context.signal.reason);
  const error = asWeirError(thrown);
  const limit = limitError(error, prepared, progress);
  if (limit !== undefined) return limit;
  if (error.code === 'QUERY_CANCELLED') return stopped(error);
  if (error.code === 'ENGINE_QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING') return idTaken(prepared.id);
  if (prepared.language === 'sql') return asWeirError(explainSqlError(error, prepared.text));
  if (badPattern.test(error.code)) {
    return new WeirError('QL_REGEX_INVALID', 'a regular expression of the query is not understood', {
      kind: 'usage',
      hint: 'the syntax is RE2: no look-around, no back references',
      cause: error,
    });
  }
  if (!error.code.startsWith('ENGINE_') || error.code === 'ENGINE_START_FAILED') return error;
  context.log?.(`query ${prepared.id} failed: ${error.code} ${error.message}\n${prepared.text}\n${prepared.shown}`);
  return new WeirError('QL_ENGINE_FAILED', `Weir made a statement that the engine refuses (query ${prepared.id})`, {
    kind: 'engine',
    hint: 'this is a fault of Weir: please report it with the query; the log of the server has the rest',
    cause: error,
  });
}

export function idTaken(id: string): WeirError {
  return new WeirError('QUERY_ID_TAKEN', `a query with the id "${id}" is running`, {
    kind: 'usage',
    hint: 'choose another query_id, or leave it out',
  });
}

export function stopped(reason: unknown): WeirError {
  return new WeirError('QUERY_CANCELLED', 'the query was stopped', { kind: 'limit', cause: reason });
}

function limitError(
  error: WeirError,
  { limits }: PreparedQuery,
  progress: QueryProgress | undefined,
): WeirError | undefined {
  const options = { kind: 'limit', cause: error } as const;
  const read = readSoFar(progress);
  switch (error.code) {
    case 'LIMIT_TIME':
      return new WeirError(
        'LIMIT_TIME',
        `the query was ended after ${limits.seconds} s, the longest that one may run${read}`,
        {
          ...options,
          hint: narrower,
        },
      );
    case 'LIMIT_MEMORY': {
      if (/\(total\)|total memory/i.test(error.message)) {
        const message = `the engine as a whole was at its limit of memory, and the query was ended${read}`;
        return new WeirError('LIMIT_MEMORY', message, {
          ...options,
          hint: `try again when others have ended; ${narrower}`,
        });
      }
      const message = `the query needed more than ${bytes(limits.memoryBytes)} of memory, the most that one may use${read}`;
      return new WeirError('LIMIT_MEMORY', message, { ...options, hint: narrower });
    }
    case 'LIMIT_ROWS':
      return new WeirError('LIMIT_ROWS', `the answer has more than ${limits.rows} rows${read}`, {
        ...options,
        hint: narrower,
      });
    case 'ENGINE_TOO_MANY_ROWS_OR_BYTES':
    case 'ENGINE_TOO_MANY_BYTES': {
      const message = `the query put more than ${bytes(2 * limits.memoryBytes)} aside on disk, the most that one may${read}`;
      return new WeirError('LIMIT_DISK', message, { ...options, hint: narrower });
    }
    case 'ENGINE_TOO_MANY_SIMULTANEOUS_QUERIES':
      return new WeirError('LIMIT_QUERIES', 'too many queries wait for the engine', {
        kind: 'busy',
        hint: 'try again when others have ended',
        cause: error,
      });
  }
  if (!tooComplex.test(error.code)) return undefined;
  return new WeirError('LIMIT_COMPLEXITY', 'the query is too long or nested too deep for the engine', {
    ...options,
    hint: 'leave out stages, or shorten its lists: a lookup table with cidrlookup takes thousands of networks',
  });
}

function readSoFar(progress: QueryProgress | undefined): string {
  if (progress === undefined || progress.read_rows === null) return '';
  const total = progress.total_rows === null ? '' : ` of about ${grouped(progress.total_rows)}`;
  return `; it had read ${grouped(progress.read_rows)}${total} rows`;
}

const grouped = (count: number | string) => BigInt(count).toLocaleString('en-US');

function bytes(count: number): string {
  const mebibytes = count / 1_048_576;
  return mebibytes >= 1024 ? `${mebibytes / 1024} GiB` : `${Math.round(mebibytes * 10) / 10} MiB`;
}

/** The last line of an answer that was not finished. */
export function errorEvent(error: WeirError, progress: QueryProgress | undefined): QueryEvent {
  const { code, message, hint, position } = error.toJSON();
  return {
    type: 'error',
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(position === undefined ? {} : { position: { offset: position.offset, length: position.length } }),
    ...(error instanceof QueryError ? { diagnostics: [...error.diagnostics] } : {}),
    ...(progress === undefined ? {} : { progress }),
  };
}
