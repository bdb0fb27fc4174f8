import { approximate, type Count, formatAxis, formatInstant } from '../data/format.ts';
import type { Grid } from '../data/series.ts';
import type { Range } from '../data/time-range.ts';
import type { Ink } from '../theme/ink.ts';

/** Room beside the plot, in pixels; the coverage strip and the brush rely on it. */
export const PLOT = { left: 52, right: 14 } as const;

/** Axes that all drawings over time share, so that they lie below each other step by step. */
export function timeAxes(ink: Ink, range: Range, options: { readonly unit: string; readonly bottom?: number }) {
  const label = { color: ink.ink3, fontSize: 11, fontFamily: getComputedStyle(document.body).fontFamily };
  return {
    useUTC: true,
    animation: false,
    grid: { left: PLOT.left, right: PLOT.right, top: 14, bottom: options.bottom ?? 26 },
    xAxis: {
      type: 'time',
      min: Date.parse(range.from),
      max: Date.parse(range.to),
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisPointer: { lineStyle: { color: ink.ink3, type: [3, 3] } },
      axisLabel: {
        ...label,
        hideOverlap: true,
        formatter: {
          year: '{yyyy}',
          month: '{d} {MMM}',
          day: '{d} {MMM}',
          hour: '{HH}:{mm}',
          minute: '{HH}:{mm}',
          second: '{HH}:{mm}:{ss}',
        },
      },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      axisLabel: { ...label, formatter: (value: number) => formatAxis(value) },
      splitLine: { lineStyle: { color: ink.hair } },
      axisLine: { show: false },
      axisTick: { show: false },
    },
  };
}

/** Look of a tooltip; its words are elements made by tipElement. */
export function tooltipLook(ink: Ink) {
  return {
    confine: true,
    backgroundColor: ink.raised,
    borderColor: ink.line,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: ink.ink, fontSize: 12, fontFamily: 'inherit' },
    transitionDuration: 0,
    extraCssText: 'box-shadow: var(--shadow); border-radius: 8px;',
  };
}

/** `2026-11-23 04:10 – 04:20`: the step that a point stands for. */
export function stepText(begin: number, stepSeconds: number): string {
  const end = formatInstant(begin + stepSeconds * 1000);
  return `${formatInstant(begin).slice(0, 16)} – ${stepSeconds < 60 ? end.slice(11) : end.slice(11, 16)} UTC`;
}

/** Index of the step below the pointer, from what a tooltip is given. */
export function stepIndex(params: unknown): number | undefined {
  const first: unknown = Array.isArray(params) ? params[0] : params;
  if (typeof first !== 'object' || first === null) return undefined;
  const { dataIndex } = first as { dataIndex?: unknown };
  return typeof dataIndex === 'number' ? dataIndex : undefined;
}

/** Points at the middle of their steps, as far as these lie in the range: a value stands over the time it covers. */
export function points(grid: Grid, range: Range, values: readonly (number | null)[]) {
  const [from, to] = [Date.parse(range.from), Date.parse(range.to)];
  const step = grid.stepSeconds * 1000;
  return grid.times.map((time, index): [number, number | null] => [
    (Math.max(time, from) + Math.min(time + step, to)) / 2,
    values[index] ?? null,
  ]);
}

export function largest(counts: Iterable<Count>): number {
  let most = 0;
  for (const count of counts) most = Math.max(most, approximate(count));
  return most;
}
