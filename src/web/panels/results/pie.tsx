import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { Chart, type Mark, tipElement } from '../../components/chart.tsx';
import { tooltipLook } from '../../components/time-chart.ts';
import { isAdditive } from '../../data/answer.ts';
import { formatShare } from '../../data/format.ts';

import { type Ink, useInk } from '../../theme/ink.ts';
import { pickAll, placeOf, useCellMenu } from './cell-menu.tsx';
import type { DrawingProps } from './drawing.ts';
import { type Group, ranked } from './groups.ts';
import { KeyLegend, toggled } from './key-legend.tsx';
import { Left } from './left.tsx';
import { useNaming } from './named-groups.ts';
import { fillOf, type Look, looksOf } from './pattern.tsx';
import { figureWords } from './words.ts';

/** More slices than this cannot be compared. */
const MOST = 8;
const HEIGHT = 300;

interface Slice {
  readonly group: Group;
  readonly look: Look;
  readonly figure: string;
  readonly exact: string;
  /** 0 to 1 of what is drawn; null where the figures are no parts of a sum. */
  readonly share: number | null;
}

/** Parts of a whole as a ring, with their figures and shares beside it. */
export function Pie({ answer, shape, measured, onPick }: DrawingProps) {
  const ink = useInk();
  const { ref, width } = useElementSize();
  const { openMenu, menu } = useCellMenu(onPick);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const model = useMemo(() => ranked(answer, shape, shape.keys, measured, MOST), [answer, shape, measured]);
  const named = useNaming(model.groups);
  const slices = useMemo(() => slicesOf(named(model.groups), measured.column, ink), [named, model, measured, ink]);
  const drawn = useMemo(() => slices.filter(({ group }) => !hidden.has(group.id)), [slices, hidden]);
  const option = useMemo(() => optionOf(drawn, measured.column.name, ink), [drawn, measured, ink]);
  const partsOf = (id: string) => slices.find(({ group }) => group.id === id)?.group.parts ?? [];
  const onMark = (mark: Mark) => {
    if (mark.menu) openMenu(partsOf(mark.name), mark);
    else pickAll(partsOf(mark.name), mark.altKey, onPick);
  };
  return (
    <>
      <div className={`result-pie${width > 0 && width < 560 ? ' narrow' : ''}`} ref={ref}>
        <Chart option={option} height={HEIGHT} onMark={onMark} label={sentence(slices, measured.column.name)} />
        <KeyLegend
          stacked
          as="surface"
          entries={slices.map(({ group, look, figure, exact, share }) => ({
            id: group.id,
            label: group.label,
            look,
            figure,
            title: `${group.title ?? group.label}: ${exact}`,
            ...(share === null ? {} : { share: shareWords(share) }),
          }))}
          hidden={hidden}
          onToggle={(id) =>
            setHidden(
              toggled(
                hidden,
                id,
                slices.map(({ group }) => group.id),
              ),
            )
          }
          onMenu={(id, event) => openMenu(partsOf(id), placeOf(event))}
        />
      </div>
      <Left hidden={model.hidden} all={model.all} what="slices" />
      {menu}
    </>
  );
}

function slicesOf(groups: readonly Group[], column: DrawingProps['measured']['column'], ink: Ink): Slice[] {
  const looks = looksOf(groups, ink);
  const total = groups.reduce((sum, { value }) => sum + Math.max(0, Number(value ?? 0)), 0);
  return groups.flatMap((group, index) => {
    const look = looks[index];
    if (look === undefined) return [];
    const { text, exact } =
      group.value === undefined ? { text: '–', exact: 'nothing' } : figureWords(column, group.value);
    const share = isAdditive(column) && total > 0 ? Number(group.value ?? 0) / total : null;
    return [{ group, look, figure: text, exact, share }];
  });
}

function optionOf(slices: readonly Slice[], measure: string, ink: Ink) {
  const byId = new Map(slices.map((slice) => [slice.group.id, slice]));
  return {
    animation: false,
    tooltip: {
      ...tooltipLook(ink),
      trigger: 'item',
      formatter: (params: unknown) => {
        const slice = byId.get(nameIn(params));
        if (slice === undefined) return '';
        const share: [string, string, string][] = slice.share === null ? [] : [['', 'share', shareWords(slice.share)]];
        return tipElement(slice.group.title ?? slice.group.label, [[slice.look.color, measure, slice.exact], ...share]);
      },
    },
    series: [
      {
        type: 'pie',
        radius: ['46%', '82%'],
        startAngle: 90,
        label: { show: false },
        labelLine: { show: false },
        emphasis: { scaleSize: 4 },
        data: slices.map(({ group, look }) => ({
          name: group.id,
          value: Math.max(0, Number(group.value ?? 0)),
          itemStyle: { color: fillOf(look, ink), borderColor: ink.card, borderWidth: 1.5 },
        })),
      },
    ],
  };
}

/** Never rounded to nothing: `<0.1 %`. */
function shareWords(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1\u202f%';
  return formatShare(share);
}

/** The name of the mark that a tooltip is for. */
export function nameIn(params: unknown): string {
  if (typeof params !== 'object' || params === null || !('name' in params)) return '';
  return String(params.name);
}

function sentence(slices: readonly Slice[], measure: string): string {
  return `${measure} in parts: ${slices
    .slice(0, 6)
    .map(({ group, figure, share }) => `${group.label} ${figure}${share === null ? '' : `, ${shareWords(share)}`}`)
    .join('; ')}.`;
}
