import { type Answer, type Measured, numberOf, type Row, shapeOf } from '../../data/answer.ts';
import { MISSING } from '../../data/format.ts';
import { keyOf } from './groups.ts';
import { figureWords } from './words.ts';

/** An answer of one row: each of its figures, large. */
export function Numbers({ answer }: { readonly answer: Answer }) {
  const shape = shapeOf(answer.columns);
  const row = answer.rows[0] ?? [];
  const { label } = keyOf(answer.columns, shape.keys, row);
  return (
    <div className="result-numbers">
      {label === '' ? null : <p className="soft">{label}</p>}
      <dl>
        {shape.measures.map((measured) => (
          <div key={measured.at}>
            <dt>{measured.column.name}</dt>
            <dd>
              <Figure measured={measured} at={measured.at} row={row} />
            </dd>
            {measured.previous === undefined ? null : <Before answer={answer} measured={measured} row={row} />}
          </div>
        ))}
      </dl>
    </div>
  );
}

function Figure({ measured, at, row }: { readonly measured: Measured; readonly at: number; readonly row: Row }) {
  const value = numberOf(row[at]);
  if (value === undefined) return <span title="missing">{MISSING}</span>;
  const { text, exact } = figureWords(measured.column, value);
  const [, figure = text, unit = ''] = /^(.*\d)\u202f?(\D*)$/.exec(text) ?? [];
  return (
    <span title={exact}>
      {measured.column.approximate === true ? '≈ ' : ''}
      {figure}
      {unit === '' ? null : <span className="unit"> {unit}</span>}
    </span>
  );
}

/** What was before, and how far it is from there. */
function Before({
  answer,
  measured,
  row,
}: {
  readonly answer: Answer;
  readonly measured: Measured;
  readonly row: Row;
}) {
  const words = [measured.delta, measured.percent].flatMap((at) => {
    const column = answer.columns[at ?? -1];
    const value = numberOf(row[at ?? -1]);
    return column === undefined || value === undefined ? [] : [figureWords(column, value).text];
  });
  const was = numberOf(row[measured.previous ?? -1]);
  return (
    <dd className="soft">
      {was === undefined ? 'nothing before' : `was ${figureWords(measured.column, was).text}`}
      {words.length === 0 ? '' : ` · ${words.join(' · ')}`}
    </dd>
  );
}
