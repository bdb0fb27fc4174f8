import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { Chart, type Mark, tipElement } from '../../components/chart.tsx';
import { tooltipLook } from '../../components/time-chart.ts';
import { formatInstant, shorten } from '../../data/format.ts';
import type { Range } from '../../data/time-range.ts';
import { type Ink, useInk } from '../../theme/ink.ts';
import { pickAll, useCellMenu } from './cell-menu.tsx';
import type { DrawingProps } from './drawing.ts';
import { extentOf } from './groups.ts';
import { type Cell, type Heading, type Matrix, matrixOf } from './matrix.ts';
import { useNaming } from './named-groups.ts';
import { nameIn } from './pie.tsx';
import { axisWords, figureWords } from './words.ts';

const LINE = 24;
const LETTER = 6.3;
const BOTTOM = 30;
/** Letters of a name that stands aslant below a narrow column. */
const ASLANT = 20;

interface HeatMapProps extends DrawingProps {
  readonly range: Range;
}

/** Two keys, or time and a key, against each other; the darker, the more. Cells with room show their figure. */
export function HeatMap({ answer, shape, measured, range, onPick }: HeatMapProps) {
  const ink = useInk();
  const { ref, width } = useElementSize();
  const { openMenu, menu } = useCellMenu(onPick);
  const unnamed = useMemo(() => matrixOf(answer, shape, measured, range), [answer, shape, measured, range]);
  const named = useNaming(unnamed.down, unnamed.across);
  const matrix = useMemo(
    () => ({ ...unnamed, down: named(unnamed.down), across: named(unnamed.across) }),
    [unnamed, named],
  );
  const plot = useMemo(() => plotOf(matrix, width), [matrix, width]);
  const option = useMemo(() => optionOf({ matrix, column: measured.column, ink, plot }), [matrix, measured, ink, plot]);
  const onMark = (mark: Mark) => {
    const cell = cellNamed(matrix, mark.name);
    if (cell === undefined) return;
    const parts = [...(matrix.down[cell.down]?.parts ?? []), ...(matrix.across[cell.across]?.parts ?? [])];
    if (mark.menu) openMenu(parts, mark);
    else pickAll(parts, mark.altKey, onPick);
  };
  const { low, high } = extentOf(matrix.cells.map(({ value }) => value));
  return (
    <>
      <Scale column={measured.column} low={low} high={high} />
      <div ref={ref}>
        <Chart
          option={option}
          height={matrix.down.length * LINE + plot.bottom + 8}
          onMark={onMark}
          label={sentence(matrix, measured.column)}
        />
      </div>
      {matrix.hidden === 0 ? null : (
        <p className="note">{matrix.hidden} lines or columns have no room here. The table holds them all.</p>
      )}
      {menu}
    </>
  );
}

type Column = DrawingProps['measured']['column'];

/** The root keeps small figures visible beside large ones. */
function strength(value: number, low: number, high: number): number {
  return high <= low ? 1 : ((value - low) / (high - low)) ** 0.5;
}

/** What the shades stand for. */
function Scale({ column, low, high }: { readonly column: Column; readonly low: number; readonly high: number }) {
  const at = (share: number) => axisWords(column, low + share ** 2 * (high - low));
  return (
    <div className="result-scale" aria-hidden="true">
      <span>{at(0)}</span>
      <i />
      <span>{at(0.5)}</span>
      <i className="dark" />
      <span>{at(1)}</span>
    </div>
  );
}

interface Plot {
  readonly left: number;
  readonly bottom: number;
  /** Pixels of a column. */
  readonly room: number;
  /** Letters of the names beside and below. */
  readonly beside: number;
  readonly below: number;
  readonly isAslant: boolean;
}

function plotOf({ across, down }: Matrix, width: number): Plot {
  const longest = (headings: readonly Heading[]) => Math.max(4, ...headings.map(({ label }) => label.length));
  const beside = Math.min(width < 600 ? 15 : 32, longest(down));
  const left = Math.round(beside * LETTER) + 22;
  const room = (Math.max(320, width) - left - 14) / Math.max(1, across.length);
  const isTime = across[0]?.begin !== undefined;
  const isAslant = !isTime && longest(across) * LETTER > room - 6;
  const below = isAslant ? Math.min(ASLANT, longest(across)) : longest(across);
  return { left, room, beside, below, isAslant, bottom: isAslant ? Math.round(below * LETTER * 0.75) + 18 : BOTTOM };
}

interface OptionParts {
  readonly matrix: Matrix;
  readonly column: Column;
  readonly ink: Ink;
  readonly plot: Plot;
}

function optionOf({ matrix: { across, down, cells }, column, ink, plot }: OptionParts) {
  const label = { color: ink.ink3, fontSize: 11, fontFamily: getComputedStyle(document.body).fontFamily };
  const { low, high } = extentOf(cells.map(({ value }) => value));
  return {
    animation: false,
    grid: { left: plot.left, right: 14, top: 4, bottom: plot.bottom },
    xAxis: {
      type: 'category',
      data: across.map(({ id }) => id),
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...label,
        hideOverlap: true,
        ...(plot.isAslant ? { rotate: 48, interval: plot.room < 13 ? 'auto' : 0 } : {}),
        formatter: (_: string, index: number) => acrossWords(across[index], plot.below),
      },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: down.map(({ id }) => id),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        ...label,
        color: ink.ink2,
        interval: 0,
        formatter: (_: string, index: number) => shorten(down[index]?.label ?? '', plot.beside),
      },
    },
    visualMap: { show: false, dimension: 2, min: 0, max: 1, inRange: { color: [ink.land, ink.accent] } },
    tooltip: {
      ...tooltipLook(ink),
      trigger: 'item',
      formatter: (params: unknown) => tip(nameIn(params), { matrix: { across, down, cells, hidden: 0 }, column }),
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map((cell) => cellItem(cell, { column, low, high, ink, isWide: plot.room >= 46 })),
        itemStyle: { borderColor: ink.card, borderWidth: plot.room < 5 ? 0 : 1 },
        emphasis: { itemStyle: { borderColor: ink.ink, borderWidth: 1 } },
      },
    ],
  };
}

function cellItem(
  cell: Cell,
  { column, low, high, ink, isWide }: { column: Column; low: number; high: number; ink: Ink; isWide: boolean },
) {
  const share = strength(Number(cell.value), low, high);
  return {
    name: `${cell.across} ${cell.down}`,
    value: [cell.across, cell.down, share],
    label: {
      show: isWide,
      formatter: () => axisWords(column, Number(cell.value)),
      color: share > 0.55 ? ink.card : ink.ink,
      fontSize: 11,
    },
  };
}

function cellNamed({ cells }: Pick<Matrix, 'cells'>, name: string): Cell | undefined {
  return cells.find((cell) => `${cell.across} ${cell.down}` === name);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as short as it can be: the clock, or the day where one begins. */
function acrossWords(heading: Heading | undefined, letters: number): string {
  if (heading?.begin === undefined) return shorten(heading?.label ?? '', letters);
  const text = formatInstant(heading.begin);
  const day = `${Number(text.slice(8, 10))} ${MONTHS[Number(text.slice(5, 7)) - 1]}`;
  return text.endsWith('00:00:00') ? day : text.slice(11, 16);
}

function tip(name: string, { matrix, column }: Pick<OptionParts, 'matrix' | 'column'>): HTMLElement | string {
  const cell = cellNamed(matrix, name);
  if (cell === undefined) return '';
  const title = [matrix.down[cell.down], matrix.across[cell.across]]
    .map((one) => one?.title ?? one?.label)
    .join('  ·  ');
  return tipElement(title, [['', column.name, figureWords(column, cell.value).exact]]);
}

function sentence({ across, down, cells }: Matrix, column: Column): string {
  const most = cells.reduce<Cell | undefined>(
    (best, cell) => (best === undefined || cell.value > best.value ? cell : best),
    undefined,
  );
  const where = most === undefined ? 'nothing' : `most in ${down[most.down]?.label} and ${across[most.across]?.label}`;
  const figure = most === undefined ? '' : `, ${figureWords(column, most.value).text}`;
  return `${column.name} in a grid of ${down.length} by ${across.length}: ${where}${figure}.`;
}
