import { tipElement } from '../../components/chart.tsx';
import { stepIndex, timeAxes, tooltipLook } from '../../components/time-chart.ts';
import { toInstant } from '../../data/time-range.ts';
import type { Ink } from '../../theme/ink.ts';
import { extentOf, type Num, verdictOf } from './groups.ts';
import { type Line, type OverTime, tickOf } from './over-time.ts';
import { dashOf, fillOf, type Look } from './pattern.tsx';
import { type Step, stepWords } from './steps.ts';
import { axisWords, figureWords } from './words.ts';

/** Room around the plot, pixels. */
export const PLOT_INSET = { left: 64, right: 14, top: 14, bottom: 26 } as const;

/** A line that is shown, and how it looks. */
export interface Drawn {
  readonly line: Line;
  readonly look: Look;
}

/** Refused hangs below the line where accepted and refused are stacked, as everywhere in the house. */
function signOf(line: Line): 1 | -1 {
  return verdictOf(line.parts) === 'refuse' ? -1 : 1;
}

export function overTimeOption({ steps, stacked }: OverTime, drawn: readonly Drawn[], ink: Ink) {
  const [first, last] = [steps[0], steps.at(-1)];
  const [column] = drawn.map(({ line }) => line.column);
  const range = { from: toInstant(first?.begin ?? 0), to: toInstant(last?.end ?? 1000) };
  const axes = timeAxes(ink, range, { unit: '' });
  const { low, high } = stacked ? stackedExtent(drawn, steps.length) : linesExtent(drawn);
  const tick = tickOf(high - low, column?.unit);
  return {
    ...axes,
    grid: PLOT_INSET,
    // The axis covers the steps and nothing more: what is drawn with the brush lies on it.
    xAxis: { ...axes.xAxis, containShape: false },
    yAxis: {
      ...axes.yAxis,
      min: Math.floor(low / tick) * tick,
      max: Math.max(tick, Math.ceil(high / tick) * tick),
      interval: tick,
      axisLabel: {
        ...axes.yAxis.axisLabel,
        formatter: (value: number) =>
          column === undefined ? '' : axisWords(column, stacked ? Math.abs(value) : value),
      },
    },
    tooltip: {
      ...tooltipLook(ink),
      trigger: 'axis',
      formatter: (params: unknown) => tip(steps[stepIndex(params) ?? -1], stepIndex(params) ?? -1, drawn),
    },
    series: stacked ? drawn.map((one) => columnsOf(one, steps, ink)) : drawn.flatMap((one) => linesOf(one, steps)),
  };
}

function columnsOf({ line, look }: Drawn, steps: readonly Step[], ink: Ink) {
  const sign = signOf(line);
  return {
    type: 'bar',
    name: line.id,
    stack: 'all',
    barCategoryGap: steps.length > 160 ? '0%' : '14%',
    itemStyle: {
      color: fillOf(look, ink),
      ...(look.refused ? { borderColor: look.color, borderWidth: steps.length > 160 ? 0 : 0.8 } : {}),
    },
    emphasis: { disabled: true },
    data: pointsOf(line.values, steps).map(([time, value]) => [time, value === null ? null : value * sign]),
  };
}

function linesOf({ line, look }: Drawn, steps: readonly Step[]): object[] {
  const base = { type: 'line', showSymbol: true, color: look.color, emphasis: { disabled: true }, connectNulls: false };
  const width = look.pattern === 0 ? 1.8 : 1.6;
  const now = {
    ...base,
    name: line.id,
    lineStyle: { width, color: look.color, type: dashOf(look) },
    data: withDots(pointsOf(line.values, steps)),
  };
  if (line.before === undefined) return [now];
  const before = {
    ...base,
    name: `${line.id} before`,
    lineStyle: { width: 1.3, color: look.color, type: [3, 4], opacity: 0.75 },
    data: withDots(pointsOf(line.before, steps)),
  };
  return [before, { ...now, lineStyle: { ...now.lineStyle, type: 'solid' } }];
}

function pointsOf(values: Line['values'], steps: readonly Step[]): [number, number | null][] {
  return steps.map(({ begin, end }, index) => {
    const value = values[index];
    return [(begin + end) / 2, value === undefined ? null : Number(value)];
  });
}

/** A point between two gaps is no line: it gets a dot, or it could not be seen. */
function withDots(points: readonly [number, number | null][]) {
  return points.map((value, index) => {
    const isAlone = (points[index - 1]?.[1] ?? null) === null && (points[index + 1]?.[1] ?? null) === null;
    return { value, symbol: isAlone ? 'circle' : 'none', symbolSize: 5 };
  });
}

function stackedExtent(drawn: readonly Drawn[], steps: number) {
  const [ups, downs] = [new Array<number>(steps).fill(0), new Array<number>(steps).fill(0)];
  for (const { line } of drawn) {
    line.values.forEach((value, index) => {
      const height = Number(value ?? 0) * signOf(line);
      const side = height < 0 ? downs : ups;
      side[index] = (side[index] ?? 0) + height;
    });
  }
  return { low: extentOf(downs).low, high: extentOf(ups).high };
}

function linesExtent(drawn: readonly Drawn[]) {
  const extents = drawn.flatMap(({ line }) => [extentOf(line.values), extentOf(line.before ?? [])]);
  return { low: Math.min(0, ...extents.map(({ low }) => low)), high: Math.max(0, ...extents.map(({ high }) => high)) };
}

/** Exact figures of a step, line by line; a line without a row there says so. */
export function figuresAt(index: number, drawn: readonly Drawn[]): (readonly [Drawn, string, string])[] {
  const words = (line: Line, value: Num | undefined) => {
    if (value === undefined) return 'no row';
    const { text, exact } = figureWords(line.column, value);
    return line.column.unit === 'bytes' && value >= 1024 ? `${text}  ·  ${exact}` : text;
  };
  return drawn.flatMap((one) => {
    const now = [one, one.line.label, words(one.line, one.line.values[index])] as const;
    if (one.line.before === undefined) return [now];
    return [now, [one, `${one.line.label}, before`, words(one.line, one.line.before[index])] as const];
  });
}

function tip(step: Step | undefined, index: number, drawn: readonly Drawn[]): HTMLElement | string {
  if (step === undefined) return '';
  return tipElement(
    stepWords(step),
    figuresAt(index, drawn).map(([{ look }, name, words]) => [look.color, name, words]),
  );
}
