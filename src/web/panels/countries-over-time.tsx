import { useMemo, useState } from 'react';
import type { CoverageAnswer, SeriesAnswer } from '../../contract/index.ts';
import { Answer, Card, IconButton } from '../components/card.tsx';
import { CountryData } from '../components/country-data.tsx';
import { Legend, type LegendEntry } from '../components/legend.tsx';
import { type Layer, StackedTime } from '../components/stacked-time.tsx';
import { Empty } from '../components/states.tsx';
import { StepTable } from '../components/step-table.tsx';
import { useView } from '../components/view.tsx';
import { countryName } from '../data/countries.ts';
import { figureText, formatBytes, shareFigure } from '../data/format.ts';
import { type Scope, useCoverage, useSeries } from '../data/queries.ts';
import { gridOf, NO_KEY } from '../data/series.ts';
import { partColors, useInk } from '../theme/ink.ts';

const HEIGHT = 210;

interface CountriesProps {
  readonly scope: Scope;
  readonly side: 'src_country' | 'dst_country';
}

/** The countries that bytes come from or go to, over time. */
export function CountriesOverTime({ scope, side }: CountriesProps) {
  const { status } = useView();
  const [asTable, setAsTable] = useState(false);
  const series = useSeries(scope, side, { measure: 'bytes', keys: 8 });
  const coverage = useCoverage(scope);
  const title = side === 'src_country' ? 'Where it comes from' : 'Where it goes';
  if (!status.countries.loaded) {
    return (
      <Card title={title} about="countries over time">
        <CountryData status={status} />
      </Card>
    );
  }
  return (
    <Card
      title={title}
      about={`${side === 'src_country' ? 'source' : 'destination'} countries, bit/s, counted once`}
      actions={
        <IconButton
          icon={asTable ? 'chart' : 'table'}
          label={asTable ? 'Show the drawing' : 'Show as a table'}
          pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        />
      }
      note={<CountryData status={status} />}
    >
      <Answer query={series} height={HEIGHT}>
        {(answer) => <Drawing series={answer} coverage={coverage.data} side={side} title={title} asTable={asTable} />}
      </Answer>
    </Card>
  );
}

interface DrawingProps {
  readonly series: SeriesAnswer;
  readonly coverage: CoverageAnswer | undefined;
  readonly side: CountriesProps['side'];
  readonly title: string;
  readonly asTable: boolean;
}

function Drawing({ series, coverage, side, title, asTable }: DrawingProps) {
  const ink = useInk();
  const grid = useMemo(() => gridOf(series, 'bytes', coverage), [series, coverage]);
  // What has no country is mostly the network itself; it would drown the countries, so it is told in words.
  const layers = useMemo((): Layer[] => {
    const colors = partColors(ink);
    const named = [...grid.totals].filter(([key, total]) => key !== NO_KEY && key !== 'others' && total > 0n);
    const sorted = named.sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0)).map(([key]) => key);
    const parts = sorted.map((key, index) => ({
      key,
      name: countryName(key),
      color: colors[index % colors.length] ?? ink.k9,
    }));
    const others = (grid.totals.get('others') ?? 0n) > 0n ? [{ key: 'others', name: 'all others', color: ink.k9 }] : [];
    return [...parts, ...others];
  }, [grid, ink]);
  if (layers.length === 0)
    return (
      <Empty title="No address here has a country">
        All traffic of this view is inside private ranges, or unknown.
      </Empty>
    );
  const total = layers.reduce((sum, { key }) => sum + (grid.totals.get(key) ?? 0n), 0n);
  const without = grid.totals.get(NO_KEY) ?? 0n;
  const entries: LegendEntry[] = layers.map(({ key, name, color }) => ({
    name,
    swatch: color,
    figure: formatBytes(grid.totals.get(key) ?? 0n),
    share: figureText(shareFigure(grid.totals.get(key) ?? 0n, total)),
    ...(key === 'others' ? {} : { of: { [side]: key } }),
  }));
  const rest: LegendEntry[] =
    without === 0n
      ? []
      : [{ name: 'no country', swatch: 'transparent', figure: formatBytes(without), of: { [side]: null } }];
  const label = `${title}, bytes over time: ${entries
    .slice(0, 4)
    .map((entry) => `${entry.name} ${entry.figure}`)
    .join(', ')}.`;
  return (
    <div className="beside">
      {asTable ? (
        <StepTable
          name={side}
          grid={grid}
          measure="bytes"
          height={HEIGHT}
          keys={layers.map((layer) => layer.key)}
          nameOf={(key) => (key === 'others' ? 'all others' : countryName(key))}
        />
      ) : (
        <StackedTime grid={grid} series={series} measure="bytes" layers={layers} height={HEIGHT} label={label} />
      )}
      <Legend entries={[...entries, ...rest]} stacked />
    </div>
  );
}
