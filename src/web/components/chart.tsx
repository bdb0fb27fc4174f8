import { useEffect, useRef, useState } from 'react';
import type { ChartOption, EChartsType } from './chart-engine.ts';
import { Failure, Waiting } from './states.tsx';

/** What a mark says of itself when it is clicked. */
export interface Mark {
  readonly name: string;
  readonly seriesName: string;
  readonly altKey: boolean;
  readonly x: number;
  readonly y: number;
  readonly menu: boolean;
}

interface ChartProps {
  readonly option: ChartOption;
  readonly height: number;
  /** The drawing in a sentence, for those who do not see it. */
  readonly label: string;
  readonly onMark?: (mark: Mark) => void;
}

/** A drawing. The library comes in a chunk of its own, once the first drawing is wanted. */
export function Chart({ option, height, label, onMark }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const [failure, setFailure] = useState<unknown>();
  const handler = useRef(onMark);
  handler.current = onMark;

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let made: EChartsType | undefined;
    let gone = false;
    const start = async () => {
      const engine = await import('./chart-engine.ts');
      if (gone) return;
      made = engine.drawOn(element);
      listen(made, handler);
      setChart(made);
    };
    start().catch(setFailure);
    const watch = new ResizeObserver(() => made?.resize());
    watch.observe(element);
    return () => {
      gone = true;
      watch.disconnect();
      made?.dispose();
      setChart(undefined);
    };
  }, []);

  useEffect(() => {
    chart?.setOption(option, { notMerge: true });
  }, [chart, option]);

  if (failure !== undefined) return <Failure error={failure} hint="Reload the page." />;
  return (
    <div className="chart" style={{ height }}>
      <div ref={place} role="img" aria-label={label} style={{ height }} />
      {chart === undefined ? <Waiting height={height} /> : null}
    </div>
  );
}

interface Handler {
  readonly current: ((mark: Mark) => void) | undefined;
}

function listen(chart: EChartsType, handler: Handler): void {
  const tell = (menu: boolean) => (params: unknown) => {
    const mark = markOf(params, menu);
    if (mark !== undefined) handler.current?.(mark);
  };
  chart.on('click', tell(false));
  chart.on('contextmenu', tell(true));
  chart.getDom().addEventListener('contextmenu', (event) => {
    if (handler.current !== undefined) event.preventDefault();
  });
}

function markOf(params: unknown, menu: boolean): Mark | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  const { name, seriesName, event } = params as { name?: unknown; seriesName?: unknown; event?: { event?: unknown } };
  const pointer = event?.event;
  if (!(pointer instanceof MouseEvent)) return undefined;
  return {
    name: typeof name === 'string' ? name : '',
    seriesName: typeof seriesName === 'string' ? seriesName : '',
    altKey: pointer.altKey,
    x: pointer.clientX,
    y: pointer.clientY,
    menu,
  };
}

/** A tooltip as elements: what comes from logs is text, never markup. */
export function tipElement(
  title: string,
  lines: readonly (readonly [swatch: string, name: string, value: string])[],
): HTMLElement {
  const tip = document.createElement('div');
  tip.className = 'tip';
  const head = document.createElement('strong');
  head.textContent = title;
  tip.append(head);
  for (const [swatch, name, value] of lines) {
    const line = document.createElement('div');
    const box = document.createElement('i');
    if (swatch === '') box.style.visibility = 'hidden';
    box.style.background = swatch;
    const label = document.createElement('span');
    label.textContent = name;
    const figure = document.createElement('b');
    figure.textContent = value;
    line.append(box, label, figure);
    tip.append(line);
  }
  return tip;
}
