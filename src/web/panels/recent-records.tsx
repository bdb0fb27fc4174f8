import type { RecordsAnswer, RecordValue } from '../../contract/index.ts';
import { Answer, Card } from '../components/card.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { FilterValue } from '../components/filter-menu.tsx';
import { AddressLink, ScopeLink } from '../components/links.tsx';
import { NamedAddress } from '../components/named.tsx';
import { NoRecords } from '../components/no-records.tsx';
import type { FilterKey } from '../data/filters.ts';
import { formatExact } from '../data/format.ts';
import { type Scope, useRecords } from '../data/queries.ts';
import { decoded, isNumeric, recordColumns, usualColumns } from '../data/record-columns.ts';

/** The usual columns, less those that do not fit beside other panels. */
const COLUMNS = usualColumns.filter((name) => name !== 'boundary' && name !== 'interface_id');
const ROWS = 12;

interface NumberedRow {
  readonly at: number;
  readonly values: readonly RecordValue[];
}

/** The newest records of a view, and the way to all of them. */
export function RecentRecords({ scope, add }: { readonly scope: Scope; readonly add: FilterKey }) {
  const records = useRecords(scope, { columns: COLUMNS, sort: '-start', limit: ROWS });
  const rows = numbered(records.data);
  return (
    <Card
      title="Newest records"
      about={records.data === undefined ? undefined : `of ${formatExact(records.data.total)}`}
      actions={
        <>
          <ScopeLink to="/records" add={add}>
            All records
          </ScopeLink>
          <ExportButton name="newest-records" columns={columns} rows={rows} />
        </>
      }
    >
      <Answer query={records} height={30 * ROWS} lines={ROWS}>
        {() =>
          rows.length === 0 ? (
            <NoRecords title="No record fits" />
          ) : (
            <DataTable label="Newest records" columns={columns} rows={rows} rowKey={(row) => String(row.at)} />
          )
        }
      </Answer>
    </Card>
  );
}

function numbered(answer: RecordsAnswer | undefined): NumberedRow[] {
  return (answer?.rows ?? []).map((values, at) => ({ at, values }));
}

const columns: readonly Column<NumberedRow>[] = COLUMNS.map((name, index) => {
  const kind = recordColumns.get(name)?.kind ?? 'text';
  return {
    head: name,
    numeric: isNumeric(kind),
    cell: ({ values }) => <Cell column={name} value={values[index] ?? null} />,
    plain: ({ values }) => plainValue(values[index] ?? null),
  };
});

function plainValue(value: RecordValue): string | number | null {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function Cell({ column, value }: { readonly column: string; readonly value: RecordValue }) {
  const { text, name } = decoded(column, value);
  const kind = recordColumns.get(column)?.kind;
  if (kind === 'time' || kind === 'count' || typeof value === 'object') return <span className="num">{text}</span>;
  const tone = value === 'REJECT' ? 'refused' : value === 'ACCEPT' ? 'accepted' : '';
  return (
    <span className="line">
      <FilterValue of={{ [column]: value }} className={tone}>
        {kind === 'address' && typeof value === 'string' ? <NamedAddress address={value} compact /> : null}
        {name === undefined ? null : <span className="decoded">{name}</span>}
        {kind === 'address' && value !== null ? null : name === undefined ? text : <span className="code">{text}</span>}
      </FilterValue>
      {kind === 'address' && typeof value === 'string' ? <AddressLink address={value} /> : null}
    </span>
  );
}
