import { memo, type ReactNode, useEffect, useMemo } from 'react';
import type { QueryDiagnostic } from '../../contract/index.ts';
import { NoRecords } from '../components/no-records.tsx';
import { Empty } from '../components/states.tsx';
import type { Answer, ChartKind, Pick } from '../data/answer.ts';
import { chartKindsFor } from '../data/answer.ts';
import { type Ask, bodyOf, pageRange } from '../data/explore.ts';
import { useFieldEntries } from '../data/explore-fields.ts';
import { type Condition, histogramOf, isRawQuery } from '../data/explore-query.ts';
import { type Run, useRunner } from '../data/run-query.ts';
import type { Range } from '../data/time-range.ts';
import { FieldBar } from '../panels/field-bar.tsx';
import { QueryResultsFrame } from '../panels/query-results-frame.tsx';
import { Histogram, ResultChart, ResultTable } from '../panels/results/index.ts';
import { useShown } from './use-asked.ts';

interface ResultsProps {
  readonly run: Run<Ask>;
  /** As the address bar has it; another one is taken where the answer cannot be drawn so. */
  readonly kind: ChartKind | undefined;
  readonly onKind: (kind: ChartKind) => void;
  readonly onPick: (pick: Pick) => void;
  readonly onNarrow: (condition: Condition) => void;
  readonly onRange: (range: Range) => void;
  readonly onRetry: () => void;
  /** The text is another than that of the answer. */
  readonly isEdited: boolean;
  /** What is told beside the query already. */
  readonly told: readonly QueryDiagnostic[];
}

const NO_RANGE: Range = { from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:01:00Z' };

/** The range that was asked about: a query can have one of its own. */
function useRange({ started }: Run<Ask>): Range {
  return useMemo(() => (started === undefined ? NO_RANGE : pageRange(started)), [started]);
}

function useAnswer({ started, rows, count, state, cutAt }: Run<Ask>): Answer | undefined {
  return useMemo(
    // A new object for each batch: `rows` itself only grows.
    () =>
      started === undefined
        ? undefined
        : { columns: started.columns, rows: rows.slice(0, count), complete: state === 'done' && cutAt === null },
    [started, rows, count, state, cutAt],
  );
}

/** The answer of a run: drawn as its shape suggests, raw records with their histogram and fields. */
export const Results = memo(function Results(props: ResultsProps) {
  const { run, kind: wanted, onKind, onPick, onNarrow, onRange, onRetry, told, isEdited } = props;
  const shown = useShown(run);
  const answer = useAnswer(shown);
  const { kinds, best } = useMemo(
    () => (answer === undefined ? { kinds: [], best: 'table' as const } : chartKindsFor(answer.columns, answer.rows)),
    [answer],
  );
  const kind = wanted !== undefined && kinds.includes(wanted) ? wanted : best;
  const range = useRange(shown);
  const { asked } = shown;
  const isRaw = asked !== undefined && asked.language === 'ql' && isRawQuery(asked.query);
  const body =
    answer === undefined ? (
      run.state === 'running' || run.state === 'idle' ? (
        <Bones />
      ) : null
    ) : shown.state === 'done' && shown.count === 0 ? (
      <NoRecords title="No record matches" />
    ) : shown.state === 'stopped' && shown.count === 0 ? (
      <Empty title="Stopped before the first row" />
    ) : kind === 'table' ? (
      <ResultTable answer={answer} onPick={onPick} />
    ) : (
      <ResultChart answer={answer} kind={kind} onPick={onPick} onRange={onRange} range={range} />
    );
  return (
    <QueryResultsFrame
      isEdited={isEdited}
      run={run}
      shown={shown}
      kinds={kinds}
      kind={kind}
      onKind={onKind}
      onRetry={onRetry}
      told={told}
    >
      {isRaw && shown.started !== undefined && asked !== undefined ? (
        <Raw ask={asked} answer={answer} onNarrow={onNarrow} onRange={onRange}>
          {body}
        </Raw>
      ) : (
        <div className={kind === 'table' && answer !== undefined ? 'results-drawn' : 'results-drawn as-chart'}>
          {body}
        </div>
      )}
    </QueryResultsFrame>
  );
});

/** Holds the place of rows; how far they are is told above. */
function Bones() {
  return (
    <div className="waiting" style={{ height: 320 }} aria-hidden="true">
      {[88, 74, 81, 66, 92, 70, 79].map((width) => (
        <span key={width} className="bone" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

/** Raw records: when they were above, what their fields hold beside. */
function Raw({
  ask,
  answer,
  onNarrow,
  onRange,
  children,
}: {
  readonly ask: Ask;
  readonly answer: Answer | undefined;
  readonly onNarrow: ResultsProps['onNarrow'];
  readonly onRange: ResultsProps['onRange'];
  readonly children: ReactNode;
}) {
  const [run, runner] = useRunner<Ask>();
  const text = useMemo(() => histogramOf(ask.query), [ask]);
  useEffect(() => {
    if (text !== undefined) void runner.start(ask, bodyOf({ ...ask, query: text }));
  }, [runner, ask, text]);
  const shown = useShown(run);
  const counts = useAnswer(shown);
  const range = useRange(shown);
  const fields = useFieldEntries(answer?.columns ?? []);
  return (
    <>
      <div className="results-histogram">
        <Histogram answer={counts} range={range} onRange={onRange} />
      </div>
      <div className="results-raw">
        <FieldBar ask={ask} fields={fields} onPick={onNarrow} />
        <div className="results-drawn">{children}</div>
      </div>
    </>
  );
}
