import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Range } from '../../data/time-range.ts';
import { rangeOf, type Step, stepAt } from './steps.ts';

interface BrushProps {
  readonly steps: readonly Step[];
  readonly range: Range;
  readonly label: string;
  /** Room around the plot, pixels. */
  readonly inset: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** What is drawn at a step: its time, then its exact figures, a line each. */
  readonly wordsAt: (step: number) => readonly string[];
  readonly onRange: (range: Range) => void;
  readonly children: ReactNode;
}

interface Drawn {
  readonly anchor: number;
  readonly cursor: number;
  readonly by: 'pointer' | 'keyboard';
}

/** Fewer pixels than this are a click, not a range. */
const LEAST = 6;

/**
 * Lets a person draw a stretch of time over a chart, in whole steps; with the keyboard, arrows walk from step to step
 * and tell its figures, Shift and arrows draw, Enter takes what is drawn, Escape lets it go.
 */
export function Brush({ steps, range, label, inset, wordsAt, onRange, children }: BrushProps) {
  const place = useRef<HTMLDivElement>(null);
  const pressed = useRef<{ readonly x: number; readonly step: number }>(undefined);
  const [drawn, setDrawn] = useState<Drawn>();
  const help = useId();

  const placeAt = (x: number) => {
    const box = place.current?.getBoundingClientRect() ?? new DOMRect();
    const width = Math.max(1, box.width - inset.left - inset.right);
    return stepAt(steps, Math.min(1, Math.max(0, (x - box.left - inset.left) / width)));
  };
  const take = ({ anchor, cursor }: Drawn) => {
    const chosen = rangeOf(steps, anchor, cursor, range);
    setDrawn(undefined);
    if (chosen !== undefined) onRange(chosen);
  };
  const begin = (event: PointerEvent) => {
    if (event.button === 0) pressed.current = { x: event.clientX, step: placeAt(event.clientX) };
  };
  const move = (event: PointerEvent) => {
    if (pressed.current === undefined) return;
    if (drawn?.by !== 'pointer' && Math.abs(event.clientX - pressed.current.x) <= LEAST) return;
    place.current?.setPointerCapture(event.pointerId);
    setDrawn({ anchor: pressed.current.step, cursor: placeAt(event.clientX), by: 'pointer' });
  };
  const finish = () => {
    pressed.current = undefined;
    if (drawn?.by === 'pointer') take(drawn);
  };
  const cancel = () => {
    pressed.current = undefined;
    setDrawn(undefined);
  };
  const press = (event: KeyboardEvent) => {
    const cursor = drawn?.cursor ?? steps.length - 1;
    const next = stepped(event.key, cursor, steps.length);
    if (event.key === 'Escape' && drawn !== undefined) cancel();
    else if (event.key === 'Enter' && drawn !== undefined) take(drawn);
    else if (next === undefined) return;
    else setDrawn({ anchor: event.shiftKey ? (drawn?.anchor ?? cursor) : next, cursor: next, by: 'keyboard' });
    event.preventDefault();
    event.stopPropagation();
  };

  const last = steps.length - 1;
  return (
    <div
      ref={place}
      className="brush"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-describedby={help}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={drawn?.cursor ?? Math.max(0, last)}
      aria-valuetext={spoken(drawn, last, wordsAt)}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={finish}
      onPointerCancel={cancel}
      onKeyDown={press}
      onBlur={() => drawn?.by === 'keyboard' && setDrawn(undefined)}
    >
      {children}
      <span id={help} className="sr-only">
        Arrows walk over time, Shift and arrows draw a range, Enter zooms into it.
      </span>
      {drawn === undefined ? null : (
        <>
          <div className="brushed" style={boxOf(steps, drawn, inset)} />
          {drawn.by === 'keyboard' ? (
            <p className="brush-words" style={drawn.cursor > last / 2 ? { left: inset.left, right: 'auto' } : {}}>
              {wordsAt(drawn.cursor).join('\n')}
            </p>
          ) : null}
        </>
      )}
    </div>
  );
}

function stepped(key: string, cursor: number, count: number): number | undefined {
  const far = Math.max(2, Math.round(count / 12));
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: cursor - 1,
    ArrowRight: cursor + 1,
    PageUp: cursor - far,
    PageDown: cursor + far,
    Home: 0,
    End: count - 1,
  };
  const next = moves[key];
  return next === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, next));
}

function spoken(drawn: Drawn | undefined, last: number, wordsAt: BrushProps['wordsAt']): string {
  const words = (step: number) => wordsAt(step).join(', ');
  if (drawn === undefined) return last < 0 ? 'nothing' : words(last);
  const count = Math.abs(drawn.cursor - drawn.anchor) + 1;
  return count === 1 ? words(drawn.cursor) : `${count} steps drawn, to ${words(drawn.cursor)}`;
}

function boxOf(steps: readonly Step[], { anchor, cursor }: Drawn, inset: BrushProps['inset']) {
  const [first, last] = [steps[0], steps.at(-1)];
  const [low, high] = [steps[Math.min(anchor, cursor)], steps[Math.max(anchor, cursor)]];
  if (first === undefined || last === undefined || low === undefined || high === undefined) return {};
  const share = (time: number) => (time - first.begin) / (last.end - first.begin);
  const plot = `(100% - ${inset.left + inset.right}px)`;
  return {
    top: inset.top,
    bottom: inset.bottom,
    left: `calc(${inset.left}px + ${plot} * ${share(low.begin)})`,
    width: `calc(${plot} * ${share(high.end) - share(low.begin)})`,
  };
}
