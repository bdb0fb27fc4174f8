import type { MapNode } from '../../contract/index.ts';

/** A box of the map in its own units: a pixel at the natural size. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place for a host, a country or a service inside of an open group, or beside the groups. */
export interface Cell extends Box {
  readonly id: string;
  readonly parent: string | null;
  /** False where a group has too many for names: a dot alone. */
  readonly isNamed: boolean;
}

export interface GroupBox extends Box {
  readonly id: string;
  readonly open: boolean;
}

export interface Layout {
  readonly groups: ReadonlyMap<string, GroupBox>;
  /** What groups lie within, by identifier: the VPC of subnets. */
  readonly frames: ReadonlyMap<string, Box>;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly width: number;
  readonly height: number;
}

/** The order in which things were put on the map. What was there keeps its place; what is new comes behind. */
export interface Order {
  readonly groups: readonly string[];
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** What a group lies within. */
  readonly frames: ReadonlyMap<string, string>;
}

export const noOrder: Order = { groups: [], members: new Map(), frames: new Map() };

const HEAD = 30;
const PAD = 8;
const GAP = 26;
/** Room between a frame and what lies in it; its name stands above. */
const FRAME = { pad: 14, head: 26 };
const CLOSED = { width: 168, height: 62 };
const NAMED = { width: 128, height: 24 };
const DOT = { width: 20, height: 20 };
/** More members than these are drawn as dots. */
const MOST_NAMED = 60;
/** So many lengths of rows are tried. */
const MOST_TRIED = 64;
/** Room between the network and what is outside of it. */
const SHORE = 120;

const outside = ['internet', 'aws'] as const;
const isOutside = (id: string) => outside.some((one) => one === id);

/** Adds what an answer has to an order. Pure: the same answers one after the other give the same order. */
export function withNodes(order: Order, nodes: readonly MapNode[]): Order {
  const compare = (a: MapNode, b: MapNode) =>
    Number(a.within === null) - Number(b.within === null) ||
    text(a.within).localeCompare(text(b.within)) ||
    text(a.zone).localeCompare(text(b.zone)) ||
    a.label.localeCompare(b.label, 'en', { numeric: true }) ||
    a.id.localeCompare(b.id);
  const groups = nodes.filter((node) => node.kind === 'group').sort(compare);
  const byParent = Map.groupBy(
    nodes.filter((node) => node.kind !== 'group'),
    (node) => text(node.parent),
  );
  const members = new Map(order.members);
  for (const [parent, those] of byParent) {
    const before = members.get(parent) ?? [];
    const known = new Set(before);
    const added = those.filter(({ id }) => !known.has(id)).sort(compare);
    if (added.length > 0) members.set(parent, [...before, ...added.map(({ id }) => id)]);
  }
  const known = new Set(order.groups);
  const frames = new Map(order.frames);
  for (const { id, within } of groups) if (within !== null && !frames.has(id)) frames.set(id, within);
  return { groups: [...order.groups, ...groups.flatMap(({ id }) => (known.has(id) ? [] : [id]))], members, frames };
}

const text = (value: string | null) => value ?? '';

/** Room for so many, so that one more seldom moves the neighbours. */
function capacity(count: number): number {
  if (count <= 6) return count;
  const step = count <= 24 ? 4 : count <= 60 ? 6 : count <= 200 ? 20 : 100;
  return Math.ceil((count + 1) / step) * step;
}

interface Sized {
  readonly id: string;
  readonly open: boolean;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly cell: { readonly width: number; readonly height: number };
}

function sized(id: string, members: readonly string[], open: boolean, isTall: boolean): Sized {
  if (!open) return { id, open, ...CLOSED, columns: 1, cell: NAMED };
  const cell = members.length > MOST_NAMED ? DOT : NAMED;
  const room = Math.max(1, capacity(members.length));
  const columns = isOutside(id)
    ? Math.max(1, isTall ? Math.min(3, room) : Math.ceil(room / 26))
    : Math.max(1, Math.min(room, Math.round(Math.sqrt((room * cell.height * 1.7) / cell.width))));
  const rows = Math.ceil(room / columns);
  return {
    id,
    open,
    columns,
    cell,
    width: Math.max(CLOSED.width, columns * cell.width + 2 * PAD),
    height: Math.max(CLOSED.height, HEAD + rows * cell.height + PAD),
  };
}

/**
 * Where everything lies: the own groups in rows in the middle, those of one VPC in a frame, the Internet on their left,
 * AWS services on their right; on a tall screen above and below. Places that belong nowhere lie at the end. The same
 * order and the same open groups give the same places.
 */
export function layOut(order: Order, open: ReadonlySet<string>, isTall = false): Layout {
  const boxes = order.groups.map((id) => sized(id, order.members.get(id) ?? [], open.has(id), isTall));
  const own = boxes.filter(({ id }) => !isOutside(id));
  const [internet, aws] = outside.map((id) => boxes.find((box) => box.id === id));
  const shore = isTall ? SHORE / 2 : SHORE;
  const of = (box: Sized | undefined, side: 'width' | 'height') => box?.[side] ?? 0;
  const room: Room = isTall
    ? { shape: 0.7, beside: 0 }
    : { shape: 2, beside: [internet, aws].reduce((sum, box) => sum + (box === undefined ? 0 : box.width + shore), 0) };
  const blocks = inRows(blocksOf(own, order.frames, room), room);
  const rows = blocks.flatMap(({ box, x, y }) => box.parts.map((part) => ({ ...part, x: part.x + x, y: part.y + y })));
  const middle = extentOf(blocks);
  const before = internet === undefined ? 0 : (isTall ? internet.height : internet.width) + shore;
  const width = isTall
    ? Math.max(middle.width, of(internet, 'width'), of(aws, 'width'))
    : before + middle.width + (aws === undefined ? 0 : shore + aws.width);
  const height = isTall
    ? before + middle.height + (aws === undefined ? 0 : shore + aws.height)
    : Math.max(middle.height, of(internet, 'height'), of(aws, 'height'));
  const centred = (box: { readonly width: number; readonly height: number }) =>
    isTall ? Math.round((width - box.width) / 2) : Math.round((height - box.height) / 2);
  const at = (box: Sized, along: number): Placed =>
    isTall ? { box, x: centred(box), y: along } : { box, x: along, y: centred(box) };
  const [dx, dy] = isTall ? [centred(middle), before] : [before, centred(middle)];
  const all = rows.map(({ box, x, y }): Placed => ({ box, x: x + dx, y: y + dy }));
  if (internet !== undefined) all.push(at(internet, 0));
  if (aws !== undefined) all.push(at(aws, before + (isTall ? middle.height : middle.width) + shore));
  const groups = new Map(
    all.map(({ box, x: bx, y: by }): [string, GroupBox] => [
      box.id,
      { id: box.id, open: box.open, x: bx, y: by, width: box.width, height: box.height },
    ]),
  );
  const cells = new Map(
    all.flatMap(({ box, x: bx, y: by }) =>
      box.open ? cellsOf(box, bx, by, order.members.get(box.id) ?? []).map((cell) => [cell.id, cell] as const) : [],
    ),
  );
  const frames = new Map(
    blocks.flatMap(({ box: { frame, width: w, height: h }, x, y }): [string, Box][] =>
      frame === undefined ? [] : [[frame, { x: x + dx, y: y + dy, width: w, height: h }]],
    ),
  );
  const apart = order.members.get('') ?? [];
  for (const [i, id] of apart.entries())
    cells.set(id, { id, parent: null, isNamed: true, x: dx + i * (NAMED.width + 20), y: height + GAP, ...NAMED });
  return {
    groups,
    frames,
    cells,
    width: Math.max(width, dx + apart.length * (NAMED.width + 20)),
    height: height + (apart.length === 0 ? 0 : GAP + NAMED.height),
  };
}

interface Placed<T = Sized> {
  readonly box: T;
  readonly x: number;
  readonly y: number;
}

/** A frame with the groups in it, or a group that lies in none. */
interface Block {
  readonly frame: string | undefined;
  readonly parts: readonly Placed[];
  readonly width: number;
  readonly height: number;
}

function blocksOf(boxes: readonly Sized[], frames: Order['frames'], room: Room): Block[] {
  // A frame lies where the first of its groups would.
  const together = Map.groupBy(boxes, ({ id }) => frames.get(id) ?? id);
  // One frame has the room alone; several share it.
  const isAlone = new Set(frames.values()).size === 1;
  const inner = isAlone ? room : { shape: Math.min(1.3, room.shape), beside: 0 };
  return [...together].map(([key, those]): Block => {
    const [first] = those;
    if (first === undefined || !frames.has(first.id)) {
      const { width, height } = first ?? CLOSED;
      return { frame: undefined, parts: those.map((box) => ({ box, x: 0, y: 0 })), width, height };
    }
    const rows = inRows(those, inner);
    const { width, height } = extentOf(rows);
    const parts = rows.map(({ box, x, y }) => ({ box, x: x + FRAME.pad, y: y + FRAME.head }));
    return { frame: key, parts, width: width + 2 * FRAME.pad, height: height + FRAME.head + FRAME.pad };
  });
}

function extentOf(placed: readonly Placed<{ readonly width: number; readonly height: number }>[]) {
  return {
    width: placed.reduce((most, { x, box }) => Math.max(most, x + box.width), 0),
    height: placed.reduce((most, { y, box }) => Math.max(most, y + box.height), 0),
  };
}

/** The shape of a window, width by height, and how much of its width other things take. */
interface Room {
  readonly shape: number;
  readonly beside: number;
}

/** Rows of that length which fill a window best. */
function inRows<T extends { readonly width: number; readonly height: number }>(
  boxes: readonly T[],
  { shape, beside }: Room,
): Placed<T>[] {
  const ends: number[] = [];
  for (const { width } of boxes) ends.push((ends.at(-1) ?? -GAP) + GAP + width);
  const widest = boxes.reduce((most, { width }) => Math.max(most, width), 0);
  const step = Math.ceil(ends.length / MOST_TRIED);
  let best: { readonly rows: Placed<T>[]; readonly size: number } | undefined;
  for (const [i, end] of ends.entries()) {
    if (i % step !== 0 || end < widest) continue;
    const rows = inRowsOf(boxes, end);
    const { width, height } = extentOf(rows);
    const size = Math.max((width + beside) / shape, height);
    if (best === undefined || size < best.size) best = { rows, size };
  }
  return best?.rows ?? inRowsOf(boxes, widest);
}

function inRowsOf<T extends { readonly width: number; readonly height: number }>(
  boxes: readonly T[],
  limit: number,
): Placed<T>[] {
  const placed: Placed<T>[] = [];
  let [x, y, tall] = [0, 0, 0];
  for (const box of boxes) {
    if (x > 0 && x + box.width > limit) [x, y, tall] = [0, y + tall + GAP, 0];
    placed.push({ box, x, y });
    x += box.width + GAP;
    tall = Math.max(tall, box.height);
  }
  return placed;
}

function cellsOf({ id, columns, cell }: Sized, x: number, y: number, members: readonly string[]): Cell[] {
  return members.map((member, i) => ({
    id: member,
    parent: id,
    isNamed: cell === NAMED,
    x: x + PAD + (i % columns) * cell.width,
    y: y + HEAD + Math.floor(i / columns) * cell.height,
    ...cell,
  }));
}

/** Where the edges of a node end: at the dot of a cell, in the middle of a closed group. */
export function anchorOf(layout: Layout, id: string): { readonly x: number; readonly y: number } | undefined {
  const cell = layout.cells.get(id);
  if (cell !== undefined) return { x: cell.x + (cell.isNamed ? 8 : cell.width / 2), y: cell.y + cell.height / 2 };
  const group = layout.groups.get(id);
  return group === undefined ? undefined : { x: group.x + group.width / 2, y: group.y + group.height / 2 };
}

/** A node and, of an open group, what lies in it. */
export function withMembers(id: string, layout: Layout): ReadonlySet<string> {
  if (layout.groups.get(id)?.open !== true) return new Set([id]);
  return new Set([id, ...[...layout.cells.values()].flatMap((cell) => (cell.parent === id ? [cell.id] : []))]);
}
