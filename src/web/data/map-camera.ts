/** What part of the map is seen: its point at the upper left corner, and pixels per unit. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A point of the screen, from the upper left corner of the drawing. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const FARTHEST = 0.05;
const NEAREST = 4;
const MARGIN = 16;
/** Nearer than this, names of hosts are drawn. */
const LEGIBLE = 0.62;
/** Narrower than this, the whole of a map is too small to read. */
const NARROW = 600;

const within = (k: number) => Math.min(NEAREST, Math.max(FARTHEST, k));

/** All of the map, in the middle. */
export function cameraOfAll(layout: Size, size: Size): Camera {
  const [width, height] = [size.width - 2 * MARGIN, size.height - 2 * MARGIN];
  const k = Math.min(1.4, width / layout.width, height / layout.height);
  return { k, x: (layout.width - size.width / k) / 2, y: (layout.height - size.height / k) / 2 };
}

/** Where one begins to look: all of the map; on a phone its upper part, at a size that can be read. */
export function firstCamera(layout: Size, size: Size): Camera {
  const all = cameraOfAll(layout, size);
  const k = Math.min(LEGIBLE + 0.03, (size.width - 2 * MARGIN) / layout.width);
  if (size.width >= NARROW || k <= all.k) return all;
  return { k, x: (layout.width - size.width / k) / 2, y: -MARGIN / k };
}

/** Nearer or farther; what lies at that spot of the screen stays there. */
export function zoomed({ x, y, k }: Camera, factor: number, at: Spot): Camera {
  const to = within(k * factor);
  return { k: to, x: x + at.x / k - at.x / to, y: y + at.y / k - at.y / to };
}

/** Moved by pixels: the map goes along with the hand. */
export function moved({ x, y, k }: Camera, dx: number, dy: number): Camera {
  return { k, x: x - dx / k, y: y - dy / k };
}

/** Two fingers went from some spots to others: what lay between them lies between them still, as far apart as they are. */
export function pinched(camera: Camera, before: readonly [Spot, Spot], after: readonly [Spot, Spot]): Camera {
  const apart = ([a, b]: readonly [Spot, Spot]) => Math.hypot(a.x - b.x, a.y - b.y);
  const middle = ([a, b]: readonly [Spot, Spot]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const [was, is] = [middle(before), middle(after)];
  const dragged = moved(camera, is.x - was.x, is.y - was.y);
  return apart(before) === 0 ? dragged : zoomed(dragged, apart(after) / apart(before), is);
}

/** A point of the map in the middle, near enough to be read. */
export function centredOn({ k }: Camera, at: Spot, size: Size): Camera {
  const near = Math.max(k, 0.9);
  return { k: near, x: at.x - size.width / 2 / near, y: at.y - size.height / 2 / near };
}

/** A camera for the address bar: the point in the middle and the scale, so that it holds for any size of the window. */
export function lookOf({ x, y, k }: Camera, size: Size): string {
  return [Math.round(x + size.width / 2 / k), Math.round(y + size.height / 2 / k), Number(k.toFixed(3))].join(',');
}

/** The reverse; undefined where the text is none. */
export function cameraOfLook(look: string, size: Size): Camera | undefined {
  const [x, y, given] = look.split(',').map(Number);
  if (x === undefined || y === undefined || given === undefined || !Number.isFinite(x + y + given)) return undefined;
  const k = within(given);
  return { k, x: x - size.width / 2 / k, y: y - size.height / 2 / k };
}

/** What of the map is seen. */
export function seenBy({ x, y, k }: Camera, size: Size): Size & Spot {
  return { x, y, width: size.width / k, height: size.height / k };
}
