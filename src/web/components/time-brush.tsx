import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { drawnRange, type Range } from '../data/time-range.ts';
import { PLOT } from './time-chart.ts';
import { useView } from './view.tsx';

interface Drawn {
  readonly start: number;
  readonly end: number;
}

/** Fewer pixels than this are a click, not a range. */
const LEAST = 6;

interface BrushProps {
  readonly chart: Range & { readonly stepSeconds: number };
  /** A click without a range drawn: where, as a share of the height. */
  readonly onClick?: (place: {
    readonly up: number;
    readonly time: number;
    readonly altKey: boolean;
    readonly x: number;
    readonly y: number;
    readonly menu: boolean;
  }) => void;
  readonly children: ReactNode;
}

/** Lets a person draw over a chart to zoom the page into that time. */
export function TimeBrush({ chart, onClick, children }: BrushProps) {
  const { setRange } = useView();
  const place = useRef<HTMLElement>(null);
  const [drawn, setDrawn] = useState<Drawn>();

  const plot = () => {
    const box = place.current?.getBoundingClientRect() ?? new DOMRect();
    return {
      left: box.left + PLOT.left,
      width: Math.max(1, box.width - PLOT.left - PLOT.right),
      top: box.top,
      height: box.height,
    };
  };
  const timeAt = (x: number) => {
    const { left, width } = plot();
    const share = Math.min(1, Math.max(0, (x - left) / width));
    return Date.parse(chart.from) + share * (Date.parse(chart.to) - Date.parse(chart.from));
  };
  const begin = (event: PointerEvent) => {
    if (event.button === 0) setDrawn({ start: event.clientX, end: event.clientX });
  };
  const move = (event: PointerEvent) => {
    if (drawn === undefined) return;
    if (Math.abs(event.clientX - drawn.start) > LEAST) place.current?.setPointerCapture(event.pointerId);
    setDrawn({ ...drawn, end: event.clientX });
  };
  const finish = (event: PointerEvent) => {
    if (drawn === undefined) return;
    setDrawn(undefined);
    const isRange = Math.abs(event.clientX - drawn.start) > LEAST;
    if (isRange) setRange(drawnRange(timeAt(drawn.start), timeAt(event.clientX), chart));
    else tell(event.clientX, event.clientY, event.altKey, false);
  };
  const tell = (x: number, y: number, altKey: boolean, menu: boolean) => {
    const { left, width, top, height } = plot();
    if (x >= left && x <= left + width) onClick?.({ up: (y - top) / height, time: timeAt(x), altKey, x, y, menu });
  };

  const { left: plotLeft } = plot();
  const origin = plotLeft - PLOT.left;
  return (
    <figure
      ref={place}
      className="brush"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={finish}
      onPointerCancel={() => setDrawn(undefined)}
      onContextMenu={(event) => {
        if (onClick === undefined) return;
        event.preventDefault();
        tell(event.clientX, event.clientY, false, true);
      }}
    >
      {children}
      {drawn === undefined || Math.abs(drawn.end - drawn.start) <= LEAST ? null : (
        <div
          className="brushed"
          style={{ left: Math.min(drawn.start, drawn.end) - origin, width: Math.abs(drawn.end - drawn.start) }}
        />
      )}
    </figure>
  );
}
