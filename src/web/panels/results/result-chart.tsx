import { useMemo, useState } from 'react';
import { Choice } from '../../components/card.tsx';
import { Empty } from '../../components/states.tsx';
import { type Answer, type ChartKind, chartKindsFor, type Measured, type Pick, shapeOf } from '../../data/answer.ts';
import { withRoles } from '../../data/answer-roles.ts';
import type { Range } from '../../data/time-range.ts';
import { Bars } from './bars.tsx';
import type { DrawingProps } from './drawing.ts';
import { HeatMap } from './heat-map.tsx';
import { Numbers } from './numbers.tsx';
import { Pie } from './pie.tsx';
import { ResultTable } from './result-table.tsx';
import { Sankey } from './sankey.tsx';
import { TimeSeries } from './time-series.tsx';

interface ResultChartProps {
  readonly answer: Answer;
  /** One of those that chartKindsFor gives; another is drawn as the best one. */
  readonly kind: ChartKind;
  readonly onPick: (pick: Pick) => void;
  readonly onRange: (range: Range) => void;
  /** The range that was asked about: a drawing over time covers all of it. */
  readonly range: Range;
}

/** An answer as a drawing. Every figure in it is in the table, too. */
export function ResultChart({ answer: answered, kind, onPick, onRange, range }: ResultChartProps) {
  const answer = useMemo(() => ({ ...answered, columns: withRoles(answered.columns, answered.rows) }), [answered]);
  const { kinds, best } = useMemo(() => chartKindsFor(answer.columns, answer.rows), [answer]);
  const shape = useMemo(() => shapeOf(answer.columns), [answer.columns]);
  const [name, setName] = useState<string>();
  const asked = kinds.includes(kind) ? kind : best;
  const choices = useMemo(() => choicesOf(shape.measures, asked, shape.keys.length > 0), [shape, asked]);
  const measured = choices.find((one) => one.column.name === name) ?? choices[0];
  if (asked === 'table') return <ResultTable answer={answered} onPick={onPick} />;
  if (answer.rows.length === 0 || measured === undefined)
    return answer.complete ? <Empty title="The answer has no rows" /> : null;
  if (asked === 'number') return <Numbers answer={answer} />;
  return (
    <div className="result-drawing">
      {choices.length < 2 ? null : (
        <div className="result-measures">
          <Choice
            label="Measure"
            options={choices.map(({ column }) => column.name)}
            value={measured.column.name}
            onChange={setName}
          />
        </div>
      )}
      <Drawing kind={asked} range={range} onRange={onRange} drawing={{ answer, shape, measured, onPick }} />
    </div>
  );
}

interface KindProps {
  readonly kind: Exclude<ChartKind, 'table' | 'number'>;
  readonly drawing: DrawingProps;
  readonly range: Range;
  readonly onRange: (range: Range) => void;
}

function Drawing({ kind, drawing, range, onRange }: KindProps) {
  switch (kind) {
    case 'time series':
      return <TimeSeries {...drawing} range={range} onRange={onRange} />;
    case 'bar':
      return <Bars {...drawing} />;
    case 'pie':
      return <Pie {...drawing} />;
    case 'heat map':
      return <HeatMap {...drawing} range={range} />;
    case 'sankey':
      return <Sankey {...drawing} />;
  }
}

/** Measures to choose from. Over time and without a key, those of one unit are drawn together: one of each unit. */
function choicesOf(measures: readonly Measured[], kind: ChartKind, hasKeys: boolean): readonly Measured[] {
  if (kind !== 'time series' || hasKeys) return measures;
  const units = measures.map(({ column }) => column.unit);
  return measures.filter(({ column }, index) => units.indexOf(column.unit) === index);
}
