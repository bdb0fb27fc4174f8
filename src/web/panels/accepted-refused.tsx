import { useMemo, useState } from 'react';
import type { CoverageAnswer, Measure, SeriesAnswer } from '../../contract/index.ts';
import { Answer, Card, Choice, IconButton } from '../components/card.tsx';
import { Chart, tipElement } from '../components/chart.tsx';
import { CoverageStrip } from '../components/coverage-strip.tsx';
import { useFilterMenu } from '../components/filter-menu.tsx';
import { Legend } from '../components/legend.tsx';
import { NoRecords } from '../components/no-records.tsx';
import { StepTable } from '../components/step-table.tsx';
import { TimeBrush } from '../components/time-brush.tsx';
import { points, stepIndex, stepText, timeAxes, tooltipLook } from '../components/time-chart.ts';
import { useView } from '../components/view.tsx';
import { formatAxis, formatBytes, formatCount } from '../data/format.ts';
import { type Scope, useCoverage, useSeries } from '../data/queries.ts';
import { type Counting, countedAs, type Grid, gridOf, rateOf, ratesOf, rateUnit, rateWords } from '../data/series.ts';
import { hatch, type Ink, useInk } from '../theme/ink.ts';

const loggedWords = {
  records: rateWords.records,
  bytes: 'bits a second, as logged',
  packets: 'packets a second, as logged',
};
const HEIGHT = 236;
const TOP = 14;
const BOTTOM = 26;

/** Accepted above the line, refused hatched below it, and where logs are missing beneath. */
export function AcceptedRefused({ scope, bytes = 'counted' }: { readonly scope: Scope; readonly bytes?: Counting }) {
  const { search, patch } = useView();
  const measure = search.measure ?? 'records';
  const series = useSeries(scope, 'action', { keys: 8 });
  const coverage = useCoverage(scope);
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title="Accepted and refused"
      about={bytes === 'logged' ? loggedWords[measure] : rateWords[measure]}
      actions={
        <>
          <Choice
            label="Measure"
            options={['records', 'bytes', 'packets']}
            value={measure}
            onChange={(value) => patch({ measure: value })}
          />
          <IconButton
            icon={asTable ? 'chart' : 'table'}
            label={asTable ? 'Show the drawing' : 'Show as a table'}
            pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          />
        </>
      }
    >
      <Answer query={series} height={HEIGHT + 42}>
        {(answer) => (
          <Drawing answer={answer} counting={bytes} coverage={coverage.data} measure={measure} asTable={asTable} />
        )}
      </Answer>
    </Card>
  );
}

interface DrawingProps {
  readonly answer: SeriesAnswer;
  readonly counting: Counting;
  readonly coverage: CoverageAnswer | undefined;
  readonly measure: Measure;
  readonly asTable: boolean;
}

function Drawing({ answer, counting, coverage, measure, asTable }: DrawingProps) {
  const { addKey } = useView();
  const openMenu = useFilterMenu();
  const ink = useInk();
  const series = useMemo(() => countedAs(answer, counting), [answer, counting]);
  const grid = useMemo(() => gridOf(series, measure, coverage), [series, measure, coverage]);
  const option = useMemo(() => optionOf(grid, measure, series, ink), [grid, measure, series, ink]);
  const figure = (key: string) => figureOf(grid.totals.get(key) ?? 0n, measure);
  const words = `${figure('ACCEPT')} accepted, ${figure('REJECT')} refused`;
  const zero = zeroLine(grid, measure);
  // Intervals without traffic have no action: a view of them alone is empty here.
  if (['ACCEPT', 'REJECT'].every((key) => (grid.totals.get(key) ?? 0n) === 0n)) {
    return (
      <div style={{ minHeight: HEIGHT + 42 }}>
        <NoRecords title={`No ${measure} in this view`} />
      </div>
    );
  }
  return (
    <>
      <div className="legend-row">
        <Legend
          entries={[
            { name: 'accepted', swatch: 'accept', figure: figure('ACCEPT'), of: { action: 'ACCEPT' } },
            { name: 'refused', swatch: 'refuse', figure: figure('REJECT'), of: { action: 'REJECT' } },
          ]}
        />
        <span className="hint wide-only">drag to zoom · click above or below the line to filter</span>
      </div>
      {asTable ? (
        <StepTable
          name="accepted-refused"
          grid={grid}
          measure={measure}
          height={HEIGHT}
          keys={['ACCEPT', 'REJECT']}
          nameOf={(key) => (key === 'REJECT' ? 'refused' : 'accepted')}
        />
      ) : (
        <TimeBrush
          chart={{ from: series.from, to: series.to, stepSeconds: series.step_seconds }}
          onClick={({ up, altKey, x, y, menu }) => {
            const isAbove = up * HEIGHT < TOP + zero * (HEIGHT - TOP - BOTTOM);
            const key = { action: isAbove ? 'ACCEPT' : 'REJECT' };
            if (menu) openMenu(key, { x, y });
            else addKey(key, altKey);
          }}
        >
          <Chart
            option={option}
            height={HEIGHT}
            label={`Accepted above the line, refused below it, over time: ${words}.`}
          />
        </TimeBrush>
      )}
      {coverage === undefined || asTable ? <div className="coverage empty" /> : <CoverageStrip coverage={coverage} />}
    </>
  );
}

function figureOf(total: bigint, measure: Measure): string {
  return measure === 'bytes' ? formatBytes(total) : formatCount(total);
}

/** Extent of the vertical axis, in rates: refused gets at least a sixth of the height, so that it can be seen. */
function extent(grid: Grid, measure: Measure): { readonly up: number; readonly down: number } {
  const most = (key: string) => Math.max(0, ...ratesOf(grid, key, measure).map((rate) => rate ?? 0));
  const [accepted, refused] = [most('ACCEPT'), most('REJECT')];
  const all = Math.max(accepted, refused, 1e-9);
  return { up: Math.max(accepted, all / 6) * 1.06, down: Math.max(refused, all / 6) * 1.06 };
}

/** Share of the plot's height above the zero line. */
function zeroLine(grid: Grid, measure: Measure): number {
  const { up, down } = extent(grid, measure);
  return up / (up + down);
}

function optionOf(grid: Grid, measure: Measure, range: SeriesAnswer, ink: Ink) {
  const row = (key: string, sign: 1 | -1) =>
    points(
      grid,
      range,
      ratesOf(grid, key, measure).map((rate) => (rate === null ? null : rate * sign)),
    );
  const axes = timeAxes(ink, range, { unit: rateUnit[measure] });
  const { up, down } = extent(grid, measure);
  const line = {
    type: 'line',
    symbol: 'none',
    lineStyle: { width: 1.5 },
    emphasis: { disabled: true },
    connectNulls: false,
  };
  return {
    ...axes,
    yAxis: {
      ...axes.yAxis,
      min: -down,
      max: up,
      axisLabel: { ...axes.yAxis.axisLabel, showMinLabel: false, showMaxLabel: false },
    },
    tooltip: {
      ...tooltipLook(ink),
      trigger: 'axis',
      formatter: (params: unknown) => tip(stepIndex(params), grid, measure, ink),
    },
    series: [
      {
        ...line,
        name: 'ACCEPT',
        data: row('ACCEPT', 1),
        color: ink.accept,
        areaStyle: { color: ink['accept-fill'], opacity: 1 },
      },
      {
        ...line,
        name: 'REJECT',
        data: row('REJECT', -1),
        color: ink['refuse-line'],
        lineStyle: { width: 1.3 },
        areaStyle: {
          color: { image: hatch(ink['refuse-line']), repeat: 'repeat', scaleX: 0.5, scaleY: 0.5 },
          opacity: 1,
        },
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: ink.ink3, type: 'solid', width: 0.8 },
          data: [{ yAxis: 0 }],
          animation: false,
        },
      },
    ],
  };
}

function tip(index: number | undefined, grid: Grid, measure: Measure, ink: Ink): HTMLElement | string {
  const time = index === undefined ? undefined : grid.times[index];
  if (index === undefined || time === undefined) return '';
  const [accepted, refused] = ['ACCEPT', 'REJECT'].map((key) => grid.values.get(key)?.[index]);
  const words = (value: number | null | undefined) => {
    if (value === null || value === undefined) return 'not logged';
    const sum = measure === 'bytes' ? formatBytes(Math.round(value)) : formatCount(Math.round(value));
    const rate = `${formatAxis(rateOf(value, measure, grid.spans[index] ?? grid.stepSeconds))}${measure === 'records' ? '/min' : rateUnit[measure]}`;
    return `${sum}  ·  ${rate}`;
  };
  return tipElement(stepText(time, grid.stepSeconds), [
    [ink.accept, 'accepted', words(accepted)],
    [ink['refuse-line'], 'refused', words(refused)],
  ]);
}
