import { parseArgs } from 'node:util';

export type LogFormat = 'v5' | 'default';
/** The store: loading, and six questions; the language: its queries beside SQL written by hand. */
export type Part = 'store' | 'language';

export interface BenchOptions {
  /** Records to write; the run says how many it really wrote. */
  readonly records: number;
  readonly rounds: number;
  readonly format: LogFormat;
  /** Leaves logs and stores where they are, and says where. */
  readonly keep: boolean;
  /** One part of the bench alone. */
  readonly only?: Part;
}

export const usage = `npm run bench -- [--records N] [--rounds N] [--format v5|default] [--only store|language] [--keep]

  --records N   records of demo logs to write and load (2000000)
  --rounds N    rounds in which every store takes its turn (5)
  --format F    v5: the 29 fields of versions 2 to 5; default: AWS's own 14 fields (v5)
  --only P      store: loading and the six questions; language: the query language (both)
  --keep        leave logs and stores in the temporary folder
`;

export class UsageError extends Error {}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < least) {
    throw new UsageError(`--${name} ${text}: give a whole number from ${least}`);
  }
  return value;
}

/** Reads the command line; undefined when help was asked for. Throws UsageError. */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parse(args);
  if (values.help === true) return undefined;
  const { format } = values;
  if (format !== 'v5' && format !== 'default') throw new UsageError(`--format ${format}: give v5 or default`);
  const { only } = values;
  if (only !== undefined && only !== 'store' && only !== 'language')
    throw new UsageError(`--only ${only}: give store or language`);
  return {
    records: wholeNumber('records', values.records, 10_000),
    rounds: wholeNumber('rounds', values.rounds, 1),
    format,
    keep: values.keep === true,
    ...(only === undefined ? {} : { only }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        records: { type: 'string', default: '2000000' },
        rounds: { type: 'string', default: '5' },
        format: { type: 'string', default: 'v5' },
        only: { type: 'string' },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
