import os from 'node:os';
import type { LanguageRun } from './language.ts';
import type { LoadRound, QuestionRound } from './measure.ts';
import type { BenchOptions } from './options.ts';
import type { Question } from './questions.ts';
import { languageMarkdown } from './report-language.ts';
import { type Logs, type StoreName, storeNames } from './store.ts';
import {
  geometricMean,
  meanCpu,
  mebibytes,
  median,
  type Row,
  ratio,
  ratioText,
  shown,
  table,
  whole,
} from './tables.ts';

/** Everything that one run measured. */
export interface Run {
  readonly started: string;
  readonly finished: string;
  readonly options: BenchOptions;
  readonly machine: {
    readonly system: string;
    readonly processor: string;
    readonly processors: number;
    readonly memory: number;
    readonly loadAverageBefore: number;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly logs: readonly {
    readonly kind: Logs['kind'];
    readonly records: string;
    readonly files: number;
    readonly bytes: number;
  }[];
  /** The host of Q5; empty where the six questions were not asked. */
  readonly host: string;
  readonly questions: readonly Question[];
  readonly loads: readonly LoadRound[];
  readonly answers: readonly QuestionRound[];
  readonly peakMemoryAfterQuestions: Readonly<Record<StoreName, number | null>>;
  /** Absent where only the store was measured. */
  readonly language?: LanguageRun;
}

export function machineNow(): Run['machine'] {
  const [first] = os.cpus();
  return {
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    processor: first?.model ?? 'unknown',
    processors: os.availableParallelism(),
    memory: os.totalmem(),
    loadAverageBefore: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
  };
}

const comparison = (first: string): Row => [first, 'Weir', 'DuckDB', 'bare engine', 'DuckDB / Weir', 'Weir / bare'];

/** One row of a comparison: medians and their ratios. */
function compared(name: string, of: (store: StoreName) => number | undefined, text: (value: number) => string): Row {
  const [weir, duckdb, bare] = storeNames.map(of);
  const cells = [weir, duckdb, bare].map((value) => shown(value, text));
  return [name, ...cells, ratioText(ratio(duckdb, weir)), ratioText(ratio(weir, bare))];
}

function loadRows(run: Run, kind: Logs['kind']): Row[] {
  const records = Number(run.logs.find((logs) => logs.kind === kind)?.records);
  const of = (pick: (round: LoadRound) => number | null | undefined) => (store: StoreName) =>
    median(run.loads.filter((round) => round.store === store && round.kind === kind).map(pick));
  const seconds = of((round) => round.load.seconds);
  const name = kind === 'text' ? 'gzip text' : 'Parquet';
  const plain = (row: Row) => [...row.slice(0, 4), '', ''];
  const rate = (store: StoreName) => ratio(records, seconds(store));
  return [
    compared(`${name}: seconds`, seconds, (v) => v.toFixed(2)),
    plain(compared(`${name}: records per second`, rate, whole)),
    compared(
      `${name}: CPU seconds`,
      of((round) => round.load.cpuSeconds),
      (v) => v.toFixed(1),
    ),
    plain(
      compared(
        `${name}: peak memory`,
        of((round) => round.load.peakMemory),
        mebibytes,
      ),
    ),
    plain(
      compared(
        `${name}: bytes per record`,
        of((round) => round.size.records / records),
        (v) => v.toFixed(1),
      ),
    ),
    plain(
      compared(
        `${name}: … with sums and ledger`,
        of((round) => round.size.all / records),
        (v) => v.toFixed(1),
      ),
    ),
  ];
}

type OfQuestion = (id: string) => (store: StoreName) => number | undefined;

function questionRows(run: Run, of: OfQuestion): Row[] {
  const mean = (one: StoreName, other: StoreName) =>
    geometricMean(run.questions.map(({ id }) => ratio(of(id)(one), of(id)(other))));
  return [
    ...run.questions.map(({ id, title }) => compared(`${id} ${title}`, of(id), (value) => (value * 1000).toFixed(1))),
    ['geometric mean', '', '', '', ratioText(mean('duckdb', 'weir')), ratioText(mean('weir', 'bare'))],
  ];
}

function answersTo(run: Run, id: string, store: StoreName): QuestionRound[] {
  return run.answers.filter((round) => round.question === id && round.store === store);
}

/** The run as Markdown. Every number in it was measured in this run; what was not is shown as –. */
export function markdown(run: Run): string {
  const { machine, options } = run;
  const text = run.logs.find((logs) => logs.kind === 'text');
  const during = [...run.loads, ...run.answers, ...(run.language?.answers ?? [])].map((round) => round.loadAverage);
  return [
    `### ${whole(Number(text?.records))} records, ${options.format === 'v5' ? '29 fields' : '14 fields'}, ${options.rounds} rounds`,
    '',
    ...run.logs.map(
      (logs) => `- ${logs.kind === 'text' ? 'gzip text' : 'Parquet'}: ${logs.files} objects, ${mebibytes(logs.bytes)}`,
    ),
    `- ${run.started}, ${machine.processors} processors (${machine.processor}), ${mebibytes(machine.memory)}, ${machine.system}`,
    `- load average before: ${machine.loadAverageBefore}; during the run, its own work included: ${Math.min(...during)} to ${Math.max(...during)}`,
    `- ${Object.entries(run.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join('; ')}`,
    '',
    ...(options.only === 'language' ? [] : storeMarkdown(run)),
    ...(run.language === undefined ? [] : languageMarkdown(run.language)),
    ...memoryMarkdown(run),
  ].join('\n');
}

function storeMarkdown(run: Run): string[] {
  const weirLoads = run.loads.filter((round) => round.store === 'weir');
  const detail = (name: string) => median(weirLoads.map((round) => round.load.detail[name]));
  return [
    'Loading (medians):',
    '',
    table(comparison(''), [...loadRows(run, 'text'), ...loadRows(run, 'parquet')]),
    '',
    `First use of a data folder (engine, tables, country data), not in the times above: ${shown(detail('first_use_seconds'), (v) => `${v.toFixed(1)} s`)}. ` +
      `Peak memory of the \`weir ingest\` process beside the engine: ${shown(detail('command_peak_memory'), mebibytes)}.`,
    '',
    'Asking (medians, milliseconds):',
    '',
    table(
      comparison(''),
      questionRows(run, (id) => (store) => median(answersTo(run, id, store).map((round) => round.seconds))),
    ),
    '',
    'Asking (CPU milliseconds, means):',
    '',
    table(
      comparison(''),
      questionRows(run, (id) => (store) => meanCpu(answersTo(run, id, store))),
    ),
    '',
    'The answers of all three were equal.',
    '',
  ];
}

function memoryMarkdown(run: Run): string[] {
  const [weir, duckdb, bare] = storeNames.map((name) =>
    shown(run.peakMemoryAfterQuestions[name] ?? undefined, mebibytes),
  );
  return [`Peak memory at the end: Weir's engine ${weir}, DuckDB ${duckdb}, bare engine ${bare}.`, ''];
}
