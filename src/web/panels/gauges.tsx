import type { ReactNode } from 'react';
import type { SeriesAnswer, SummaryAnswer, TopAnswer } from '../../contract/index.ts';
import { Answer } from '../components/card.tsx';
import { FilterValue } from '../components/filter-menu.tsx';
import { Sparkline } from '../components/sparkline.tsx';
import type { FilterKey } from '../data/filters.ts';
import {
  bytesFigure,
  countFigure,
  type Figure,
  formatBytes,
  formatCount,
  formatExact,
  plural,
  shareFigure,
} from '../data/format.ts';
import { type Scope, useRefused, useSeries, useSummary } from '../data/queries.ts';
import { type Counting, countedAs, gridOf } from '../data/series.ts';

const HEIGHT = 88;

/** The figures of a view, each with its shape over time. */
export function Gauges({ scope, bytes = 'counted' }: { readonly scope: Scope; readonly bytes?: Counting }) {
  const summary = useSummary(scope);
  const byAction = useSeries(scope, 'action', { keys: 8 }).data;
  const sources = useRefused(scope, 'rejected_srcaddr').data?.keys;
  const byBoundary = useSeries(scope, 'boundary', { measure: 'bytes', keys: 8 }).data;
  const as = (series: SeriesAnswer | undefined) => (series === undefined ? undefined : countedAs(series, bytes));
  return (
    <section className="gauges" aria-label="Totals">
      <Answer query={summary} height={HEIGHT}>
        {(answer) => (
          <Row
            summary={answer}
            sources={sources}
            byAction={as(byAction)}
            byBoundary={as(byBoundary)}
            counting={bytes}
          />
        )}
      </Answer>
    </section>
  );
}

interface RowProps {
  readonly summary: SummaryAnswer;
  /** How many sources were refused. */
  readonly sources: TopAnswer['keys'] | undefined;
  readonly byAction: SeriesAnswer | undefined;
  readonly byBoundary: SeriesAnswer | undefined;
  /** All bytes that were logged are those of one interface, which sees each flow once. */
  readonly counting: Counting;
}

function Row({ summary, sources, byAction, byBoundary, counting }: RowProps) {
  const isLogged = counting === 'logged';
  const figure = isLogged ? 'bytes' : 'counted_bytes';
  const { total, accepted, rejected, outbound, inbound, internal } = summary;
  const judged = BigInt(accepted.records) + BigInt(rejected.records);
  const records = byAction === undefined ? undefined : gridOf(byAction, 'records');
  const bytes = byAction === undefined ? undefined : gridOf(byAction, 'bytes');
  const across = byBoundary === undefined ? undefined : gridOf(byBoundary, 'bytes');
  const all = (rows: ReadonlyMap<string, readonly (number | null)[]> | undefined) =>
    sumRows([...(rows?.values() ?? [])]);
  return (
    <div className="gauge-row">
      <Gauge
        name="Records"
        figure={countFigure(total.records)}
        title={`${formatExact(total.records)} records`}
        spark={all(records?.values)}
      >
        {plural(total.packets, 'packet')}
      </Gauge>
      <Gauge
        name={isLogged ? 'Bytes, as logged' : 'Bytes, counted once'}
        figure={bytesFigure(total[figure])}
        title={`${formatExact(total[figure])} bytes${isLogged ? ' that its interfaces logged' : ', each flow counted once'}`}
        spark={all(bytes?.values)}
      >
        {isLogged ? `${formatBytes(total.counted_bytes)} in totals` : `of ${formatBytes(total.bytes)} logged`}
      </Gauge>
      <Gauge
        name="Accepted"
        figure={shareFigure(accepted.records, judged)}
        title={`${formatExact(accepted.records)} records`}
        spark={records?.values.get('ACCEPT')}
        of={{ action: 'ACCEPT' }}
      >
        {plural(accepted.records, 'record')}
      </Gauge>
      <Gauge
        name="Refused"
        figure={shareFigure(rejected.records, judged)}
        title={`${formatExact(rejected.records)} records`}
        spark={records?.values.get('REJECT')}
        tone="refuse"
        of={{ action: 'REJECT' }}
      >
        {formatCount(rejected.records)}
        {sources !== undefined && ` · ${plural(sources, 'source')}`}
      </Gauge>
      <Gauge
        name="To the Internet"
        figure={bytesFigure(outbound[figure])}
        title={`Egress: ${formatExact(outbound[figure])} bytes that left your networks${isLogged ? '' : ', each flow counted once'}`}
        spark={across?.values.get('outbound')}
        tone="accent"
        of={{ boundary: 'outbound' }}
      >
        egress, {shareText(outbound[figure], total[figure])} of bytes
      </Gauge>
      <Gauge
        name="From the Internet"
        figure={bytesFigure(inbound[figure])}
        title={`${formatExact(inbound[figure])} bytes that came in${isLogged ? '' : ', each flow counted once'}`}
        spark={across?.values.get('inbound')}
        tone="accent"
        of={{ boundary: 'inbound' }}
      >
        internal {formatBytes(internal[figure])}
      </Gauge>
    </div>
  );
}

function shareText(part: number | string, whole: number | string): string {
  const { value, unit } = shareFigure(part, whole);
  return `${value}\u202f${unit}`;
}

function sumRows(rows: readonly (readonly (number | null)[])[]): number[] {
  const [first, ...others] = rows;
  return (first ?? []).map((value, index) => others.reduce((sum, row) => sum + (row[index] ?? 0), value ?? 0));
}

interface GaugeProps {
  readonly name: string;
  readonly figure: Figure;
  readonly title: string;
  readonly spark: readonly (number | null)[] | undefined;
  readonly tone?: 'accept' | 'refuse' | 'accent';
  readonly of?: FilterKey;
  readonly children: ReactNode;
}

function Gauge({ name, figure, title, spark, tone = 'accept', of, children }: GaugeProps) {
  const value = (
    <>
      {figure.value}
      <small>{figure.unit}</small>
    </>
  );
  return (
    <div className="gauge">
      <h3>{name}</h3>
      <div className="v">
        <span title={of === undefined ? title : undefined}>
          {of === undefined ? (
            value
          ) : (
            <FilterValue of={of} title={title}>
              {value}
            </FilterValue>
          )}
        </span>
        {spark === undefined || spark.length < 2 ? null : <Sparkline values={spark} tone={tone} />}
      </div>
      <div className="d">{children}</div>
    </div>
  );
}
