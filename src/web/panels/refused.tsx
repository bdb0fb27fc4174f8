import type { ReactNode } from 'react';
import type { TopRow } from '../../contract/index.ts';
import { serviceName } from '../../fields/index.ts';
import { Answer, Card } from '../components/card.tsx';
import { ExportButton } from '../components/data-table.tsx';
import { Endpoint } from '../components/endpoint.tsx';
import { FilterValue } from '../components/filter-menu.tsx';
import { Empty } from '../components/states.tsx';
import { largest } from '../components/time-chart.ts';
import { numberOf, portOf, textOf } from '../components/top-key.ts';
import { approximate, formatCount, plural } from '../data/format.ts';
import { refusedRows, type Scope, useRefused } from '../data/queries.ts';

interface RefusedProps {
  readonly scope: Scope;
  readonly by: 'rejected_service' | 'rejected_srcaddr';
}

const look = {
  rejected_service: { title: 'Refused, by service', about: 'sources · attempts', distinct: 'source' },
  rejected_srcaddr: { title: 'Refused, by source', about: 'ports tried · attempts', distinct: 'port' },
} as const;

/** What was refused, as bars: by the service that was wanted, or by who wanted it. */
export function Refused({ scope, by }: RefusedProps) {
  const top = useRefused(scope, by);
  const { title, about, distinct } = look[by];
  const rows = top.data?.rows ?? [];
  const most = largest(rows.map((row) => row.records));
  const columns = [
    { head: by === 'rejected_service' ? 'service' : 'source', plain: (row: TopRow) => plainName(by, row) },
    { head: `${distinct}s`, plain: (row: TopRow) => row.distinct ?? null },
    { head: 'attempts', plain: (row: TopRow) => row.records },
  ];
  const others = Number(top.data?.keys ?? 0) - rows.length;
  return (
    <Card
      title={title}
      about={about}
      actions={<ExportButton name={by} columns={columns} rows={rows} />}
      note={
        others > 0
          ? `${formatCount(others)} more · ${formatCount(top.data?.total.records ?? 0)} refused records in all`
          : undefined
      }
    >
      <Answer query={top} height={34 * refusedRows} lines={refusedRows}>
        {() =>
          rows.length === 0 ? (
            <Empty title="Nothing was refused in this view" />
          ) : (
            <ol className="bars">
              {rows.map((row) => (
                <li key={JSON.stringify(row.key)}>
                  <span className="bars-name">{nameCell(by, row)}</span>
                  <span className="figure">
                    {row.distinct === undefined ? '' : `${plural(row.distinct, distinct)} · `}
                    {formatCount(row.records)}
                  </span>
                  <span className="track">
                    <span
                      className="hatched"
                      style={{ width: `${most === 0 ? 0 : (approximate(row.records) / most) * 100}%` }}
                    />
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
    </Card>
  );
}

function nameCell(by: RefusedProps['by'], row: TopRow): ReactNode {
  if (by === 'rejected_srcaddr')
    return <Endpoint address={textOf(row.key, 'srcaddr')} field="srcaddr" country={row.country} />;
  return <FilterValue of={{ ...row.key, action: 'REJECT' }}>{plainName(by, row)}</FilterValue>;
}

function plainName(by: RefusedProps['by'], { key }: TopRow): string | null {
  return by === 'rejected_srcaddr' ? textOf(key, 'srcaddr') : serviceName(portOf(key), numberOf(key, 'protocol'));
}
