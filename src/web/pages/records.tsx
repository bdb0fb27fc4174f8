import { Menu } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useMemo } from 'react';
import { ColumnPicker } from '../components/column-picker.tsx';
import { Icon } from '../components/icon.tsx';
import { useView } from '../components/view.tsx';
import { formatExact } from '../data/format.ts';
import { exportUrl, useRecords } from '../data/queries.ts';
import { chosenColumns } from '../data/record-columns.ts';
import { rangeText } from '../data/time-range.ts';
import { definePage } from '../define-page.ts';
import { RecordGrid } from '../panels/record-grid.tsx';

const FORMATS = ['csv', 'json', 'parquet'] as const;
const words = { csv: 'CSV', json: 'JSON', parquet: 'Parquet' } as const;

function Records() {
  const { scope, search, patch } = useView();
  const [kept, keep] = useLocalStorage<string>({
    key: 'weir.records.columns',
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const chosen = search.columns ?? kept;
  const columns = useMemo(() => chosenColumns(chosen), [chosen]);
  const sort = search.sort ?? '-start';
  const count = useRecords(scope, { columns: ['start'], sort: '-start', limit: 1 });
  const choose = (next: readonly string[]) => {
    keep(next.join(','));
    patch({ columns: next.join(',') });
  };
  return (
    <div className="page full">
      <header className="page-head">
        <h1>Records</h1>
        <p>
          {countText(count)} · {rangeText(scope)} UTC
        </p>
        <span className="grow" />
        <ColumnPicker chosen={columns} onChange={choose} />
        <Menu position="bottom-end">
          <Menu.Target>
            <button type="button" className="chip">
              <Icon name="download" size={13} /> Export
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>All records of this view, these columns</Menu.Label>
            {FORMATS.map((format) => (
              <Menu.Item
                key={format}
                component="a"
                href={exportUrl(scope, columns, format)}
                download={`weir-records.${format}`}
              >
                {words[format]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </header>
      <section className="card grow-card">
        <RecordGrid scope={scope} columns={columns} sort={sort} onSort={(next) => patch({ sort: next })} />
      </section>
    </div>
  );
}

function countText({ data, isError }: ReturnType<typeof useRecords>): string {
  if (data !== undefined) return `${formatExact(data.total)} in this view`;
  return isError ? 'not counted' : 'counting …';
}

export const page = definePage({
  path: '/records',
  title: 'Records',
  menu: { icon: 'records', place: 2 },
  hasScope: true,
  Component: Records,
});
