import { compile, parseQuery } from '../src/query/index.ts';
import { prepareQuery } from '../src/store/index.ts';
import { difference } from './compare.ts';
import { type CompileTimes, compilerOptions, measureCompiling } from './compile-time.ts';
import { type LanguageQuestion, languageQuestions, thingsSql } from './language-questions.ts';
import { loadAverage } from './measure.ts';
import { mostFrequent, type Shape, shapeOf } from './shapes.ts';
import type { Answer, Logs, Store, StoreName } from './store.ts';

/** The query, what people write by hand in its place over `flows` and over a table of sums, and DuckDB. */
export const sides = ['language', 'flows', 'sums', 'duckdb'] as const;
export type Side = (typeof sides)[number];

export interface LanguageRound {
  readonly question: number;
  readonly side: Side;
  readonly round: number;
  readonly loadAverage: number;
  readonly seconds: number;
  readonly cpuSeconds: number | null;
}

export interface AskedQuestion extends LanguageQuestion {
  readonly shape: Shape;
  /** Published queries of that shape. */
  readonly published: number;
  /** Tables that the compiled statement reads. */
  readonly reads: readonly string[];
  /** The compiled statement, with its constants in it. */
  readonly statement: string;
}

export interface LanguageRun {
  readonly questions: readonly AskedQuestion[];
  readonly answers: readonly LanguageRound[];
  readonly compiling: CompileTimes;
}

type Asks = ReadonlyMap<Side, () => Promise<Answer>>;

/** Short answers are asked for more often: what disturbs them is long beside them. */
const shortSeconds = 0.2;
const askedOften = 5;

/**
 * Asks one published query of each frequent shape in the language, in SQL written by hand, and of DuckDB. Throws when two
 * answers differ, when a frequent shape is not asked, and when a query takes too long to compile.
 */
export async function measureLanguage(
  stores: ReadonlyMap<StoreName, Store>,
  logs: Logs,
  rounds: number,
  note: (line: string) => void,
): Promise<LanguageRun> {
  const [weir, duckdb] = [stores.get('weir'), stores.get('duckdb')];
  if (weir?.client === undefined || duckdb === undefined) throw new Error('Weir and DuckDB must be loaded');
  const compiling = measureCompiling(logs);
  note(`compiled ${compiling.queries} published queries, ${(compiling.median * 1000).toFixed(2)} ms each`);
  const [row] = (await duckdb.ask(thingsSql)).rows;
  const things = { host: String(row?.['host']), interface: String(row?.['interface']) };
  const questions = withShapes(languageQuestions(logs, things));
  const asked: AskedQuestion[] = [];
  const answers: LanguageRound[] = [];
  for (const question of questions) {
    const prepared = await prepareQuery(
      { client: weir.client },
      {
        query: question.query,
        language: 'ql',
        from: new Date(logs.truth.start * 1000).toISOString(),
        to: new Date((logs.truth.end - 1) * 1000).toISOString(),
        filter: [],
        parameters: {},
        declarations: [],
      },
    );
    const { sql, options } = prepared.statement;
    const fromText = async (): Promise<Answer> => {
      const began = performance.now();
      const { compiled } = compile(question.query, compilerOptions(logs));
      const seconds = (performance.now() - began) / 1000;
      if (compiled?.sql !== sql) throw new Error(`query ${question.n} is compiled in two ways`);
      const answer = await weir.ask(sql, options);
      return { ...answer, seconds: seconds + answer.seconds };
    };
    // The limits and settings of the language hold for all that its engine is asked here.
    const byHand = { settings: options.settings };
    const { sums } = question;
    const asks: Asks = new Map<Side, () => Promise<Answer>>([
      ['language', fromText],
      ['flows', () => weir.ask(question.flows, byHand)],
      ...(sums === undefined ? [] : [['sums', () => weir.ask(sums, byHand)] as const]),
      ['duckdb', () => duckdb.ask(question.duckdb)],
    ]);
    answers.push(...(await askInTurns(question, asks, rounds)));
    asked.push({ ...question, reads: prepared.reads, statement: prepared.shown });
    note(`language: ${question.title}`);
  }
  return { questions: asked, answers, compiling };
}

/** Puts its shape beside every question; all shapes that are frequent must be there. */
function withShapes(questions: readonly LanguageQuestion[]) {
  const frequent = mostFrequent();
  const shaped = questions.map((question) => {
    const shape = shapeOf(parseQuery(question.query).query);
    return { ...question, shape, published: frequent.get(shape) ?? 0 };
  });
  const missing = [...frequent.keys()].filter((shape) => !shaped.some((question) => question.shape === shape));
  if (missing.length > 0) throw new Error(`no question asks for ${missing.join('; ')}`);
  return shaped.sort((a, b) => b.published - a.published);
}

/** Once unmeasured, comparing what all say, and then every side in its turn, in another order each time. */
async function askInTurns(question: LanguageQuestion, asks: Asks, rounds: number): Promise<LanguageRound[]> {
  const first = new Map<Side, Answer>();
  for (const [side, ask] of asks) first.set(side, await ask());
  compareAll(question, first);
  const slowest = Math.max(...[...first.values()].map((answer) => answer.seconds));
  const often = rounds * (slowest < shortSeconds ? askedOften : 1);
  const turns = [...asks];
  const answers: LanguageRound[] = [];
  for (let round = 1; round <= often; round += 1) {
    for (const index of turns.keys()) {
      const [side, ask] = turns[(index + round) % turns.length] ?? [];
      if (side === undefined || ask === undefined) continue;
      const before = loadAverage();
      const { seconds, cpuSeconds } = await ask();
      answers.push({ question: question.n, side, round, loadAverage: before, seconds, cpuSeconds });
    }
  }
  return answers;
}

function compareAll(question: LanguageQuestion, given: ReadonlyMap<Side, Answer>): void {
  const truth = given.get('duckdb');
  const compared = { ...question, id: `published query ${question.n}` };
  for (const [side, answer] of given) {
    const why = truth === undefined ? 'DuckDB gave none' : difference(compared, truth, answer);
    if (why !== undefined)
      throw new Error(`${compared.id} (${question.title}): DuckDB and ${side} answer differently: ${why}`);
  }
}
