import type { MapAnswer } from '../../../contract/index.ts';
import { approximate, figureText, plural, shareFigure } from '../../data/format.ts';
import type { MapMeasure } from '../../data/map.ts';
import { weightOf, widthOf } from './links.ts';
import { amountText } from './words.ts';

/** What the widths and lines mean, and what is not drawn. */
export function MapLegend({
  answer,
  measure,
  most,
}: {
  readonly answer: MapAnswer;
  readonly measure: MapMeasure;
  readonly most: number;
}) {
  const { others, edges } = answer;
  const drawn = edges.reduce((sum, edge) => sum + BigInt(edge[measure]), 0n);
  const steps = [most, most / 100, most / 10_000].filter((amount) => amount >= 1);
  return (
    <div className="map-legend">
      <span className="map-widths">
        {steps.map((amount) => (
          <span key={amount}>
            <i
              className={measure === 'refused' ? 'line refused' : 'line'}
              style={{ height: Math.max(1, widthOf(weightOf(amount, most))) }}
            />
            {amountText(measure, Math.round(amount))}
          </span>
        ))}
      </span>
      <span>arrows point to the receiver</span>
      {measure === 'refused' ? null : (
        <span>
          <i className="line refused" style={{ height: 3 }} /> refused; within a line: one in twenty or more
        </span>
      )}
      <span className="grow" />
      <span>
        {others.edges === 0
          ? `all ${plural(edges.length, 'connection')}`
          : `the ${edges.length} largest of ${plural(edges.length + others.edges, 'connection')}, ${figureText(shareFigure(drawn, drawn + BigInt(others[measure])))} of ${measure === 'bytes' ? 'the bytes' : measure === 'records' ? 'the records' : 'what was refused'}`}
        {approximate(answer.without_ends.records) > 0
          ? ` · ${plural(answer.without_ends.records, 'record')} without addresses`
          : ''}
        {answer.hosts_left_out > 0 ? ` · ${plural(answer.hosts_left_out, 'host')} in the sums of groups alone` : ''}
      </span>
    </div>
  );
}
