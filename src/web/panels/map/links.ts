import type { MapEdge } from '../../../contract/index.ts';
import { approximate } from '../../data/format.ts';
import type { MapMeasure } from '../../data/map.ts';
import { anchorOf, type Box, type Layout } from '../../data/map-layout.ts';

/** An edge where it is drawn: a curve that bends to the right of its direction, so that there and back lie apart. */
export interface Link {
  readonly edge: MapEdge;
  /** Points along the curve, from the rim of one end to that of the other. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** What the curve lies in. */
  readonly box: Box;
  readonly width: number;
  /** 0 to 1, on the scale that widths have. */
  readonly weight: number;
  /** Every record was refused. */
  readonly isRefused: boolean;
  /** Many were: one in twenty or more. */
  readonly hasRefused: boolean;
}

const STEPS = 60;
const THINNEST = 0.8;
const WIDEST = 8;

/** Widths grow with the logarithm: from a ten-thousandth of the largest on, each tenfold is a step. */
export function weightOf(amount: number, most: number): number {
  if (amount <= 0 || most <= 0) return 0;
  return Math.min(1, Math.max(0, 1 + Math.log10(amount / most) / 4));
}

export const widthOf = (weight: number) => THINNEST + weight * (WIDEST - THINNEST);

/** The edges that can be drawn, the thinnest first. */
export function linksOf(edges: readonly MapEdge[], layout: Layout, measure: MapMeasure, most: number): Link[] {
  const links = edges.flatMap((edge): Link[] => {
    // A connection on which nothing was refused has no place on a map of refusals.
    if (edge.from === edge.to || (measure === 'refused' && approximate(edge.refused) === 0)) return [];
    const [from, to] = [anchorOf(layout, edge.from), anchorOf(layout, edge.to)];
    if (from === undefined || to === undefined) return [];
    const weight = weightOf(approximate(edge[measure]), most);
    const points = curve(from, to, rimOf(layout, edge.from), rimOf(layout, edge.to));
    const hasRefused = approximate(edge.refused) * 20 >= approximate(edge.records) && approximate(edge.refused) > 0;
    const isRefused = measure === 'refused' || (hasRefused && String(edge.refused) === String(edge.records));
    const width = widthOf(weight);
    return points.length < 2 ? [] : [{ edge, points, box: boxOf(points, width), width, weight, isRefused, hasRefused }];
  });
  return links.sort((a, b) => a.weight - b.weight);
}

function boxOf(points: readonly (readonly [x: number, y: number])[], rim: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { x: left - rim, y: top - rim, width: right - left + 2 * rim, height: bottom - top + 2 * rim };
}

type Point = { readonly x: number; readonly y: number };

function rimOf(layout: Layout, id: string): Box | number {
  return layout.cells.has(id) ? 6 : (layout.groups.get(id) ?? 6);
}

function isWithin([x, y]: readonly [number, number], rim: Box | number, centre: Point): boolean {
  if (typeof rim === 'number') return (x - centre.x) ** 2 + (y - centre.y) ** 2 < rim ** 2;
  return x > rim.x && x < rim.x + rim.width && y > rim.y && y < rim.y + rim.height;
}

/** How far a curve swings out. In a row or a column of closed groups it goes around those between, which would hide it. */
function bendOf(dx: number, dy: number, areGroups: boolean): number {
  const length = Math.hypot(dx, dy);
  const [wide, high] = [Math.abs(dx), Math.abs(dy)];
  if (areGroups && wide < 0.25 * high && high > 150) return 150 + high * 0.2;
  if (areGroups && high < 0.15 * wide && wide > 300) return 80 + wide * 0.08;
  return Math.min(70, length * 0.16);
}

function curve(from: Point, to: Point, fromRim: Box | number, toRim: Box | number): [number, number][] {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return [];
  const bend = bendOf(dx, dy, typeof fromRim !== 'number' && typeof toRim !== 'number');
  const middle = { x: (from.x + to.x) / 2 - (dy / length) * bend, y: (from.y + to.y) / 2 + (dx / length) * bend };
  return Array.from({ length: STEPS + 1 }, (_, i): [number, number] => {
    const [t, s] = [i / STEPS, 1 - i / STEPS];
    return [s * s * from.x + 2 * s * t * middle.x + t * t * to.x, s * s * from.y + 2 * s * t * middle.y + t * t * to.y];
  }).filter((point) => !isWithin(point, fromRim, from) && !isWithin(point, toRim, to));
}

/** The link that lies under a point, the nearest within `reach`. */
export function linkAt(links: readonly Link[], x: number, y: number, reach: number): Link | undefined {
  let found: Link | undefined;
  let least = reach;
  for (const link of links) {
    const { box } = link;
    if (x < box.x - reach || x > box.x + box.width + reach) continue;
    if (y < box.y - reach || y > box.y + box.height + reach) continue;
    for (const [i, [ax, ay]] of link.points.entries()) {
      const [bx, by] = link.points[i + 1] ?? [ax, ay];
      const away = Math.max(0, distance(x, y, ax, ay, bx, by) - link.width / 2);
      if (away < least) [least, found] = [away, link];
    }
  }
  return found;
}

function distance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
