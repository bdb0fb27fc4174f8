import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MapNode } from '../../contract/index.ts';
import { anchorOf, type Box, type Layout, layOut, noOrder, withNodes } from './map-layout.ts';

const node = (id: string, parent: string | null, kind: MapNode['kind'] = 'host'): MapNode => ({
  id,
  kind,
  label: id,
  parent,
  within: null,
  hosts: 0,
  open: false,
  addresses: [],
  interface: null,
  thing: null,
  owner: null,
  vpc: null,
  subnet: null,
  zone: null,
  bytes_out: 0,
  bytes_in: 0,
  records: 0,
  refused: 0,
});

const vpcOf = (g: number) => (g % 3 === 2 ? null : `vpc-${g % 3}`);

/** Groups with so many members each; two of three lie in a VPC. */
const network = (sizes: readonly number[], salt = '') => [
  ...sizes.flatMap((size, g) => [
    { ...node(`g${g}`, null, 'group'), within: vpcOf(g) },
    ...Array.from({ length: size }, (_, i) => node(`g${g}${salt}-${i}`, `g${g}`)),
  ]),
  node('internet', null, 'group'),
  node('US', 'internet', 'country'),
  node('aws', null, 'group'),
  node('aws:S3', 'aws', 'service'),
  node('special', null, 'place'),
];

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const inside = (a: Box, b: Box) =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;

function expectTidy({ groups, frames, cells, width, height }: Layout) {
  const boxes = [...groups.values()];
  for (const [i, a] of boxes.entries()) for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
  // A VPC's subnets lie in its frame, clear of its name; everything else lies outside.
  for (const [vpc, frame] of frames) {
    expect(inside(frame, { x: 0, y: 0, width, height })).toBe(true);
    for (const [other, box] of frames) if (other !== vpc) expect(overlap(frame, box)).toBe(false);
    for (const box of boxes) {
      const isMine = /^g\d+$/.test(box.id) && vpcOf(Number(box.id.slice(1))) === vpc;
      if (isMine) expect(inside(box, { ...frame, y: frame.y + 20, height: frame.height - 20 }), box.id).toBe(true);
      else expect(overlap(box, frame), box.id).toBe(false);
    }
  }
  const byParent = Map.groupBy(cells.values(), ({ parent }) => parent);
  for (const [parent, those] of byParent) {
    const box = parent === null ? { x: 0, y: 0, width, height } : groups.get(parent);
    for (const cell of those) expect(box !== undefined && inside(cell, box), cell.id).toBe(true);
    for (const [i, a] of those.entries()) for (const b of those.slice(i + 1)) expect(overlap(a, b)).toBe(false);
  }
  for (const cell of byParent.get(null) ?? []) for (const box of boxes) expect(overlap(cell, box)).toBe(false);
}

const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 24 });

test('nothing overlaps, every host lies in its group', () => {
  fc.assert(
    fc.property(sizes, fc.func(fc.boolean()), fc.boolean(), (counts, isOpen, isTall) => {
      const order = withNodes(noOrder, network(counts));
      const open = new Set(order.groups.filter((id) => isOpen(id)));
      const layout = layOut(order, open, isTall);
      expectTidy(layout);
      expect(layout.frames.size).toBe(Math.min(2, counts.length));
      for (const id of order.groups)
        for (const member of order.members.get(id) ?? []) expect(layout.cells.has(member)).toBe(open.has(id));
    }),
    { numRuns: 40 },
  );
});

test('the order of an answer does not matter, and the same answer gives the same places', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), (counts, seed) => {
      const nodes = network(counts);
      const shuffled = [...nodes].sort((a, b) => hash(a.id, seed) - hash(b.id, seed));
      const open = new Set(['g0', 'internet']);
      expect(layOut(withNodes(noOrder, shuffled), open)).toEqual(layOut(withNodes(noOrder, nodes), open));
    }),
    { numRuns: 30 },
  );
});

test('what was there keeps its place when other hosts come or go', () => {
  const first = withNodes(noOrder, network([5, 30, 70]));
  const open = new Set(['g0', 'g1', 'internet']);
  const before = layOut(first, open);
  // A range with fewer hosts, then one with a few others: the groups have room.
  const fewer = withNodes(first, network([2, 10, 1]));
  expect(layOut(fewer, open)).toEqual(before);
  const more = layOut(withNodes(first, [...network([5, 30, 70]), node('new', 'g1')]), open);
  for (const [id, cell] of before.cells) expect(more.cells.get(id)).toEqual(cell);
  for (const [id, box] of before.groups) expect(more.groups.get(id)).toEqual(box);
  expect(more.frames).toEqual(before.frames);
  expect(more.cells.has('new')).toBe(true);
});

test('the own network lies between the Internet and AWS', () => {
  const layout = layOut(withNodes(noOrder, network([5, 30])), new Set(['internet', 'aws', 'g0']));
  const at = (id: string) => anchorOf(layout, id)?.x ?? Number.NaN;
  expect(at('US')).toBeLessThan(at('g0-0'));
  expect(at('g1')).toBeLessThan(at('aws:S3'));
  expect(anchorOf(layout, 'nobody')).toBeUndefined();
});

function hash(text: string, seed: number): number {
  let sum = seed % 1009;
  for (const c of text) sum = (sum * 31 + c.charCodeAt(0)) % 100_003;
  return sum;
}
