import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { Chart, type Mark, tipElement } from '../../components/chart.tsx';
import { tooltipLook } from '../../components/time-chart.ts';
import { formatExact, shorten } from '../../data/format.ts';
import { type Ink, useInk } from '../../theme/ink.ts';
import { pickAll, useCellMenu } from './cell-menu.tsx';
import type { DrawingProps } from './drawing.ts';
import type { Group, Part } from './groups.ts';
import { endKeys, type Flows, flowsOf } from './matrix.ts';
import { useNaming } from './named-groups.ts';
import { nameIn } from './pie.tsx';
import { figureWords } from './words.ts';

const NODE = 29;
/** Between nodes, so that the names of the thinnest do not touch. */
const GAP = 16;
const LETTER = 7.3;

/** Who talks to whom: sources left, targets right, bands as wide as the measure. */
export function Sankey({ answer, shape, measured, onPick }: DrawingProps) {
  const ink = useInk();
  const { ref, width } = useElementSize();
  const { openMenu, menu } = useCellMenu(onPick);
  const keys = useMemo(() => endKeys(answer, shape), [answer, shape]);
  const unnamed = useMemo(
    () => (keys === undefined ? NOTHING : flowsOf(answer, shape, keys, measured)),
    [answer, shape, keys, measured],
  );
  const named = useNaming(unnamed.sources, unnamed.targets);
  const flows = useMemo(
    () => ({ ...unnamed, sources: named(unnamed.sources), targets: named(unnamed.targets) }),
    [unnamed, named],
  );
  const option = useMemo(() => optionOf(flows, measured.column, ink, width), [flows, measured, ink, width]);
  const height = Math.max(180, Math.max(flows.sources.length, flows.targets.length) * NODE + 20);
  const onMark = (mark: Mark) => {
    const parts = partsNamed(flows, mark.name);
    if (mark.menu) openMenu(parts, mark);
    else pickAll(parts, mark.altKey, onPick);
  };
  const [left, right] = (keys ?? []).map((at) => answer.columns[at]?.name);
  return (
    <>
      <div className="result-ends" aria-hidden="true">
        <span>{left}</span>
        <span>{right}</span>
      </div>
      <div ref={ref}>
        <Chart option={option} height={height} onMark={onMark} label={sentence(flows, measured.column)} />
      </div>
      {flows.hidden === 0 ? null : (
        <p className="note">
          The largest ends of either side; {formatExact(flows.hidden)} rows between others are not drawn, for their
          figures cannot be added up. The table holds them all.
        </p>
      )}
      {menu}
    </>
  );
}

const NOTHING: Flows = { sources: [], targets: [], links: [], hidden: 0 };

type Column = DrawingProps['measured']['column'];

/** `from 3`, `to 3`: the same address may stand on both sides. */
const nodeName = (side: 'from' | 'to', place: number) => `${side} ${place}`;

function groupNamed(flows: Flows, name: string): Group | undefined {
  const [side, place] = name.split(' ');
  return (side === 'from' ? flows.sources : flows.targets)[Number(place)];
}

/** A node stands for its end, a band for both of its ends. ECharts names a band `source > target`. */
function partsNamed(flows: Flows, name: string): readonly Part[] {
  return name.split(' > ').flatMap((one) => groupNamed(flows, one)?.parts ?? []);
}

function optionOf(flows: Flows, column: Column, ink: Ink, width: number) {
  const longest = Math.max(8, ...[...flows.sources, ...flows.targets].map(({ label }) => label.length));
  const letters = Math.min(longest, width < 600 ? 12 : 34);
  const margin = Math.round(letters * LETTER) + (width < 600 ? 14 : 92);
  const node = (side: 'from' | 'to') => (group: Group, place: number) => ({
    name: nodeName(side, place),
    depth: side === 'from' ? 0 : 1,
    itemStyle: {
      color: group.kind === 'one' ? ink.accept : group.kind === 'others' ? ink.k9 : ink.gap,
      borderWidth: 0,
    },
    label: {
      position: side === 'from' ? 'left' : 'right',
      formatter: nodeWords(group, column, letters, width >= 600, side),
      rich: { figure: { color: ink.ink3, fontSize: 11, fontFamily: fontNamed('--sans') } },
      color: ink.ink,
      fontSize: 12,
      fontFamily: fontOf(group),
      textBorderWidth: 0,
    },
  });
  return {
    animation: false,
    tooltip: {
      ...tooltipLook(ink),
      trigger: 'item',
      formatter: (params: unknown) => tip(params, flows, column),
    },
    series: [
      {
        type: 'sankey',
        left: margin,
        right: margin,
        top: 8,
        bottom: 8,
        nodeWidth: 9,
        nodeGap: GAP,
        draggable: false,
        layoutIterations: 0,
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: ink.accept, opacity: 0.2, curveness: 0.5 },
        data: [...flows.sources.map(node('from')), ...flows.targets.map(node('to'))],
        links: flows.links.map(({ source, target, value }) => ({
          source: nodeName('from', source),
          target: nodeName('to', target),
          value: Number(value),
        })),
      },
    ],
  };
}

function fontOf({ parts, title }: Group): string {
  return fontNamed(parts[0]?.column.kind === 'address' && title === undefined ? '--mono' : '--sans');
}

function fontNamed(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}

/** In rich text, braces and bars have a meaning: what comes from logs is freed of them. */
function nodeWords(group: Group, column: Column, letters: number, isWide: boolean, side: 'from' | 'to'): string {
  const name = shorten(group.label, letters).replace(/[{}|]/g, '·');
  if (!isWide || group.value === undefined) return name;
  const figure = `{figure|${figureWords(column, group.value).text}}`;
  return side === 'from' ? `${figure}  ${name}` : `${name}  ${figure}`;
}

function tip(params: unknown, flows: Flows, column: Column): HTMLElement | string {
  const name = nameIn(params);
  const [from, to] = name.split(' > ').map((one) => groupNamed(flows, one));
  const link = flows.links.find((one) => name === `${nodeName('from', one.source)} > ${nodeName('to', one.target)}`);
  const value = link?.value ?? from?.value;
  if (from === undefined || value === undefined) return '';
  const title = [from, to].flatMap((end) => (end === undefined ? [] : [end.title ?? end.label])).join(' → ');
  return tipElement(title, [['', column.name, figureWords(column, value).exact]]);
}

function sentence(flows: Flows, column: Column): string {
  const largest = [...flows.links].sort((a, b) => Number(b.value) - Number(a.value)).slice(0, 5);
  const words = largest.map(
    ({ source, target, value }) =>
      `${flows.sources[source]?.label} to ${flows.targets[target]?.label} ${figureWords(column, value).text}`,
  );
  return `${column.name}, who talks to whom: ${words.join('; ')}.`;
}
