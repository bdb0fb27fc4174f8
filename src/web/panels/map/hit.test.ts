import { expect, test } from 'vitest';
import type { MapEdge, MapNode } from '../../../contract/index.ts';
import { anchorOf, layOut, noOrder, withNodes } from '../../data/map-layout.ts';
import { hitAt } from './hit.ts';
import { linksOf } from './links.ts';

const node = (id: string, parent: string | null, kind: MapNode['kind']) =>
  ({ id, kind, label: id, parent, within: null, zone: null }) as MapNode;
const edge = (from: string, to: string, bytes = 1000) =>
  ({ from, to, bytes, records: 10, refused: 0 }) as unknown as MapEdge;

const nodes = [
  node('near', null, 'group'),
  node('a', 'near', 'host'),
  node('far', null, 'group'),
  node('b', 'far', 'host'),
  node('shut', null, 'group'),
];
const layout = layOut(withNodes(noOrder, nodes), new Set(['near', 'far']));
const edges = [edge('a', 'b'), edge('b', 'a'), edge('a', 'shut', 10)];
const links = linksOf(edges, layout, 'bytes', 1000);
const at = (x: number, y: number, among = links) => {
  const { node: id, link } = hitAt(layout, among, x, y, 5);
  return id ?? (link === undefined ? undefined : `${link.edge.from} → ${link.edge.to}`);
};

test('a host is hit on its dot and on its name, a closed group anywhere, an open one nowhere', () => {
  const cell = layout.cells.get('a');
  const dot = anchorOf(layout, 'a');
  expect(at(dot?.x ?? 0, dot?.y ?? 0)).toBe('a');
  expect(at((cell?.x ?? 0) + 100, (cell?.y ?? 0) + 12)).toBe('a');
  const shut = layout.groups.get('shut');
  expect(at((shut?.x ?? 0) + 2, (shut?.y ?? 0) + 2)).toBe('shut');
  const near = layout.groups.get('near');
  expect(at((near?.x ?? 0) + 2, (near?.y ?? 0) + 2)).toBe(undefined);
  expect(at(-500, -500)).toBe(undefined);
});

test('a line is hit along its whole way, there and back apart; what is beside it is not', () => {
  const both = links.filter(({ edge: { to } }) => to !== 'shut');
  expect(both.length).toBe(2);
  for (const link of both) {
    const free = link.points.filter(([x, y]) => hitAt(layout, [], x, y, 5).node === undefined);
    expect(free.length).toBeGreaterThan(5);
    for (const [x, y] of free) expect([x, y, at(x, y, both)]).toEqual([x, y, `${link.edge.from} → ${link.edge.to}`]);
  }
  // Thick lines are hit on their whole width, and no farther than the reach beyond it.
  const far = layout.groups.get('far') ?? { x: 0, width: 0 };
  const one = links.filter((link) => link.edge === edges[0]);
  const points = one[0]?.points ?? [];
  // In the gap between the groups.
  const i = points.findIndex(([x]) => x < far.x + far.width + 16);
  const [before, on, after] = points.slice(i - 1, i + 2);
  if (before === undefined || on === undefined || after === undefined) throw new Error('no line');
  const long = Math.hypot(after[0] - before[0], after[1] - before[1]);
  const [nx, ny] = [(after[1] - before[1]) / long, (before[0] - after[0]) / long];
  const beside = [0, 3, 8, 10, 15, 20].map((away) => at(on[0] + nx * away, on[1] + ny * away, one));
  expect(beside).toEqual(['a → b', 'a → b', 'a → b', undefined, undefined, undefined]);
});

test('a line ends at the rim of a closed group, and comes from the sender', () => {
  const points = links.find((one) => one.edge === edges[2])?.points ?? [];
  const [[fx, fy] = [0, 0], [tx, ty] = [0, 0]] = [points[0], points.at(-1)];
  const shut = layout.groups.get('shut') ?? { x: 0, y: 0, width: 0, height: 0 };
  const [dx, dy] = [Math.max(shut.x - tx, tx - shut.x - shut.width), Math.max(shut.y - ty, ty - shut.y - shut.height)];
  expect(Math.max(dx, dy)).toBeGreaterThanOrEqual(0);
  expect(Math.max(dx, dy)).toBeLessThan(10);
  const dot = anchorOf(layout, 'a') ?? { x: 0, y: 0 };
  expect(Math.hypot(fx - dot.x, fy - dot.y)).toBeLessThan(16);
});

test('on a map of refusals what was never refused has no line', () => {
  expect(linksOf(edges, layout, 'refused', 10)).toEqual([]);
});

test('a line between closed groups of a column goes around those between', () => {
  const groups = ['one', 'two', 'three', 'four'].map((id) => node(id, null, 'group'));
  const column = layOut(withNodes(noOrder, groups), new Set(), true);
  const [first = '', second = '', third = ''] = [...column.groups.values()]
    .filter(({ x }) => x === 0)
    .sort((a, b) => a.y - b.y)
    .map(({ id }) => id);
  const [link] = linksOf([edge(first, third)], column, 'bytes', 1000);
  const between = column.groups.get(second) ?? { x: 0, y: 0, width: 0, height: 0 };
  const beside = link?.points.filter(([, y]) => y > between.y + 20 && y < between.y + between.height - 20) ?? [];
  expect(beside.length).toBeGreaterThan(3);
  for (const [x] of beside) expect(x > between.x + between.width || x < between.x).toBe(true);
});
