import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Camera,
  cameraOfAll,
  cameraOfLook,
  centredOn,
  firstCamera,
  lookOf,
  moved,
  pinched,
  type Spot,
  zoomed,
} from './map-camera.ts';

const camera = fc.record({
  x: fc.double({ min: -3000, max: 3000, noNaN: true }),
  y: fc.double({ min: -3000, max: 3000, noNaN: true }),
  k: fc.double({ min: 0.2, max: 2, noNaN: true }),
});
const spot = fc.record({ x: fc.integer({ min: 0, max: 1200 }), y: fc.integer({ min: 0, max: 800 }) });
/** The point of the map at a spot of the screen. */
const under = (c: Camera, { x, y }: Spot) => ({ x: c.x + x / c.k, y: c.y + y / c.k });

function expectSame(a: Spot, b: Spot) {
  expect(a.x).toBeCloseTo(b.x, 4);
  expect(a.y).toBeCloseTo(b.y, 4);
}

test('zooming keeps what lies under the pointer, within limits', () => {
  fc.assert(
    fc.property(camera, spot, fc.double({ min: 0.01, max: 100, noNaN: true }), (c, at, factor) => {
      const near = zoomed(c, factor, at);
      expectSame(under(near, at), under(c, at));
      expect(near.k).toBeGreaterThanOrEqual(0.05);
      expect(near.k).toBeLessThanOrEqual(4);
    }),
  );
});

test('under two fingers lies what lay under them, however they move; one finger drags', () => {
  fc.assert(
    fc.property(camera, spot, spot, spot, fc.double({ min: 0.5, max: 2, noNaN: true }), (c, a, b, to, stretch) => {
      fc.pre(Math.hypot(a.x - b.x, a.y - b.y) > 20);
      const other = { x: to.x + (b.x - a.x) * stretch, y: to.y + (b.y - a.y) * stretch };
      const after = pinched(c, [a, b], [to, other]);
      expect(after.k).toBeCloseTo(c.k * stretch, 6);
      expectSame(under(after, to), under(c, a));
      expectSame(under(after, other), under(c, b));
      expectSame(under(moved(c, to.x - a.x, to.y - a.y), to), under(c, a));
    }),
  );
  const still = { x: 10, y: 20, k: 1 };
  expect(pinched(still, [still, still], [still, still])).toEqual(still);
});

test('the address bar holds the middle and the scale, for any size of the window', () => {
  const sizes = fc.record({ width: fc.integer({ min: 300, max: 2000 }), height: fc.integer({ min: 200, max: 1200 }) });
  fc.assert(
    fc.property(camera, sizes, sizes, (c, here, there) => {
      const look = lookOf(c, here);
      expect(look).toMatch(/^-?\d{1,6},-?\d{1,6},\d(?:\.\d{1,3})?$/);
      const again = cameraOfLook(look, there);
      expect(again).toBeDefined();
      if (again === undefined) return;
      const middle = under(c, { x: here.width / 2, y: here.height / 2 });
      const found = under(again, { x: there.width / 2, y: there.height / 2 });
      expect(Math.hypot(found.x - middle.x, found.y - middle.y)).toBeLessThan(1);
      expect(Math.abs(again.k - c.k)).toBeLessThan(0.001);
      // Written again it is the same: the bar does not creep.
      expect(lookOf(again, there)).toBe(look);
    }),
  );
  for (const wrong of ['', '1,2', 'a,b,c', '1,2,NaN'])
    expect(cameraOfLook(wrong, { width: 9, height: 9 })).toBe(undefined);
});

test('all of it fits; a phone begins with a part that can be read, from the top', () => {
  const map = { width: 1200, height: 900 };
  const wide = cameraOfAll(map, { width: 1000, height: 600 });
  expect(under(wide, { x: 500, y: 300 })).toEqual({ x: 600, y: 450 });
  expect(wide.k * map.height).toBeLessThanOrEqual(600);
  expect(firstCamera(map, { width: 1000, height: 600 })).toEqual(wide);
  const phone = { width: 390, height: 480 };
  const tall = { width: 560, height: 1900 };
  const first = firstCamera(tall, phone);
  expect(first.k).toBeGreaterThan(2 * cameraOfAll(tall, phone).k);
  expect(first.k * tall.width).toBeLessThanOrEqual(phone.width);
  expect(under(first, { x: 195, y: 16 })).toEqual({ x: 280, y: 0 });
  const found = centredOn(first, { x: 100, y: 200 }, phone);
  expect(under(found, { x: 195, y: 240 })).toEqual({ x: 100, y: 200 });
});
