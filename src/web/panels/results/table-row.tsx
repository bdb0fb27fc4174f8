import { memo } from 'react';
import type { QueryColumn } from '../../../contract/index.ts';
import { isChange, type Pick, type Row } from '../../data/answer.ts';
import { roles } from './roving.ts';
import { CellContent, isRight } from './table-cell.tsx';

/** A column that is shown, and its place in the answer. */
export interface Shown {
  readonly column: QueryColumn;
  readonly at: number;
}

interface RowProps {
  readonly index: number;
  /** Pixels from the top of the body. */
  readonly top: number;
  readonly template: string;
  readonly columns: readonly QueryColumn[];
  readonly shown: readonly Shown[];
  readonly rooms: readonly number[];
  readonly row: Row;
  /** Place of the cell that the Tab key stops at, if it is in this row. */
  readonly stop: number | undefined;
  readonly onPick: (pick: Pick) => void;
}

/** One row of an answer. While one scrolls, rows that stay in sight are not drawn again. */
export const TableRow = memo(function TableRow(props: RowProps) {
  const { index, top, template, columns, shown, rooms, row, stop, onPick } = props;
  const isOthers = columns.some((column, at) => column.flag === 'others' && row[at] === true);
  const firstKey = shown.findIndex(({ column }) => column.role === 'key');
  return (
    <tr
      {...roles.row}
      className={`result-row${isOthers ? ' others' : ''}`}
      aria-rowindex={index + 2}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
    >
      {shown.map(({ column, at }, place) => (
        <td
          key={column.name}
          {...roles.cell}
          className={`result-cell${isRight(column) ? ' num' : ''}${isChange(column) ? ' change' : ''}`}
          aria-colindex={place + 1}
          data-row={index}
          data-at={place}
          tabIndex={stop === place ? 0 : -1}
        >
          {isOthers && column.role === 'key' ? (
            <span>{place === firstKey ? 'others' : ''}</span>
          ) : (
            <CellContent column={column} value={row[at] ?? null} room={rooms[place] ?? 20} onPick={onPick} />
          )}
        </td>
      ))}
    </tr>
  );
});
