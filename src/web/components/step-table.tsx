import type { Measure } from '../../contract/index.ts';
import { formatBytes, formatExact, formatInstant, MISSING } from '../data/format.ts';
import type { Grid } from '../data/series.ts';
import { type Column, DataTable, ExportButton } from './data-table.tsx';

interface StepTableProps {
  readonly name: string;
  readonly grid: Grid;
  readonly measure: Measure;
  readonly height: number;
  readonly keys: readonly string[];
  readonly nameOf: (key: string) => string;
}

interface StepRow {
  readonly time: number;
  readonly index: number;
}

/** A drawing over time as figures, newest step first. */
export function StepTable({ name, grid, measure, height, keys, nameOf }: StepTableProps) {
  const figureAt = (key: string, { index }: StepRow) => grid.figures.get(key)?.[index] ?? null;
  const columns: Column<StepRow>[] = [
    { head: 'from, UTC', cell: ({ time }) => formatInstant(time), plain: ({ time }) => formatInstant(time) },
    ...keys.map(
      (key): Column<StepRow> => ({
        head: `${nameOf(key)}${measure === 'records' ? '' : `, ${measure}`}`,
        numeric: true,
        cell: (row) => {
          const value = figureAt(key, row);
          if (value === null) return MISSING;
          return measure === 'bytes' ? formatBytes(value) : formatExact(value);
        },
        plain: (row) => figureAt(key, row),
      }),
    ),
  ];
  const rows = grid.times.map((time, index) => ({ time, index })).reverse();
  return (
    <div className="step-table" style={{ height }}>
      <div className="corner">
        <ExportButton name={name} columns={columns} rows={rows} />
      </div>
      <DataTable label="Figures of the drawing" columns={columns} rows={rows} rowKey={(row) => String(row.time)} />
    </div>
  );
}
