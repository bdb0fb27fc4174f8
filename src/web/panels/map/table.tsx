import { useMemo } from 'react';
import type { MapAnswer, MapEdge, MapNode } from '../../../contract/index.ts';
import { type Column, DataTable, ExportButton } from '../../components/data-table.tsx';
import { useView } from '../../components/view.tsx';
import { formatBytes, formatExact } from '../../data/format.ts';
import type { MapMeasure } from '../../data/map.ts';
import { ExploreLink } from './about.tsx';
import { nameOf, serviceText } from './words.ts';

interface TableProps {
  readonly answer: MapAnswer;
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly measure: MapMeasure;
}

const sorts = ['from', 'to', 'bytes', 'records', 'refused'] as const;

/** The edges of the map as a table: all that the drawing says, for keyboard and screen reader. */
export function MapTable({ answer, nodes, measure }: TableProps) {
  const { search, patch } = useView();
  const asked = search.sort ?? `-${measure}`;
  const key = sorts.find((one) => asked.endsWith(one)) ?? measure;
  const isDown = asked.startsWith('-');
  const rows = useMemo(() => {
    const compare = (a: MapEdge, b: MapEdge) =>
      key === 'from' || key === 'to'
        ? nameOf(nodes, a[key]).localeCompare(nameOf(nodes, b[key]), 'en', { numeric: true })
        : BigInt(a[key]) < BigInt(b[key])
          ? -1
          : BigInt(a[key]) > BigInt(b[key])
            ? 1
            : 0;
    return [...answer.edges].sort((a, b) => (isDown ? compare(b, a) : compare(a, b)));
  }, [answer.edges, nodes, key, isDown]);
  const service = (edge: MapEdge) => edge.services.slice(0, 2).map(serviceText).join(', ');
  const columns: Column<MapEdge>[] = [
    { head: 'From', cell: (e) => nameOf(nodes, e.from), plain: (e) => nameOf(nodes, e.from) },
    { head: 'To', cell: (e) => nameOf(nodes, e.to), plain: (e) => nameOf(nodes, e.to) },
    {
      head: 'Bytes',
      cell: (e) => formatBytes(e.bytes),
      plain: (e) => String(e.bytes),
      numeric: true,
      title: 'Each flow counted once',
    },
    { head: 'Records', cell: (e) => formatExact(e.records), plain: (e) => String(e.records), numeric: true },
    { head: 'Refused', cell: (e) => formatExact(e.refused), plain: (e) => String(e.refused), numeric: true },
    { head: 'Largest services', cell: service, plain: service, wideOnly: true },
    { head: 'Query', cell: (e) => <ExploreLink edge={e} nodes={nodes} measure={measure} short />, plain: () => null },
  ];
  return (
    <div className="map-table">
      <div className="map-sort">
        <span className="soft">Sort by</span>
        {sorts.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={one === key}
            onClick={() =>
              patch({
                sort:
                  one === key && isDown
                    ? one
                    : one === 'from' || one === 'to'
                      ? one === key
                        ? `-${one}`
                        : one
                      : `-${one}`,
              })
            }
          >
            {one}
            {one === key ? (isDown ? ' ↓' : ' ↑') : ''}
          </button>
        ))}
        <span className="grow" />
        <ExportButton name="map" columns={columns.slice(0, -1)} rows={rows} />
      </div>
      <DataTable label="Connections" columns={columns} rows={rows} rowKey={({ from, to }) => `${from} ${to}`} />
    </div>
  );
}
