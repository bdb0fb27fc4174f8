import type { LedgerAnswer } from '../../contract/index.ts';
import { Answer, Card } from '../components/card.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { FilterValue } from '../components/filter-menu.tsx';
import { figureText, formatBytes, formatExact, shareFigure } from '../data/format.ts';
import { type Scope, useLedger } from '../data/queries.ts';

const HEIGHT = 260;

const words: Readonly<Record<string, readonly [name: string, about: string]>> = {
  first: ['counted', 'the first sight of the packets: this is what totals sum'],
  second: ['second sight', 'the same packets, logged again at the other end or on the way'],
  leg: ['other legs', 'the outer side of a NAT gateway, with its own address'],
  ambiguous: ['ambiguous', 'nothing tells what these are; not counted'],
};
const nameOf = (sight: string | null) => (sight === null ? 'without bytes' : (words[sight]?.[0] ?? sight));

type Part = LedgerAnswer['parts'][number];
type Row = LedgerAnswer['rows'][number];

const amounts = [
  { head: 'Records', of: 'records' },
  { head: 'Packets', of: 'packets' },
  { head: 'Bytes', of: 'bytes' },
] as const;

/** Where every byte of a view went: the parts, and that they add up. */
export function Ledger({ scope }: { readonly scope: Scope }) {
  const ledger = useLedger(scope);
  const total = ledger.data?.total.bytes ?? 0;
  return (
    <Card
      title="The sum"
      about="every byte that was logged, once in one of these"
      actions={<ExportButton name="sights" columns={partColumns(total)} rows={ledger.data?.parts ?? []} />}
    >
      <Answer query={ledger} height={HEIGHT}>
        {(answer) => <Parts ledger={answer} />}
      </Answer>
    </Card>
  );
}

function partColumns(total: number | string): Column<Part>[] {
  return [
    {
      head: 'Sight',
      cell: ({ sight }) => (
        <span title={sight === null ? 'NODATA, SKIPDATA, and logs without the field bytes' : words[sight]?.[1]}>
          <FilterValue of={{ sight }}>{nameOf(sight)}</FilterValue>
        </span>
      ),
      plain: ({ sight }) => sight,
    },
    ...amounts.map(
      ({ head, of }): Column<Part> => ({
        head,
        cell: (part) => formatExact(part[of]),
        plain: (part) => part[of],
        numeric: true,
        wideOnly: of === 'packets',
      }),
    ),
    {
      head: 'Share of bytes',
      cell: (part) => figureText(shareFigure(part.bytes, total)),
      plain: (part) => figureText(shareFigure(part.bytes, total)),
      numeric: true,
      meter: (part) => (Number(total) === 0 ? 0 : Number(part.bytes) / Number(total)),
    },
  ];
}

function Parts({ ledger }: { readonly ledger: LedgerAnswer }) {
  const { parts, total, balanced } = ledger;
  return (
    <>
      <DataTable
        label="Parts of the sum"
        columns={partColumns(total.bytes)}
        rows={parts}
        rowKey={({ sight }) => sight ?? '-'}
        foot={['all that was logged', ...amounts.map(({ of }) => formatExact(total[of])), '']}
      />
      <p className={balanced ? 'note' : 'note refused'} role="status">
        {balanced
          ? `Counted, second sight, other legs and ambiguous add up to ${formatBytes(total.bytes)}, to the byte.`
          : 'These do not add up to what was logged: run weir ledger --again, which looks at every record.'}
      </p>
    </>
  );
}

/** The same by boundary, and what the initiators rest on. */
export function LedgerDetails({ scope }: { readonly scope: Scope }) {
  const ledger = useLedger(scope);
  const columns: Column<Row>[] = [
    {
      head: 'Boundary',
      cell: ({ boundary }) => <FilterValue of={{ boundary }}>{boundary ?? 'no addresses'}</FilterValue>,
      plain: ({ boundary }) => boundary,
    },
    { head: 'Sight', cell: ({ sight }) => nameOf(sight), plain: ({ sight }) => sight },
    ...amounts.map(
      ({ head, of }): Column<Row> => ({
        head,
        cell: (row) => formatExact(row[of]),
        plain: (row) => row[of],
        numeric: true,
        wideOnly: of === 'packets',
      }),
    ),
  ];
  const bases: Column<LedgerAnswer['initiators'][number]>[] = [
    {
      head: 'Rests on',
      cell: ({ basis }) => (
        <FilterValue of={{ initiator_basis: basis }}>
          {basis === null ? 'nobody knows' : (basisWords[basis] ?? basis)}
        </FilterValue>
      ),
      plain: ({ basis }) => basis,
    },
    { head: 'Records', cell: (row) => formatExact(row.records), plain: (row) => row.records, numeric: true },
    { head: 'Bytes', cell: (row) => formatExact(row.bytes), plain: (row) => row.bytes, numeric: true },
  ];
  return (
    <div className="row half">
      <Card
        title="By boundary"
        actions={<ExportButton name="ledger" columns={columns} rows={ledger.data?.rows ?? []} />}
      >
        <Answer query={ledger} height={HEIGHT}>
          {({ rows }) => (
            <DataTable
              label="The sum by boundary"
              columns={columns}
              rows={rows}
              rowKey={({ boundary, sight }) => `${boundary} ${sight}`}
            />
          )}
        </Answer>
      </Card>
      <Card
        title="Who opened the conversation"
        about="and how far that can be trusted"
        actions={<ExportButton name="initiators" columns={bases} rows={ledger.data?.initiators ?? []} />}
      >
        <Answer query={ledger} height={HEIGHT}>
          {({ initiators }) => (
            <DataTable label="Initiators" columns={bases} rows={initiators} rowKey={({ basis }) => basis ?? '-'} />
          )}
        </Answer>
      </Card>
    </div>
  );
}

const basisWords: Readonly<Record<string, string>> = {
  flags: 'a SYN or SYN-ACK in the record',
  listener: 'an end that was seen to listen on this port',
  port: 'the port numbers: a guess',
};
