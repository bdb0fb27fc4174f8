import { useMemo } from 'react';
import type { Measure, SeriesAnswer } from '../../contract/index.ts';
import { formatAxis, formatBytes, formatCount } from '../data/format.ts';
import { type Grid, rateOf, ratesOf, rateUnit } from '../data/series.ts';
import { type Ink, useInk } from '../theme/ink.ts';
import { Chart, tipElement } from './chart.tsx';
import { TimeBrush } from './time-brush.tsx';
import { points, stepIndex, stepText, timeAxes, tooltipLook } from './time-chart.ts';

export interface Layer {
  readonly key: string;
  readonly name: string;
  readonly color: string;
}

interface StackedProps {
  readonly grid: Grid;
  readonly series: SeriesAnswer;
  readonly measure: Measure;
  /** From the bottom of the stack to its top. */
  readonly layers: readonly Layer[];
  readonly height: number;
  readonly label: string;
}

/** Parts of a whole over time, one above the other; drawing over it zooms. Their names and sums belong beside it. */
export function StackedTime({ grid, series, measure, layers, height, label }: StackedProps) {
  const ink = useInk();
  const option = useMemo(() => optionOf({ grid, series, measure, layers, ink }), [grid, series, measure, layers, ink]);
  return (
    <TimeBrush chart={{ from: series.from, to: series.to, stepSeconds: series.step_seconds }}>
      <Chart option={option} height={height} label={label} />
    </TimeBrush>
  );
}

interface OptionParts {
  readonly grid: Grid;
  readonly series: SeriesAnswer;
  readonly measure: Measure;
  readonly layers: readonly Layer[];
  readonly ink: Ink;
}

function optionOf({ grid, series, measure, layers, ink }: OptionParts) {
  const axes = timeAxes(ink, series, { unit: rateUnit[measure] });
  return {
    ...axes,
    tooltip: {
      ...tooltipLook(ink),
      trigger: 'axis',
      formatter: (params: unknown) => tip(stepIndex(params), { grid, series, measure, layers, ink }),
    },
    series: layers.map(({ key, name, color }) => ({
      type: 'line',
      name,
      stack: 'all',
      symbol: 'none',
      color,
      lineStyle: { width: 1.3, color },
      areaStyle: { color, opacity: 0.3 },
      emphasis: { disabled: true },
      data: points(grid, series, ratesOf(grid, key, measure)),
    })),
  };
}

function tip(index: number | undefined, { grid, measure, layers }: OptionParts): HTMLElement | string {
  const time = index === undefined ? undefined : grid.times[index];
  if (index === undefined || time === undefined) return '';
  const lines = layers
    .map(({ key, name, color }) => ({ name, color, figure: grid.figures.get(key)?.[index] ?? null }))
    .reverse()
    .map(({ name, color, figure }): [string, string, string] => [
      color,
      name,
      wordsOf(figure, measure, grid.spans[index] ?? grid.stepSeconds),
    ]);
  return tipElement(stepText(time, grid.stepSeconds), lines);
}

function wordsOf(figure: bigint | null, measure: Measure, seconds: number): string {
  if (figure === null) return 'not logged';
  const sum = measure === 'bytes' ? formatBytes(figure) : formatCount(figure);
  const unit = measure === 'records' ? '/min' : rateUnit[measure];
  return `${sum}  ·  ${formatAxis(rateOf(Number(figure), measure, seconds))}${unit}`;
}
