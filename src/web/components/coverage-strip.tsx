import { Tooltip } from '@mantine/core';
import type { CoverageAnswer } from '../../contract/index.ts';
import { formatDuration, formatMinute } from '../data/format.ts';
import { type CoverageRun, coverageRuns } from '../data/series.ts';
import { rangeText, toInstant } from '../data/time-range.ts';
import { PLOT } from './time-chart.ts';
import { useView } from './view.tsx';

/** Under a time axis: where logs are, where they are missing, skipped or late. A click zooms there. */
export function CoverageStrip({ coverage }: { readonly coverage: CoverageAnswer }) {
  const { setRange } = useView();
  const [from, to] = [Date.parse(coverage.from), Date.parse(coverage.to)];
  const runs = coverageRuns(coverage).filter((run) => run.to > from && run.from < to);
  const place = (run: CoverageRun) => ({
    left: `${((Math.max(run.from, from) - from) / (to - from)) * 100}%`,
    width: `${((Math.min(run.to, to) - Math.max(run.from, from)) / (to - from)) * 100}%`,
  });
  const troubled = runs.filter((run) => run.state !== 'seen' && run.state !== 'nodata');
  return (
    <div className="coverage" style={{ marginLeft: PLOT.left, marginRight: PLOT.right }}>
      {runs.map((run) => {
        const words = `${run.words} · ${formatDuration((run.to - run.from) / 1000)} · ${formatMinute(run.from)} → ${formatMinute(run.to).slice(11)} UTC`;
        return (
          <Tooltip key={run.from} label={words}>
            <button
              type="button"
              className={`run ${run.state}`}
              style={place(run)}
              aria-label={`${words}. Zoom there.`}
              tabIndex={run.state === 'seen' ? -1 : 0}
              onClick={() => setRange({ from: toInstant(run.from), to: toInstant(run.to) })}
            />
          </Tooltip>
        );
      })}
      <p className="sr-only">
        {troubled.length === 0
          ? `Logs from every interface, ${rangeText(coverage)} UTC.`
          : `Coverage: ${troubled.map((run) => `${run.words} ${rangeText({ from: toInstant(run.from), to: toInstant(run.to) })}`).join('; ')}.`}
      </p>
    </div>
  );
}
