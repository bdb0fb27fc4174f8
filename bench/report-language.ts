import type { AskedQuestion, LanguageRun, Side } from './language.ts';
import { geometricMean, meanCpu, median, type Row, ratio, ratioText, shown, table } from './tables.ts';

/** What the compiled statement may take, as a multiple of the one written by hand. */
const mostRatio = 1.1;

type Measured = (question: AskedQuestion, side: Side) => number | undefined;

/** The statement by hand that reads what the compiled one reads. */
function rival(question: AskedQuestion): Side {
  return question.sums !== undefined && question.reads.some((table) => table !== 'flows') ? 'sums' : 'flows';
}

const milliseconds = (value: number | undefined) => shown(value, (v) => (v * 1000).toFixed(1));
const head: Row = [
  'Published query',
  'of its shape',
  'reads',
  'language',
  'by hand, same tables',
  'by hand, `flows`',
  'DuckDB',
  'language / hand',
  'DuckDB / language',
];

function rows({ questions }: LanguageRun, of: Measured): Row[] {
  const hand = (question: AskedQuestion) => ratio(of(question, 'language'), of(question, rival(question)));
  const duck = (question: AskedQuestion) => ratio(of(question, 'duckdb'), of(question, 'language'));
  return [
    ...questions.map((question) => [
      `${question.n}: ${question.title}`,
      String(question.published),
      question.reads.map((name) => `\`${name}\``).join(', '),
      milliseconds(of(question, 'language')),
      milliseconds(of(question, rival(question))),
      milliseconds(of(question, 'flows')),
      milliseconds(of(question, 'duckdb')),
      ratioText(hand(question)),
      ratioText(duck(question)),
    ]),
    [
      'geometric mean',
      ...['', '', '', '', '', ''],
      ratioText(geometricMean(questions.map(hand))),
      ratioText(geometricMean(questions.map(duck))),
    ],
  ];
}

/** What the run says of the language, as lines of Markdown. */
export function languageMarkdown(run: LanguageRun): string[] {
  const { compiling } = run;
  const rounds = (question: AskedQuestion, side: Side) =>
    run.answers.filter((round) => round.question === question.n && round.side === side);
  const seconds: Measured = (question, side) => median(rounds(question, side).map((round) => round.seconds));
  const over = run.questions.filter((question) => {
    const value = ratio(seconds(question, 'language'), seconds(question, rival(question)));
    return value !== undefined && value > mostRatio;
  });
  const counted = [...new Map(run.questions.map(({ shape, published }) => [shape, published])).values()];
  return [
    `Reading, checking and compiling the ${compiling.queries} published queries (${compiling.compiled} give a statement, the others their errors): ` +
      `${milliseconds2(compiling.median)} ms in the median, ${milliseconds2(compiling.worst.seconds)} ms the slowest (number ${compiling.worst.n}).`,
    '',
    `Queries of the ${counted.length} most frequent shapes, which ${counted.reduce((sum, count) => sum + count, 0)} of the published queries have (medians, milliseconds):`,
    '',
    table(head, rows(run, seconds)),
    '',
    'The same in CPU milliseconds (means):',
    '',
    table(
      head,
      rows(run, (question, side) => meanCpu(rounds(question, side))),
    ),
    '',
    `The answers of all were equal. ${
      over.length === 0
        ? 'No query takes more than 10 percent longer than by hand.'
        : `More than 10 percent longer than by hand: ${over.map(({ n, title }) => `${n} (${title})`).join(', ')}.`
    }`,
    '',
  ];
}

const milliseconds2 = (value: number) => (value * 1000).toFixed(2);
