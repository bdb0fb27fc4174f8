import { useMemo, useState } from 'react';
import type { Answer } from '../../data/answer.ts';
import { formatExact, formatInstant, plural } from '../../data/format.ts';
import type { Range } from '../../data/time-range.ts';
import { Brush } from './brush.tsx';
import { type Bin, binsOf } from './histogram-bins.ts';
import { stepAt, stepWords } from './steps.ts';

const HEIGHT = 44;
const INSET = { left: 0, right: 0, top: 0, bottom: 0 } as const;

interface HistogramProps {
  /** Records by time, by action as well where refused ones shall be told apart; undefined while it is on its way. */
  readonly answer: Answer | undefined;
  readonly range: Range;
  readonly onRange: (range: Range) => void;
}

/** When the records of an answer were: a slim strip of bars that can be drawn over to zoom. */
export function Histogram({ answer, range, onRange }: HistogramProps) {
  const bins = useMemo(() => (answer === undefined ? undefined : binsOf(answer, range)), [answer, range]);
  return (
    <div className="result-histogram" aria-busy={bins === undefined}>
      {bins === undefined ? (
        <span className="bone" style={{ height: HEIGHT }} />
      ) : (
        <Strip bins={bins} range={range} onRange={onRange} />
      )}
      <div className="ends" aria-hidden="true">
        <span>{formatInstant(range.from).slice(0, 16)}</span>
        <span>{total(bins)}</span>
        <span>{formatInstant(range.to).slice(0, 16)} UTC</span>
      </div>
    </div>
  );
}

function total(bins: readonly Bin[] | undefined): string {
  return bins === undefined
    ? ''
    : plural(
        bins.reduce((sum, { all }) => sum + all, 0n),
        'record',
      );
}

interface StripProps {
  readonly bins: readonly Bin[];
  readonly range: Range;
  readonly onRange: (range: Range) => void;
}

function Strip({ bins, range, onRange }: StripProps) {
  const [over, setOver] = useState<number>();
  const steps = useMemo(() => bins.map(({ step }) => step), [bins]);
  const paths = useMemo(() => pathsOf(bins), [bins]);
  const at = over === undefined ? undefined : bins[over];
  return (
    <Brush
      steps={steps}
      range={range}
      inset={INSET}
      label="Records over time"
      wordsAt={(step) => [wordsOf(bins[step])]}
      onRange={onRange}
    >
      <svg
        viewBox={`0 0 ${Math.max(1, bins.length)} ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
        aria-hidden="true"
        onMouseMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setOver(stepAt(steps, Math.min(0.999999, (event.clientX - box.left) / box.width)));
        }}
        onMouseLeave={() => setOver(undefined)}
      >
        <path d={paths.all} fill="var(--accept)" opacity="0.5" />
        <path d={paths.refused} fill="var(--refuse-line)" />
        {over === undefined ? null : <rect x={over} width="1" y="0" height={HEIGHT} fill="var(--ink)" opacity="0.1" />}
      </svg>
      {at === undefined || over === undefined ? null : (
        <p className="brush-words" style={leftOf(over / Math.max(1, bins.length))}>
          {wordsOf(at)}
        </p>
      )}
    </Brush>
  );
}

/** Words stay inside of the strip. */
function leftOf(share: number) {
  return share < 0.5 ? { left: `${share * 100}%`, right: 'auto' } : { right: `${(1 - share) * 100}%`, left: 'auto' };
}

/** Bars as two outlines, refused at the foot of each: one element each, however many bars there are. */
function pathsOf(bins: readonly Bin[]): { readonly all: string; readonly refused: string } {
  const most = bins.reduce((max, { all }) => Math.max(max, Number(all)), 0);
  const gap = bins.length > 240 ? 0 : 0.14;
  const bar = (count: bigint, index: number) => {
    if (count === 0n || most === 0) return '';
    // What is there can be seen, however little it is.
    const height = Math.max(1.5, (Number(count) / most) * (HEIGHT - 2));
    return `M${index + gap / 2} ${HEIGHT}v${-height.toFixed(2)}h${(1 - gap).toFixed(2)}V${HEIGHT}z`;
  };
  return {
    all: bins.map(({ all }, index) => bar(all, index)).join(''),
    refused: bins.map(({ refused }, index) => bar(refused, index)).join(''),
  };
}

function wordsOf(bin: Bin | undefined): string {
  if (bin === undefined) return '';
  const refused = bin.refused === 0n ? '' : `, ${formatExact(bin.refused)} refused`;
  return `${stepWords(bin.step)}: ${formatExact(bin.all)} ${bin.all === 1n ? 'record' : 'records'}${refused}`;
}
