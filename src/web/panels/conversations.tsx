import type { TopRow } from '../../contract/index.ts';
import { serviceName } from '../../fields/index.ts';
import { Answer, Card } from '../components/card.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { Endpoint } from '../components/endpoint.tsx';
import { FilterValue } from '../components/filter-menu.tsx';
import { NoRecords } from '../components/no-records.tsx';
import { largest } from '../components/time-chart.ts';
import { numberOf, textOf } from '../components/top-key.ts';
import { approximate, formatBytes, formatCount, plural } from '../data/format.ts';
import { type Scope, useTop } from '../data/queries.ts';

const ROWS = 14;

/** Who talks to whom, by bytes, seen from the one who opened the conversation. */
export function Conversations({ scope }: { readonly scope: Scope }) {
  const top = useTop(scope, 'pair', { limit: ROWS });
  const rows = top.data?.rows ?? [];
  const columns = columnsOf(largest(rows.map((row) => row.counted_bytes)));
  const more = Number(top.data?.keys ?? 0) - rows.length;
  return (
    <Card
      title="Conversations"
      about="by bytes counted once, from who opened them"
      actions={<ExportButton name="conversations" columns={exportColumns(columns)} rows={rows} />}
      note={
        more > 0 ? `${formatCount(more)} more · ${formatBytes(top.data?.total.counted_bytes ?? 0)} in all` : undefined
      }
    >
      <Answer query={top} height={45 * ROWS} lines={ROWS}>
        {() =>
          rows.length === 0 ? (
            <NoRecords title="No conversations in this view" />
          ) : (
            <DataTable label="Conversations" columns={columns} rows={rows} rowKey={(row) => JSON.stringify(row.key)} />
          )
        }
      </Answer>
    </Card>
  );
}

/** The saved file keeps both ends in columns of their own. */
function exportColumns(columns: readonly Column<TopRow>[]): Pick<Column<TopRow>, 'head' | 'plain'>[] {
  const end = (name: 'client' | 'server') => ({ head: name, plain: ({ key }: TopRow) => textOf(key, name) });
  return [end('client'), end('server'), ...columns.slice(1)];
}

function columnsOf(most: number): Column<TopRow>[] {
  return [
    {
      head: 'client → server',
      cell: ({ key, countries }) => (
        <span className="pair">
          <Endpoint address={textOf(key, 'client')} field="client" country={countries?.['client']} />
          <span className="arrow" aria-hidden="true">
            →
          </span>
          <Endpoint address={textOf(key, 'server')} field="server" country={countries?.['server']} />
        </span>
      ),
      plain: ({ key }) => `${textOf(key, 'client') ?? ''} → ${textOf(key, 'server') ?? ''}`,
    },
    {
      head: 'service',
      cell: ({ key }) => (
        <FilterValue
          of={{ service_port: numberOf(key, 'service_port'), protocol: numberOf(key, 'protocol') }}
          className="soft"
        >
          {serviceName(numberOf(key, 'service_port'), numberOf(key, 'protocol'))}
        </FilterValue>
      ),
      plain: ({ key }) => serviceName(numberOf(key, 'service_port'), numberOf(key, 'protocol')),
    },
    {
      head: 'bytes',
      numeric: true,
      cell: (row) => formatBytes(row.counted_bytes),
      plain: (row) => row.counted_bytes,
      meter: (row) => (most === 0 ? 0 : approximate(row.counted_bytes) / most),
    },
    {
      head: 'records',
      numeric: true,
      wideOnly: true,
      title: 'as logged',
      cell: (row) => <span title={plural(row.packets, 'packet')}>{formatCount(row.records)}</span>,
      plain: (row) => row.records,
    },
  ];
}
