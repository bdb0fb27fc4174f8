import { useMemo, useState } from 'react';
import type { Measure, SeriesAnswer } from '../../contract/index.ts';
import { Answer, Card, Choice, IconButton } from '../components/card.tsx';
import { Legend } from '../components/legend.tsx';
import { NoRecords } from '../components/no-records.tsx';
import { type Layer, StackedTime } from '../components/stacked-time.tsx';
import { StepTable } from '../components/step-table.tsx';
import { useKept } from '../components/use-kept.ts';
import { figureText, formatBytes, formatCount, shareFigure } from '../data/format.ts';
import { type Scope, useCoverage, useSeries } from '../data/queries.ts';
import { gridOf, NO_KEY, rateWords } from '../data/series.ts';
import { type Ink, useInk } from '../theme/ink.ts';

const HEIGHT = 200;
const ORDER = ['internal', 'inbound', 'outbound', 'transit', 'others', NO_KEY];
const MEASURES = ['bytes', 'records', 'packets'] as const;

const words: Readonly<Record<string, string>> = {
  inbound: 'inbound',
  outbound: 'outbound',
  internal: 'internal',
  transit: 'transit',
  [NO_KEY]: 'no addresses',
};

function colorOf(key: string, ink: Ink): string {
  const colors: Readonly<Record<string, string>> = {
    internal: ink.k9,
    inbound: ink.k3,
    outbound: ink.accent,
    transit: ink.k2,
  };
  return colors[key] ?? ink.gap;
}

/** Which way bytes cross the edge of the network, over time. */
export function Boundary({ scope }: { readonly scope: Scope }) {
  const [measure, setMeasure] = useKept('boundary.measure', MEASURES as unknown as [Measure, ...Measure[]]);
  const [asTable, setAsTable] = useState(false);
  const series = useSeries(scope, 'boundary', { measure, keys: 8 });
  return (
    <Card
      title="Across the boundary"
      about={rateWords[measure]}
      actions={
        <>
          <Choice label="Measure" options={MEASURES} value={measure} onChange={setMeasure} />
          <IconButton
            icon={asTable ? 'chart' : 'table'}
            label={asTable ? 'Show the drawing' : 'Show as a table'}
            pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          />
        </>
      }
    >
      <Answer query={series} height={HEIGHT + 30}>
        {(answer) => <Drawing series={answer} scope={scope} measure={measure} asTable={asTable} />}
      </Answer>
    </Card>
  );
}

function Drawing({
  series,
  scope,
  measure,
  asTable,
}: {
  readonly series: SeriesAnswer;
  readonly scope: Scope;
  readonly measure: Measure;
  readonly asTable: boolean;
}) {
  const ink = useInk();
  const coverage = useCoverage(scope);
  const grid = useMemo(() => gridOf(series, measure, coverage.data), [series, measure, coverage.data]);
  const layers = useMemo(
    (): Layer[] =>
      ORDER.filter((key) => (grid.totals.get(key) ?? 0n) > 0n).map((key) => ({
        key,
        name: words[key] ?? key,
        color: colorOf(key, ink),
      })),
    [grid, ink],
  );
  if (layers.length === 0) return <NoRecords title={`No ${measure} in this view`} />;
  const total = [...grid.totals.values()].reduce((sum, one) => sum + one, 0n);
  const figure = (key: string) =>
    measure === 'bytes' ? formatBytes(grid.totals.get(key) ?? 0n) : formatCount(grid.totals.get(key) ?? 0n);
  const entries = layers
    .map(({ key, name, color }) => ({
      name,
      swatch: color,
      figure: figure(key),
      share: figureText(shareFigure(grid.totals.get(key) ?? 0n, total)),
      ...(key === 'others' ? {} : { of: { boundary: key === NO_KEY ? null : key } }),
    }))
    .reverse();
  const label = `Across the boundary over time: ${entries.map((entry) => `${entry.name} ${entry.figure}`).join(', ')}.`;
  return (
    <>
      <div className="legend-row">
        <Legend entries={entries} />
      </div>
      {asTable ? (
        <StepTable
          name="boundary"
          grid={grid}
          measure={measure}
          height={HEIGHT}
          keys={layers.map((layer) => layer.key)}
          nameOf={(key) => words[key] ?? key}
        />
      ) : (
        <StackedTime grid={grid} series={series} measure={measure} layers={layers} height={HEIGHT} label={label} />
      )}
    </>
  );
}
