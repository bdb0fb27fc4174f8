import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TopAnswer, TopRow } from '../../contract/index.ts';
import { Answer, Card, Choice } from '../components/card.tsx';
import { Chart, type Mark, tipElement } from '../components/chart.tsx';
import { CountryData } from '../components/country-data.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { FilterValue, useFilterMenu } from '../components/filter-menu.tsx';
import { Empty } from '../components/states.tsx';
import { tooltipLook } from '../components/time-chart.ts';
import { useKept } from '../components/use-kept.ts';
import { useView } from '../components/view.tsx';
import { countryName } from '../data/countries.ts';
import { figureText, formatBytes, formatCount, shareFigure } from '../data/format.ts';
import { type Scope, useTop } from '../data/queries.ts';
import { loadWorld, naturalEarth } from '../data/world.ts';
import { type Ink, useInk } from '../theme/ink.ts';

const HEIGHT = 330;
const SIDES = ['src_country', 'dst_country'] as const;
type Side = (typeof SIDES)[number];
type Dots = ReadonlyMap<string, readonly [number, number]>;

/** The map is fetched and learned once for the page's life. */
function useWorld() {
  return useQuery({
    queryKey: ['world'],
    queryFn: async (): Promise<Dots> => {
      const [world, engine] = await Promise.all([loadWorld(), import('../components/chart-engine.ts')]);
      engine.learnWorld(world);
      return world.dots;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** Bytes by country on a map and in a list. */
export function CountryMap({ scope }: { readonly scope: Scope }) {
  const { status } = useView();
  const [side, setSide] = useKept<Side>('map.side', [...SIDES]);
  const top = useTop(scope, side, { measure: 'bytes', limit: 250 });
  const loaded = status.countries.loaded;
  const columns = useMemo(() => columnsOf(side, top.data), [side, top.data]);
  const rows = (top.data?.rows ?? []).filter((row) => row.key[side] !== null);
  return (
    <Card
      title="On the map"
      about="bytes, counted once"
      actions={
        loaded ? (
          <>
            <Choice
              label="Which end"
              options={SIDES}
              words={{ src_country: 'sources', dst_country: 'destinations' }}
              value={side}
              onChange={setSide}
            />
            <ExportButton name={side} columns={columns} rows={rows} />
          </>
        ) : undefined
      }
      note={loaded ? <CountryData status={status} /> : undefined}
    >
      {loaded ? (
        <Answer query={top} height={HEIGHT}>
          {(answer) => <Drawing answer={answer} side={side} columns={columns} />}
        </Answer>
      ) : (
        <CountryData status={status} />
      )}
    </Card>
  );
}

function Drawing({
  answer,
  side,
  columns,
}: {
  readonly answer: TopAnswer;
  readonly side: Side;
  readonly columns: readonly Column<TopRow>[];
}) {
  const { addKey } = useView();
  const openMenu = useFilterMenu();
  const rows = useMemo(() => answer.rows.filter((row) => typeof row.key[side] === 'string'), [answer, side]);
  const world = useWorld();
  if (rows.length === 0)
    return (
      <Empty title="No address here has a country">
        All traffic of this view is inside private ranges, or unknown.
      </Empty>
    );
  const onMark = (mark: Mark) => {
    if (!/^[A-Z]{2}$/.test(mark.name)) return;
    if (mark.menu) openMenu({ [side]: mark.name }, mark);
    else addKey({ [side]: mark.name }, mark.altKey);
  };
  const label = `World map of bytes: ${rows
    .slice(0, 5)
    .map((row) => `${countryName(codeOf(row, side))} ${formatBytes(row.counted_bytes)}`)
    .join(', ')}.`;
  return (
    <div className="beside map">
      <Answer query={world} height={HEIGHT}>
        {(dots) => <WorldChart rows={rows} side={side} dots={dots} label={label} onMark={onMark} />}
      </Answer>
      <div className="scroll-y" style={{ maxHeight: HEIGHT }}>
        <DataTable label="Countries" columns={columns} rows={rows} rowKey={(row) => codeOf(row, side) ?? ''} />
      </div>
    </div>
  );
}

interface WorldProps {
  readonly rows: readonly TopRow[];
  readonly side: Side;
  readonly dots: Dots;
  readonly label: string;
  readonly onMark: (mark: Mark) => void;
}

function WorldChart({ rows, side, dots, label, onMark }: WorldProps) {
  const ink = useInk();
  const option = useMemo(() => optionOf({ rows, side, dots, ink }), [rows, side, dots, ink]);
  return <Chart option={option} height={HEIGHT} label={label} onMark={onMark} />;
}

function codeOf(row: TopRow, side: Side): string | null {
  const code = row.key[side];
  return typeof code === 'string' ? code : null;
}

function columnsOf(side: Side, answer: TopAnswer | undefined): Column<TopRow>[] {
  const total = answer?.total.counted_bytes ?? 0;
  return [
    {
      head: 'country',
      cell: (row) => <FilterValue of={{ [side]: codeOf(row, side) }}>{countryName(codeOf(row, side))}</FilterValue>,
      plain: (row) => codeOf(row, side),
    },
    { head: 'bytes', numeric: true, cell: (row) => formatBytes(row.counted_bytes), plain: (row) => row.counted_bytes },
    {
      head: 'share',
      numeric: true,
      title: 'of all bytes of the view',
      cell: (row) => figureText(shareFigure(row.counted_bytes, total)),
      plain: (row) => shareFigure(row.counted_bytes, total).value,
    },
    {
      head: 'records',
      numeric: true,
      wideOnly: true,
      cell: (row) => formatCount(row.records),
      plain: (row) => row.records,
    },
  ];
}

/** From the colour of empty land to the accent; the root keeps small countries visible beside large ones. */
function shade(value: number, most: number, ink: Ink): string {
  const share = most === 0 ? 0 : (value / most) ** 0.4;
  return `color-mix(in srgb, ${ink.accent} ${Math.round(share * 100)}%, ${ink.land})`;
}

/** The canvas knows no color-mix: the browser resolves it. */
function resolved(color: string): string {
  const pen = document.createElement('canvas').getContext('2d');
  if (pen === null) return color;
  pen.fillStyle = color;
  return String(pen.fillStyle);
}

function optionOf({ rows, side, dots, ink }: Omit<WorldProps, 'label' | 'onMark'> & { readonly ink: Ink }) {
  const most = Math.max(...rows.map((row) => Number(row.counted_bytes)), 0);
  const byCode = new Map(rows.map((row) => [codeOf(row, side) ?? '', row]));
  const colorOf = (row: TopRow) => resolved(shade(Number(row.counted_bytes), most, ink));
  const small = [...byCode].flatMap(([code, row]) => {
    const middle = dots.get(code);
    return middle === undefined ? [] : [{ name: code, value: [...middle], itemStyle: { color: colorOf(row) } }];
  });
  return {
    animation: false,
    tooltip: {
      ...tooltipLook(ink),
      trigger: 'item',
      formatter: (params: unknown) => tip(params, byCode),
    },
    geo: {
      map: 'world',
      projection: naturalEarth,
      left: 10,
      right: 10,
      top: 8,
      bottom: 8,
      // Shapes without a figure are part of the map, not of a series: they have a tooltip of their own.
      tooltip: { show: true, formatter: (params: unknown) => tip(params, byCode) },
      itemStyle: { areaColor: ink.land, borderColor: ink.card, borderWidth: 0.6 },
      emphasis: { label: { show: false }, itemStyle: { areaColor: ink.k3, borderColor: ink.ink } },
      select: { disabled: true },
      regions: [...byCode].map(([code, row]) => ({ name: code, itemStyle: { areaColor: colorOf(row) } })),
    },
    series: [
      {
        type: 'scatter',
        coordinateSystem: 'geo',
        symbolSize: 8,
        itemStyle: { borderColor: ink.card, borderWidth: 1 },
        data: small,
      },
    ],
  };
}

function tip(params: unknown, byCode: ReadonlyMap<string, TopRow>): HTMLElement | string {
  if (typeof params !== 'object' || params === null || !('name' in params)) return '';
  const code = String(params.name);
  const row = byCode.get(code);
  const lines: [string, string, string][] =
    row === undefined
      ? [['', 'no traffic', '']]
      : [
          ['', 'bytes', formatBytes(row.counted_bytes)],
          ['', 'records', formatCount(row.records)],
          ['', 'packets', formatCount(row.packets)],
        ];
  return tipElement(countryName(code), lines);
}
