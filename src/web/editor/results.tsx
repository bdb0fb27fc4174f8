import { lazy, Suspense, useEffect, useMemo } from 'react';
import { NoRecords } from '../components/no-records.tsx';
import { Waiting } from '../components/states.tsx';
import type { Answer, ChartKind, Pick } from '../data/answer.ts';
import { chartKindsFor } from '../data/answer.ts';
import { type Ask, bodyOf } from '../data/explore.ts';
import { useFieldEntries } from '../data/explore-fields.ts';
import { histogramOf, isRawQuery } from '../data/explore-query.ts';
import { type Run, useRunner } from '../data/run-query.ts';
import { FieldBar } from '../panels/field-bar.tsx';
import { QueryResultsFrame } from '../panels/query-results-frame.tsx';
import { Histogram } from '../panels/results/histogram.tsx';
import { ResultTable } from '../panels/results/result-table.tsx';
import { useShown } from './use-asked.ts';

// The drawing library comes with the first drawing.
const ResultChart = lazy(async () => ({ default: (await import('../panels/results/result-chart.tsx')).ResultChart }));

interface ResultsProps {
  readonly run: Run<Ask>;
  /** As the address bar has it; another one is taken where the answer cannot be drawn so. */
  readonly kind: ChartKind | undefined;
  readonly onKind: (kind: ChartKind) => void;
  readonly onPick: (pick: Pick) => void;
  readonly onNarrow: (field: string, value: string | number | boolean | null, isExcluded: boolean) => void;
  readonly onRange: (from: string, to: string) => void;
  readonly onRetry: () => void;
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
export function Results({ run, kind: wanted, onKind, onPick, onNarrow, onRange, onRetry }: ResultsProps) {
  const shown = useShown(run);
  const answer = useAnswer(shown);
  const { kinds, best } = useMemo(
    () => (answer === undefined ? { kinds: [], best: 'table' as const } : chartKindsFor(answer.columns, answer.rows)),
    [answer],
  );
  const kind = wanted !== undefined && kinds.includes(wanted) ? wanted : best;
  const { asked } = shown;
  const isRaw = asked !== undefined && asked.language === 'ql' && isRawQuery(asked.query);
  const body =
    answer === undefined ? (
      run.state === 'running' ? (
        <Waiting height={240} lines={6} />
      ) : null
    ) : shown.state === 'done' && shown.count === 0 ? (
      <NoRecords title="No record matches" />
    ) : kind === 'table' ? (
      <ResultTable answer={answer} onPick={onPick} />
    ) : (
      <Suspense fallback={<Waiting height={240} />}>
        <ResultChart
          answer={answer}
          kind={kind}
          onPick={onPick}
          onRange={onRange}
          range={{ from: asked?.scope.from ?? '', to: asked?.scope.to ?? '' }}
        />
      </Suspense>
    );
  return (
    <QueryResultsFrame run={run} shown={shown} kinds={kinds} kind={kind} onKind={onKind} onRetry={onRetry}>
      {isRaw && shown.started !== undefined && asked !== undefined ? (
        <Raw ask={asked} answer={answer} onNarrow={onNarrow} onRange={onRange}>
          {body}
        </Raw>
      ) : (
        <div className="results-drawn">{body}</div>
      )}
    </QueryResultsFrame>
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
  readonly children: React.ReactNode;
}) {
  const [run, runner] = useRunner<Ask>();
  const text = useMemo(() => histogramOf(ask), [ask]);
  useEffect(() => {
    if (text !== undefined) void runner.start(ask, bodyOf({ ...ask, query: text }));
  }, [runner, ask, text]);
  const counts = useAnswer(useShown(run));
  const fields = useFieldEntries(answer?.columns ?? []);
  return (
    <>
      <div className="results-histogram">
        {counts === undefined ? (
          <Waiting height={96} />
        ) : (
          <Histogram answer={counts} range={{ from: ask.scope.from, to: ask.scope.to }} onRange={onRange} />
        )}
      </div>
      <div className="results-raw">
        <FieldBar ask={ask} fields={fields} onPick={onNarrow} />
        <div className="results-drawn">{children}</div>
      </div>
    </>
  );
}
