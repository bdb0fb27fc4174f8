import type { QueryColumn } from '../../../contract/index.ts';
import { Icon } from '../../components/icon.tsx';
import { flowColumn } from '../../data/answer-roles.ts';
import { recordColumns } from '../../data/record-columns.ts';
import { roles } from './roving.ts';
import { isRight } from './table-cell.tsx';

interface HeadCellProps {
  readonly column: QueryColumn;
  readonly place: number;
  readonly sorted: 'asc' | 'desc' | false;
  readonly isStop: boolean;
  readonly onSort: () => void;
  readonly onResize: (event: unknown) => void;
  readonly onReset: () => void;
}

/** The head of a column: a click sorts, the right edge resizes, a double click on it gives the width back. */
export function HeadCell({ column, place, sorted, isStop, onSort, onResize, onReset }: HeadCellProps) {
  return (
    <th
      scope="col"
      {...roles.head}
      className={`result-cell${isRight(column) ? ' num' : ''}`}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
      aria-colindex={place + 1}
      data-row={-1}
      data-at={place}
      tabIndex={isStop ? 0 : -1}
      title={titleOf(column)}
    >
      <button type="button" className="sort" tabIndex={-1} onClick={onSort}>
        <span className="sort-name">
          {column.approximate === true ? '≈ ' : ''}
          {column.name}
        </span>
        {sorted === false ? null : <Icon name={sorted === 'desc' ? 'down' : 'up'} size={11} />}
      </button>
      {/* For the pointer alone: with the keyboard, Alt and an arrow resize. */}
      <span
        className="result-edge"
        aria-hidden="true"
        onMouseDown={onResize}
        onTouchStart={onResize}
        onDoubleClick={onReset}
      />
    </th>
  );
}

function titleOf(column: QueryColumn): string {
  const meaning = recordColumns.get(flowColumn(column) ?? '')?.meaning;
  const unit = column.unit === undefined ? [] : [`In ${column.unit}.`];
  const estimate = column.approximate === true ? ['Estimates.'] : [];
  return [column.name, ...(meaning === undefined ? [] : [meaning]), ...unit, ...estimate].join('\n');
}
