import { type CompileOptions, compile } from '../src/query/index.ts';
import { queryRollUps } from '../src/store/flows/query/roll-ups.ts';
import { publishedQueries } from './shapes.ts';
import type { Logs } from './store.ts';

/** How long reading, checking and compiling takes, over all published queries. Seconds. */
export interface CompileTimes {
  readonly queries: number;
  /** Those that give a statement; the others give errors, and take their time as well. */
  readonly compiled: number;
  readonly median: number;
  readonly worst: { readonly n: number; readonly seconds: number };
  /** Each query's own median. */
  readonly each: readonly { readonly n: number; readonly seconds: number }[];
}

/** No query may take longer than this. */
const mostSeconds = 0.001;
/** The first ones are not measured: the code is compiled itself meanwhile. */
const warmUps = 20;
const runs = 31;

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What the compiler is told of a store that holds these logs. */
export function compilerOptions({ header, truth }: Logs): CompileOptions {
  return {
    range: { from: truth.start, to: truth.end - 1 },
    now: truth.end * 1000,
    database: 'weir',
    facts: {
      layouts: [header.map((name) => name.replaceAll('-', '_'))],
      absentFields: [],
      ownNetworks: [],
      tables: [],
    },
    rollUps: queryRollUps,
  };
}

/** Compiles every published query again and again. Throws where one takes more than a millisecond in its median. */
export function measureCompiling(logs: Logs): CompileTimes {
  const options = compilerOptions(logs);
  const queries = publishedQueries();
  const taken = queries.map((): number[] => []);
  let compiled = 0;
  // In turns, so that a pause of the machine does not fall on all runs of one query.
  for (let run = -warmUps; run < runs; run += 1) {
    compiled = 0;
    for (const [at, { text }] of queries.entries()) {
      const began = performance.now();
      const result = compile(text, options);
      const seconds = (performance.now() - began) / 1000;
      if (result.compiled !== undefined) compiled += 1;
      else if (result.diagnostics.length === 0) throw new Error(`no statement, and no error: ${text}`);
      if (run >= 0) taken[at]?.push(seconds);
    }
  }
  const each = queries.map(({ n }, at) => ({ n, seconds: middle(taken[at] ?? []) }));
  const worst = each.reduce((one, other) => (other.seconds > one.seconds ? other : one));
  if (worst.seconds > mostSeconds)
    throw new Error(`published query ${worst.n} takes ${(worst.seconds * 1000).toFixed(2)} ms to compile`);
  return { queries: queries.length, compiled, median: middle(each.map((one) => one.seconds)), worst, each };
}
