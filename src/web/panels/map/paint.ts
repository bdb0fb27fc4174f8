import type { MapNode } from '../../../contract/index.ts';
import { shortLabel } from '../../data/map.ts';
import { type Camera, type Size, seenBy } from '../../data/map-camera.ts';
import type { Box, Cell, Layout } from '../../data/map-layout.ts';
import type { Ink } from '../../theme/ink.ts';
import type { Link } from './links.ts';

/** A node (with what lies in it), or an edge. */
export interface Active {
  readonly nodes: ReadonlySet<string>;
  readonly edge?: { readonly from: string; readonly to: string } | undefined;
}

export interface Scene {
  readonly layout: Layout;
  readonly links: readonly Link[];
  readonly nodes: ReadonlyMap<string, MapNode>;
  /** Those that were heard of in the time that is shown. */
  readonly present: ReadonlySet<string>;
  readonly ink: Ink;
  /** What is looked at; everything else steps back. */
  readonly active: Active;
}

/** So many lines are drawn as they are; more of them are fainter. */
const CROWD = 120;
/** Below so many pixels names are not drawn. */
const LEAST_TEXT = 6.5;
const TEXT = 11;
/** Names below dots, seen from near. */
const SMALL = 3.8;

export function paint(pen: CanvasRenderingContext2D, size: Size, camera: Camera, scene: Scene) {
  const scale = window.devicePixelRatio;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, size.width, size.height);
  pen.setTransform(
    scale * camera.k,
    0,
    0,
    scale * camera.k,
    -camera.x * camera.k * scale,
    -camera.y * camera.k * scale,
  );
  const seen = seenBy(camera, size);
  const isSeen = (box: Box) =>
    box.x <= seen.x + seen.width &&
    box.y <= seen.y + seen.height &&
    box.x + box.width >= seen.x &&
    box.y + box.height >= seen.y;
  paintFrames(pen, scene);
  paintGroups(pen, scene, true);
  const { active } = scene;
  const isIdle = active.nodes.size === 0;
  const isActive = ({ edge }: Link) =>
    active.edge === undefined
      ? active.nodes.has(edge.from) || active.nodes.has(edge.to)
      : edge.from === active.edge.from && edge.to === active.edge.to;
  // The small ones first, so that the large ones stay in sight; what is looked at comes last. Many are fainter than few.
  const ordered = scene.links.filter(({ box }) => isSeen(box));
  const faint = Math.min(1, Math.sqrt(CROWD / Math.max(1, scene.links.length)));
  for (const link of ordered)
    if (isIdle || !isActive(link))
      paintLink(pen, link, scene.ink, faint * (isIdle ? 0.14 + 0.56 * link.weight ** 1.5 : 0.07));
  const looked = isIdle ? [] : ordered.filter(isActive);
  for (const link of looked) paintLink(pen, link, scene.ink, 0.95);
  // A closed group hides what passes behind it: its name is to be read.
  paintGroups(pen, scene, false);
  const near = new Set([...active.nodes, ...looked.flatMap(({ edge }) => [edge.from, edge.to])]);
  for (const cell of scene.layout.cells.values()) {
    if (!isSeen(cell)) continue;
    paintCell(pen, cell, scene, camera.k, !isIdle && !near.has(cell.id));
  }
}

/** VPCs: a thin line around their subnets. */
function paintFrames(pen: CanvasRenderingContext2D, { layout, ink }: Scene) {
  pen.setLineDash([]);
  pen.lineWidth = 1.2;
  pen.strokeStyle = ink.gap;
  pen.fillStyle = ink.hair;
  for (const frame of layout.frames.values()) {
    pen.beginPath();
    pen.roundRect(frame.x, frame.y, frame.width, frame.height, 12);
    pen.globalAlpha = 0.35;
    pen.fill();
    pen.globalAlpha = 1;
    pen.stroke();
  }
}

function paintGroups(pen: CanvasRenderingContext2D, { layout, ink, active }: Scene, areOpen: boolean) {
  pen.setLineDash([]);
  for (const box of layout.groups.values()) {
    if (box.open !== areOpen) continue;
    pen.beginPath();
    pen.roundRect(box.x, box.y, box.width, box.height, 8);
    pen.fillStyle = ink.card;
    pen.fill();
    pen.lineWidth = active.nodes.has(box.id) ? 2 : 1;
    pen.strokeStyle = active.nodes.has(box.id) ? ink.accent : ink.line;
    pen.stroke();
  }
}

function paintLink(
  pen: CanvasRenderingContext2D,
  { points, width, isRefused, hasRefused }: Link,
  ink: Ink,
  alpha: number,
) {
  const line = (color: string, wide: number, dash: readonly number[]) => {
    pen.beginPath();
    for (const [i, [x, y]] of points.entries()) {
      if (i === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    pen.strokeStyle = color;
    pen.lineWidth = wide;
    pen.setLineDash([...dash]);
    pen.stroke();
    pen.setLineDash([]);
  };
  pen.globalAlpha = alpha;
  pen.lineCap = 'butt';
  const color = isRefused ? ink['refuse-line'] : ink.accent;
  line(color, width, isRefused ? [Math.max(4, width * 1.4), Math.max(3, width)] : []);
  // Much of it was refused: a dashed seam within.
  if (hasRefused && !isRefused) line(ink['refuse-line'], Math.max(0.8, width * 0.3), [5, 4]);
  arrow(pen, points, width, color);
  pen.globalAlpha = 1;
}

function arrow(pen: CanvasRenderingContext2D, points: Link['points'], width: number, color: string) {
  const [tip, before] = [points.at(-1), points.at(-7) ?? points[0]];
  if (tip === undefined || before === undefined) return;
  const [dx, dy] = [tip[0] - before[0], tip[1] - before[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [long, half] = [5 + width * 1.1, 2.4 + width * 0.75];
  pen.beginPath();
  pen.moveTo(tip[0] + ux * 2, tip[1] + uy * 2);
  pen.lineTo(tip[0] - ux * long - uy * half, tip[1] - uy * long + ux * half);
  pen.lineTo(tip[0] - ux * long + uy * half, tip[1] - uy * long - ux * half);
  pen.closePath();
  pen.fillStyle = color;
  pen.fill();
}

function paintCell(
  pen: CanvasRenderingContext2D,
  cell: Cell,
  { nodes, present, ink, active }: Scene,
  k: number,
  isFar: boolean,
) {
  const node = nodes.get(cell.id);
  const x = cell.x + (cell.isNamed ? 8 : cell.width / 2);
  const y = cell.y + cell.height / 2;
  const isThere = present.has(cell.id);
  const isChosen = active.nodes.has(cell.id);
  pen.globalAlpha = isFar ? 0.35 : isThere ? 1 : 0.5;
  pen.beginPath();
  // A host is a disc, what lies outside a ring; one that was not heard of in this slice is hollow and faint.
  pen.arc(x, y, isChosen ? 6 : 4.5, 0, 2 * Math.PI);
  pen.fillStyle = node?.kind === 'host' ? ink.ink2 : ink.card;
  pen.strokeStyle = isChosen ? ink.accent : isThere ? ink.ink2 : ink.gap;
  pen.lineWidth = isChosen ? 2.5 : 1.6;
  if (isThere) pen.fill();
  pen.stroke();
  if (cell.isNamed && node !== undefined && TEXT * k >= LEAST_TEXT) {
    pen.font = `${isChosen ? '600 ' : ''}${TEXT}px Inter, system-ui, sans-serif`;
    pen.textBaseline = 'middle';
    const text = shortLabel(node, 18);
    // A rim of paper, or lines would run through the letters.
    pen.strokeStyle = ink.card;
    pen.lineWidth = 3;
    pen.lineJoin = 'round';
    pen.strokeText(text, x + 10, y + 0.5, cell.width - 22);
    pen.fillStyle = isChosen ? ink.accent : ink.ink;
    pen.fillText(text, x + 10, y + 0.5, cell.width - 22);
  }
  if (!cell.isNamed && node !== undefined && SMALL * k >= LEAST_TEXT) {
    pen.fillStyle = isChosen ? ink.accent : ink.ink2;
    pen.font = `${SMALL}px Inter, system-ui, sans-serif`;
    pen.textAlign = 'center';
    pen.textBaseline = 'top';
    pen.fillText(shortLabel(node, 12), x, y + 5.5, cell.width - 1);
    pen.textAlign = 'start';
  }
  pen.globalAlpha = 1;
}
