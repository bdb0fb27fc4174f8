import type { Layout } from '../../data/map-layout.ts';
import { type Link, linkAt } from './links.ts';

/** What lies under a point of the map: a cell, a closed group, a line; within an open group only what lies in it. */
export interface Hit {
  readonly node?: string;
  readonly link?: Link;
}

export function hitAt(layout: Layout, links: readonly Link[], x: number, y: number, reach: number): Hit {
  const id = nodeAt(layout, x, y);
  const isGround = id === undefined || layout.groups.get(id)?.open === true;
  if (!isGround) return { node: id };
  const link = linkAt(links, x, y, reach);
  return link === undefined ? {} : { link };
}

/** The cell or else the group under a point. */
function nodeAt({ cells, groups }: Layout, x: number, y: number): string | undefined {
  const holds = (box: { x: number; y: number; width: number; height: number }) =>
    x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
  for (const cell of cells.values()) if (holds(cell)) return cell.id;
  for (const group of groups.values()) if (holds(group)) return group.id;
  return undefined;
}
