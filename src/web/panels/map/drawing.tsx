import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MapAnswer, MapNode } from '../../../contract/index.ts';
import { IconButton } from '../../components/card.tsx';
import type { MapMeasure } from '../../data/map.ts';
import { moved, pinched, type Spot, zoomed } from '../../data/map-camera.ts';
import { type Layout, withMembers } from '../../data/map-layout.ts';
import { useInk } from '../../theme/ink.ts';
import { GroupHeads } from './group-heads.tsx';
import { hitAt } from './hit.ts';
import { linksOf } from './links.ts';
import { type Active, paint } from './paint.ts';
import { type Hover, MapTip } from './tip.tsx';
import { useCamera } from './use-camera.ts';

export interface Chosen {
  readonly node?: string | undefined;
  readonly edge?: { readonly from: string; readonly to: string } | undefined;
}

interface DrawingProps {
  readonly answer: MapAnswer;
  readonly layout: Layout;
  readonly nodes: ReadonlyMap<string, MapNode>;
  /** Those that were heard of in the time that is shown. */
  readonly present: ReadonlySet<string>;
  readonly measure: MapMeasure;
  /** The amount that the widest edge has. */
  readonly most: number;
  readonly chosen: Chosen;
  /** What is to come into the middle; a new object asks for it again. */
  readonly centre: { readonly id: string } | undefined;
  /** Changes where the whole map is to be seen anew. */
  readonly fitKey: string;
  /** What the address bar says of what is seen. */
  readonly look: string | undefined;
  readonly label: string;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onToggle: (group: string) => void;
  readonly onLook: (look: string | undefined) => void;
}

/** How near to a line a pointer must be, in pixels. */
const REACH = 5;
/** Farther than so many pixels a press is no click. */
const CLICK = 4;
/** Pixels that an arrow key goes. */
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-60, 0],
  ArrowRight: [60, 0],
  ArrowUp: [0, -60],
  ArrowDown: [0, 60],
};
const nobody: ReadonlySet<string> = new Set();

/** The graph on a canvas, to move and to zoom; heads of groups are buttons above it. */
export function MapDrawing(props: DrawingProps) {
  const { answer, layout, nodes, present, measure, most, chosen, label, onChoose, onToggle } = props;
  const place = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const { camera, steer, showAll } = useCamera({ ...props, size });
  const [hover, setHover] = useState<Hover>();
  const ink = useInk();
  const links = useMemo(() => linksOf(answer.edges, layout, measure, most), [answer.edges, layout, measure, most]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  const active = useMemo((): Active => {
    const edge = hover === undefined ? chosen.edge : hover.edge;
    if (edge !== undefined) return { nodes: new Set([edge.from, edge.to]), edge };
    const id = hover === undefined ? chosen.node : hover.node?.id;
    return { nodes: id === undefined ? nobody : withMembers(id, layout) };
  }, [hover, chosen, layout]);

  useEffect(() => {
    const element = canvas.current;
    if (element === null || size.width === 0) return;
    const frame = requestAnimationFrame(() => {
      const scale = window.devicePixelRatio;
      const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
      if (element.width !== width || element.height !== height) {
        element.width = width;
        element.height = height;
      }
      const pen = element.getContext('2d');
      if (pen !== null) paint(pen, size, camera, { layout, links, nodes, present, ink, active });
    });
    return () => cancelAnimationFrame(frame);
  }, [size, camera, layout, links, nodes, present, ink, active]);

  const zoom = useCallback(
    (factor: number, at: Spot = { x: size.width / 2, y: size.height / 2 }) => steer((c) => zoomed(c, factor, at)),
    [steer, size],
  );
  // React listens to the wheel passively: the page would scroll along.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * 0.0016), { x: event.clientX - box.left, y: event.clientY - box.top });
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [zoom]);

  const fingers = useRef(new Map<number, Spot>());
  const way = useRef(0);
  const spot = (event: PointerEvent): Spot => {
    const box = place.current?.getBoundingClientRect() ?? new DOMRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const under = ({ x, y }: Spot) =>
    hitAt(layout, links, camera.x + x / camera.k, camera.y + y / camera.k, REACH / camera.k);
  const begin = (event: PointerEvent) => {
    fingers.current.set(event.pointerId, spot(event));
    // Two fingers are no click, however still they are.
    way.current = fingers.current.size > 1 ? CLICK + 1 : 0;
  };
  const move = (event: PointerEvent) => {
    const at = spot(event);
    const before = fingers.current.get(event.pointerId);
    if (before === undefined) {
      const { node, link } = under(at);
      const found = node === undefined ? undefined : nodes.get(node);
      setHover(found === undefined && link === undefined ? undefined : { ...at, node: found, edge: link?.edge });
      return;
    }
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, at);
    way.current += Math.hypot(at.x - before.x, at.y - before.y);
    if (way.current <= CLICK) return;
    setHover(undefined);
    event.currentTarget.setPointerCapture(event.pointerId);
    if (other !== undefined) steer((c) => pinched(c, [before, other], [at, other]));
    else steer((c) => moved(c, at.x - before.x, at.y - before.y));
  };
  const finish = (event: PointerEvent) => {
    const wasDown = fingers.current.delete(event.pointerId);
    if (!wasDown || way.current > CLICK || event.button !== 0) return;
    const { node, link } = under(spot(event));
    if (link !== undefined) onChoose({ edge: { from: link.edge.from, to: link.edge.to } });
    else onChoose(node === undefined ? {} : { node });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.target !== canvas.current) return;
    const step = arrows[event.key];
    if (step !== undefined) steer((c) => moved(c, -step[0], -step[1]));
    else if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else if (event.key === '0') showAll();
    else return;
    event.preventDefault();
  };
  return (
    <figure
      ref={place}
      className="map-place"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={finish}
      onPointerCancel={(event) => fingers.current.delete(event.pointerId)}
      onPointerLeave={() => setHover(undefined)}
      onKeyDown={keys}
    >
      <canvas ref={canvas} role="img" aria-label={label} tabIndex={0} />
      <GroupHeads
        layout={layout}
        nodes={nodes}
        camera={camera}
        chosen={chosen.node}
        onChoose={onChoose}
        onToggle={onToggle}
      />
      <div className="map-zoom">
        <IconButton icon="plus" label="Zoom in" onClick={() => zoom(1.3)} />
        <IconButton icon="minus" label="Zoom out of the map" onClick={() => zoom(1 / 1.3)} />
        <IconButton icon="fit" label="Show the whole map" onClick={showAll} />
      </div>
      {hover === undefined ? null : <MapTip hover={hover} nodes={nodes} room={size} />}
    </figure>
  );
}
