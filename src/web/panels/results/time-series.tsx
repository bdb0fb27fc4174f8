import { useMemo, useState } from 'react';
import { Chart } from '../../components/chart.tsx';
import { isAdditive, type Measured } from '../../data/answer.ts';
import type { Range } from '../../data/time-range.ts';
import { useInk } from '../../theme/ink.ts';
import { Brush } from './brush.tsx';
import { placeOf, useCellMenu } from './cell-menu.tsx';
import type { DrawingProps } from './drawing.ts';
import { KeyLegend, toggled } from './key-legend.tsx';
import { useNaming } from './named-groups.ts';
import { overTime } from './over-time.ts';
import { type Drawn, figuresAt, overTimeOption, PLOT_INSET } from './over-time-option.ts';
import { looksOf } from './pattern.tsx';
import { stepWords } from './steps.ts';
import { figureWords } from './words.ts';

/** Lines beside each other that can still be told apart. */
const MOST = 8;
const HEIGHT = 300;

interface TimeSeriesProps extends DrawingProps {
  readonly range: Range;
  readonly onRange: (range: Range) => void;
}

/** An answer over time: parts of a whole stacked, other figures as lines; drawing over it zooms. */
export function TimeSeries({ answer, shape, measured, range, onPick, onRange }: TimeSeriesProps) {
  const ink = useInk();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const { openMenu, menu } = useCellMenu(onPick);
  const unnamed = useMemo(() => overTime(answer, shape, measured, range, MOST), [answer, shape, measured, range]);
  const named = useNaming(unnamed.lines);
  const model = useMemo(() => ({ ...unnamed, lines: named(unnamed.lines) }), [unnamed, named]);
  const all = useMemo(() => {
    const looks = looksOf(model.lines, ink);
    return model.lines.flatMap((line, index): Drawn[] => {
      const look = looks[index];
      return look === undefined ? [] : [{ line, look }];
    });
  }, [model, ink]);
  const drawn = useMemo(() => all.filter(({ line }) => !hidden.has(line.id)), [all, hidden]);
  const option = useMemo(() => overTimeOption(model, drawn, ink), [model, drawn, ink]);
  const wordsAt = (index: number) => {
    const step = model.steps[index];
    const figures = figuresAt(index, drawn).map(([, name, words]) => `${name} ${words}`);
    return step === undefined ? [] : [stepWords(step), ...figures];
  };
  return (
    <>
      <div className="result-legend-row">
        <KeyLegend
          entries={all.map(({ line, look }) => ({
            id: line.id,
            label: line.label,
            look,
            ...totalOf(line, measured),
          }))}
          as={model.stacked ? 'surface' : 'line'}
          hidden={hidden}
          onToggle={(id) =>
            setHidden(
              toggled(
                hidden,
                id,
                all.map(({ line }) => line.id),
              ),
            )
          }
          onMenu={(id, event) => openMenu(all.find(({ line }) => line.id === id)?.line.parts ?? [], placeOf(event))}
        />
        <span className="hint">
          {measured.previous === undefined ? 'drag to zoom' : 'dashed: the time before · drag to zoom'}
        </span>
      </div>
      <Brush
        steps={model.steps}
        range={range}
        inset={PLOT_INSET}
        label={`${measured.column.name} over time`}
        wordsAt={wordsAt}
        onRange={onRange}
      >
        <Chart option={option} height={HEIGHT} label={sentence(all, measured)} />
      </Brush>
      {model.hidden === 0 ? null : (
        <p className="note">
          The {all.length} largest lines of {all.length + model.hidden}; what the rest has cannot be added up.
        </p>
      )}
      {menu}
    </>
  );
}

/** A sum stands beside its name; of other measures there is no one figure. */
function totalOf({ value, column, title }: Drawn['line'], measured: Measured) {
  if (value === undefined || !isAdditive(measured.column)) return title === undefined ? {} : { title };
  const { text, exact } = figureWords(column, value);
  return { figure: text, title: title === undefined ? exact : `${title}: ${exact}` };
}

function sentence(all: readonly Drawn[], { column }: Measured): string {
  const names = all.slice(0, 5).map(({ line }) => line.label);
  return `${column.name} over time: ${names.join(', ')}${all.length > 5 ? ' and more' : ''}.`;
}
