import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MapAnswer, MapEdge, MapNode } from '../../../contract/index.ts';
import { IconButton } from '../../components/card.tsx';
import { approximate, formatBytes, formatCount, plural } from '../../data/format.ts';
import { type MapMeasure, nodeLabel } from '../../data/map.ts';
import { anchorOf, type Layout, withMembers } from '../../data/map-layout.ts';
import { useInk } from '../../theme/ink.ts';
import { GroupHeads } from './group-heads.tsx';
import { type Link, linkAt, linksOf } from './links.ts';
import { type Active, type Camera, nodeAt, paint } from './paint.ts';

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
  readonly label: string;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onToggle: (group: string) => void;
}

const NEAREST = 4;
const MARGIN = 16;
const nobody: ReadonlySet<string> = new Set();

interface Hover {
  readonly x: number;
  readonly y: number;
  readonly node?: MapNode | undefined;
  readonly link?: Link | undefined;
}

/** The graph on a canvas, to move and to zoom; heads of groups are buttons above it. */
export function MapDrawing(props: DrawingProps) {
  const { answer, layout, nodes, present, measure, most, chosen, centre, fitKey, label, onChoose, onToggle } = props;
  const place = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [camera, setCamera] = useState<Camera>({ x: 0, y: 0, k: 1 });
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

  const showAll = useCallback(() => {
    if (size.width === 0) return;
    const [width, height] = [size.width - 2 * MARGIN, size.height - 2 * MARGIN];
    const k = Math.min(1.4, width / layout.width, height / layout.height);
    setCamera({
      k,
      x: layout.width / 2 - size.width / 2 / k,
      y: layout.height / 2 - size.height / 2 / k,
    });
  }, [size, layout]);
  const fitted = useRef('');
  const touched = useRef(false);
  useEffect(() => {
    if (size.width === 0) return;
    // Whoever has moved the map keeps what he looks at; until then all of it stays in sight.
    if (fitted.current === fitKey && touched.current) return;
    fitted.current = fitKey;
    touched.current = false;
    showAll();
  }, [showAll, fitKey, size]);

  useEffect(() => {
    const at = centre === undefined ? undefined : anchorOf(layout, centre.id);
    if (at === undefined || size.width === 0) return;
    touched.current = true;
    setCamera(({ k }) => {
      const near = Math.max(k, 0.9);
      return { k: near, x: at.x - size.width / 2 / near, y: at.y - size.height / 2 / near };
    });
  }, [centre, layout, size]);

  const active = useMemo((): Active => {
    const edge = hover === undefined ? chosen.edge : hover.link?.edge;
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

  const zoom = useCallback((factor: number, x: number, y: number) => {
    touched.current = true;
    setCamera((c) => {
      const k = Math.min(NEAREST, Math.max(0.05, c.k * factor));
      return { k, x: c.x + x / c.k - x / k, y: c.y + y / c.k - y / k };
    });
  }, []);
  // React listens to the wheel passively: the page would scroll along.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * 0.0016), event.clientX - box.left, event.clientY - box.top);
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [zoom]);

  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const moved = useRef(0);
  const spot = (event: PointerEvent) => {
    const box = place.current?.getBoundingClientRect() ?? new DOMRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const under = ({ x, y }: { x: number; y: number }): Hover => {
    const [mx, my] = [camera.x + x / camera.k, camera.y + y / camera.k];
    const id = nodeAt(layout, mx, my);
    const isGroup = id !== undefined && layout.groups.has(id);
    const link =
      id === undefined || (isGroup && layout.groups.get(id)?.open === true)
        ? linkAt(links, mx, my, 5 / camera.k)
        : undefined;
    return {
      x,
      y,
      link,
      node:
        link === undefined && id !== undefined && !(isGroup && layout.groups.get(id)?.open === true)
          ? nodes.get(id)
          : undefined,
    };
  };
  const begin = (event: PointerEvent) => {
    pointers.current.set(event.pointerId, spot(event));
    moved.current = 0;
  };
  const move = (event: PointerEvent) => {
    const at = spot(event);
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) {
      const found = under(at);
      setHover(found.node === undefined && found.link === undefined ? undefined : found);
      return;
    }
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, at);
    moved.current += Math.hypot(at.x - before.x, at.y - before.y);
    if (moved.current > 4) {
      touched.current = true;
      setHover(undefined);
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    if (other !== undefined) {
      const [was, is] = [
        Math.hypot(before.x - other.x, before.y - other.y),
        Math.hypot(at.x - other.x, at.y - other.y),
      ];
      if (was > 0) zoom(is / was, (at.x + other.x) / 2, (at.y + other.y) / 2);
      return;
    }
    setCamera((c) => ({ ...c, x: c.x - (at.x - before.x) / c.k, y: c.y - (at.y - before.y) / c.k }));
  };
  const finish = (event: PointerEvent) => {
    const wasDown = pointers.current.delete(event.pointerId);
    if (!wasDown || moved.current > 4 || event.button !== 0) return;
    const { node, link } = under(spot(event));
    if (link !== undefined) onChoose({ edge: { from: link.edge.from, to: link.edge.to } });
    else onChoose(node === undefined ? {} : { node: node.id });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.target !== canvas.current) return;
    const step = 60 / camera.k;
    const by: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const way = by[event.key];
    if (way !== undefined) setCamera((c) => ({ ...c, x: c.x + way[0], y: c.y + way[1] }));
    else if (event.key === '+' || event.key === '=') zoom(1.25, size.width / 2, size.height / 2);
    else if (event.key === '-') zoom(0.8, size.width / 2, size.height / 2);
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
      onPointerCancel={(event) => pointers.current.delete(event.pointerId)}
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
        <IconButton icon="plus" label="Zoom in" onClick={() => zoom(1.3, size.width / 2, size.height / 2)} />
        <IconButton
          icon="minus"
          label="Zoom out of the map"
          onClick={() => zoom(1 / 1.3, size.width / 2, size.height / 2)}
        />
        <IconButton icon="fit" label="Show the whole map" onClick={showAll} />
      </div>
      {hover === undefined ? null : <Tip hover={hover} nodes={nodes} room={size} />}
    </figure>
  );
}

function Tip({
  hover,
  nodes,
  room,
}: {
  readonly hover: Hover;
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly room: { readonly width: number };
}) {
  const { x, y, node, link } = hover;
  const isRight = x > room.width - 280;
  return (
    <div
      className="map-tip"
      style={{ left: x + (isRight ? -14 : 14), top: y + 12, translate: isRight ? '-100% 0' : undefined }}
    >
      {node === undefined ? null : <NodeTip node={node} />}
      {link === undefined ? null : <EdgeTip edge={link.edge} nodes={nodes} />}
    </div>
  );
}

function NodeTip({ node }: { readonly node: MapNode }) {
  return (
    <>
      <b>{nodeLabel(node)}</b>
      {node.addresses.length > 0 && node.addresses[0] !== node.label ? (
        <span className="mono">{node.addresses.join(' ')}</span>
      ) : null}
      {node.kind === 'group' ? (
        <span>
          {plural(
            node.hosts,
            node.id === 'internet' ? 'country' : node.id === 'aws' ? 'service' : 'host',
            node.id === 'internet' ? 'countries' : undefined,
          )}
        </span>
      ) : null}
      <span>
        out {formatBytes(node.bytes_out)} · in {formatBytes(node.bytes_in)}
      </span>
      <span>
        {plural(node.records, 'record')}
        {approximate(node.refused) > 0 ? ` · ${formatCount(node.refused)} refused` : ''}
      </span>
    </>
  );
}

function EdgeTip({ edge, nodes }: { readonly edge: MapEdge; readonly nodes: ReadonlyMap<string, MapNode> }) {
  const name = (id: string) => {
    const node = nodes.get(id);
    return node === undefined ? id : nodeLabel(node);
  };
  return (
    <>
      <b>
        {name(edge.from)} → {name(edge.to)}
      </b>
      <span>
        {formatBytes(edge.bytes)} · {plural(edge.records, 'record')}
        {approximate(edge.refused) > 0 ? ` · ${formatCount(edge.refused)} refused` : ''}
      </span>
    </>
  );
}
