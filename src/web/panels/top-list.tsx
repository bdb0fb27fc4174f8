import type { ReactNode } from 'react';
import type { TopRow } from '../../contract/index.ts';
import { serviceName } from '../../fields/index.ts';
import { Answer, Card, Choice } from '../components/card.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { Endpoint } from '../components/endpoint.tsx';
import { FilterValue } from '../components/filter-menu.tsx';
import { ThingArrow } from '../components/links.tsx';
import { NamedThing } from '../components/named.tsx';
import { NoRecords } from '../components/no-records.tsx';
import { largest } from '../components/time-chart.ts';
import { numberOf, portOf, textOf } from '../components/top-key.ts';
import { useKept } from '../components/use-kept.ts';
import { approximate, figureText, formatBytes, formatCount, shareFigure } from '../data/format.ts';
import { type Dimension, type Scope, useTop } from '../data/queries.ts';
import type { Counting } from '../data/series.ts';

const ROWS = 8;
const MEASURES = ['bytes', 'records'] as const;
type BytesFigure = 'bytes' | 'counted_bytes';
export type ListDimension = Extract<Dimension, 'srcaddr' | 'dstaddr' | 'peer' | 'service' | 'interface_id'>;

const heads: Readonly<Record<ListDimension, { readonly title: string; readonly head: string }>> = {
  srcaddr: { title: 'Top sources', head: 'source' },
  dstaddr: { title: 'Top destinations', head: 'destination' },
  peer: { title: 'Peers', head: 'other end' },
  service: { title: 'Services', head: 'service' },
  interface_id: { title: 'Interfaces', head: 'interface' },
};

/** The largest of one kind, with the sum of all others below. */
export function TopList({
  scope,
  dimension,
  rows: most = ROWS,
  bytes = 'counted',
  title = heads[dimension].title,
}: {
  readonly scope: Scope;
  readonly dimension: ListDimension;
  readonly rows?: number;
  /** All that was logged, where one interface sees each flow once. */
  readonly bytes?: Counting;
  readonly title?: string;
}) {
  const [measure, setMeasure] = useKept(`top.${dimension}`, ['bytes', 'records'] as [
    (typeof MEASURES)[number],
    ...(typeof MEASURES)[number][],
  ]);
  const top = useTop(scope, dimension, { measure, limit: most, ...(bytes === 'logged' ? { bytes } : {}) });
  const figure = bytes === 'logged' ? 'bytes' : 'counted_bytes';
  const { head } = heads[dimension];
  const rows = top.data?.rows ?? [];
  const columns = columnsOf(dimension, head, rows, measure, figure);
  return (
    <Card
      title={title}
      about={top.data === undefined ? undefined : `${formatCount(top.data.keys)} in all`}
      actions={
        <>
          <Choice label="Order by" options={MEASURES} value={measure} onChange={setMeasure} />
          <ExportButton name={`top-${dimension}`} columns={columns} rows={rows} />
        </>
      }
    >
      <Answer query={top} height={36 * most} lines={most}>
        {(answer) =>
          rows.length === 0 ? (
            <NoRecords />
          ) : (
            <DataTable
              label={title}
              columns={columns}
              rows={rows}
              rowKey={(row) => JSON.stringify(row.key)}
              foot={footOf(answer.total, rows, answer.keys, figure)}
            />
          )
        }
      </Answer>
    </Card>
  );
}

function footOf(
  total: Omit<TopRow, 'key'>,
  rows: readonly TopRow[],
  keys: number | string,
  bytes: BytesFigure,
): ReactNode[] {
  const rest = (figure: BytesFigure | 'records') => {
    const left = rows.reduce((sum, row) => sum - BigInt(row[figure]), BigInt(total[figure]));
    return left < 0n ? 0n : left;
  };
  const others = Number(keys) - rows.length;
  if (others <= 0) return ['total', formatBytes(total[bytes]), formatCount(total.records)];
  return [`${formatCount(others)} others`, formatBytes(rest(bytes)), formatCount(rest('records'))];
}

function columnsOf(
  dimension: ListDimension,
  head: string,
  rows: readonly TopRow[],
  measure: (typeof MEASURES)[number],
  bytes: BytesFigure,
): Column<TopRow>[] {
  const figure = (row: TopRow) => (measure === 'bytes' ? row[bytes] : row.records);
  const most = largest(rows.map(figure));
  const meter = (row: TopRow) => (most === 0 ? 0 : approximate(figure(row)) / most);
  return [
    { head, cell: (row) => nameCell(dimension, row), plain: (row) => plainName(dimension, row) },
    {
      head: 'bytes',
      numeric: true,
      title: bytes === 'bytes' ? 'as logged' : 'each flow counted once',
      cell: (row) => formatBytes(row[bytes]),
      plain: (row) => row[bytes],
      ...(measure === 'bytes' ? { meter } : {}),
    },
    {
      head: 'records',
      numeric: true,
      title: 'as logged',
      cell: (row) => (
        <span title={`${figureText(shareFigure(figure(row), most))} of the largest`}>{formatCount(row.records)}</span>
      ),
      plain: (row) => row.records,
      ...(measure === 'records' ? { meter } : {}),
    },
  ];
}

function nameCell(dimension: ListDimension, { key, country }: TopRow): ReactNode {
  switch (dimension) {
    case 'service':
      return <FilterValue of={key}>{plainName(dimension, { key })}</FilterValue>;
    case 'interface_id': {
      const id = textOf(key, 'interface_id');
      return (
        <span className="line">
          <FilterValue of={key} title={id ?? 'no interface, such as a regional NAT gateway'}>
            {id === null ? 'no interface' : <NamedThing id={id} />}
          </FilterValue>
          {id === null ? null : <ThingArrow id={id} />}
        </span>
      );
    }
    case 'peer':
      return <Endpoint address={textOf(key, 'peer') ?? textOf(key, 'address')} field="address" country={country} />;
    case 'srcaddr':
    case 'dstaddr':
      return <Endpoint address={textOf(key, dimension)} field={dimension} country={country} />;
  }
}

function plainName(dimension: ListDimension, { key }: Pick<TopRow, 'key'>): string | null {
  if (dimension === 'service') return serviceName(portOf(key), numberOf(key, 'protocol'));
  return textOf(key, dimension) ?? textOf(key, 'address');
}
