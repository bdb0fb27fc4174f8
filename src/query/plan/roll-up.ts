import type { CompileContext, TimeRange } from './context.ts';
import type { RowSource } from './level.ts';

/** A table of sums over records. Beside its keys it has records, bytes, packets, no_bytes and no_packets. */
export interface RollUp {
  readonly table: string;
  /** Its column with the start of the bucket. */
  readonly time: string;
  /** Seconds of a bucket. */
  readonly grain: number;
  /** Which of its columns holds a column of `flows`. */
  readonly holds: Readonly<Record<string, string>>;
  /** Condition that chooses the rows, where the table serves several purposes. */
  readonly choice?: string;
  /** It has only the records that have a value in this column of `flows`. */
  readonly only?: string;
}

const measures = ['bytes', 'packets'] as const;

/** Names of the sums that a kept row stands for; `flows` itself has 1 record a row. */
export const keptSums = {
  rows: 'w_records',
  sum: (column: string) => (isMeasure(column) ? `w_${column}` : undefined),
  present: (column: string) => (isMeasure(column) ? `(w_records - w_no_${column})` : undefined),
};

export function isMeasure(column: string): boolean {
  return measures.some((one) => one === column);
}

/** True when a roll-up holds all that an expression rests on; a time cut to `start/300` needs buckets that fit in. */
export function canHold(rollUp: RollUp, uses: Iterable<string>): boolean {
  for (const use of uses) {
    const bin = /^start\/(\d+)$/.exec(use)?.[1];
    if (bin !== undefined ? Number(bin) % rollUp.grain !== 0 : rollUp.holds[use] === undefined) return false;
  }
  return true;
}

/** The whole buckets within a range, end excluded; undefined when there are none. */
export function wholeBuckets({ from, to }: TimeRange, grain: number): { first: number; last: number } | undefined {
  const first = Math.ceil(from / grain) * grain;
  const last = Math.floor((to + 1) / grain) * grain;
  return first < last ? { first, last } : undefined;
}

const moment = (seconds: number) => `toDateTime(${Math.trunc(seconds)}, 'UTC')`;

/** The records of a range, each as it is. */
export function flowRecords(context: CompileContext, range: TimeRange): RowSource {
  return {
    render: () => context.table('flows'),
    conditions: () => [`\`start\` >= ${moment(range.from)} AND \`start\` <= ${moment(range.to)}`],
  };
}

/**
 * The same records, most of them as kept sums: whole buckets from the roll-up; the ragged ends of the range, and records
 * that the roll-up leaves out, from `flows`. Columns have the names that they have in `flows`, sums those of `keptSums`.
 */
export function keptRecords(
  context: CompileContext,
  range: TimeRange,
  rollUp: RollUp,
  uses: ReadonlySet<string>,
): RowSource {
  return {
    render: () => {
      const buckets = wholeBuckets(range, rollUp.grain);
      if (buckets === undefined) throw new RangeError(`no bucket of ${rollUp.table} lies within the range`);
      const columns = [...uses].filter((use) => !use.startsWith('start/') && !isMeasure(use));
      const sums = [
        ...measures.map((m) => `sum(\`${m}\`) AS w_${m}`),
        ...measures.map((m) => `sum(\`no_${m}\`) AS w_no_${m}`),
      ];
      const kept = [
        ...columns.map((c) => `\`${rollUp.holds[c] ?? c}\` AS \`${c}\``),
        `\`${rollUp.time}\` AS \`start\``,
        'sum(`records`) AS w_records',
        ...sums,
      ];
      const time = `\`${rollUp.time}\``;
      const keptWhere = [
        ...(rollUp.choice === undefined ? [] : [rollUp.choice]),
        `${time} >= ${moment(buckets.first)} AND ${time} < ${moment(buckets.last)}`,
      ];
      const single = [
        ...columns.map((c) => `\`${c}\``),
        '`start`',
        'toUInt64(1) AS w_records',
        ...measures.map((m) => `ifNull(\`${m}\`, 0) AS w_${m}`),
        ...measures.map((m) => `toUInt64(isNull(\`${m}\`)) AS w_no_${m}`),
      ];
      const outside = [
        ...(range.from < buckets.first
          ? [`\`start\` >= ${moment(range.from)} AND \`start\` < ${moment(buckets.first)}`]
          : []),
        ...(buckets.last <= range.to
          ? [`\`start\` >= ${moment(buckets.last)} AND \`start\` <= ${moment(range.to)}`]
          : []),
      ];
      const whole = `\`start\` >= ${moment(buckets.first)} AND \`start\` < ${moment(buckets.last)}`;
      // A sum that was corrected to nothing may still lie there, in parts that are not merged: it stands for no record.
      const keys = [...new Set([...columns.map((c) => rollUp.holds[c] ?? c), rollUp.time])].map((c) => `\`${c}\``);
      const branches = [
        `SELECT ${kept.join(', ')} FROM ${context.table(rollUp.table)} WHERE ${keptWhere.join(' AND ')} GROUP BY ${keys.join(', ')} HAVING w_records != 0`,
        ...outside.map((where) => `SELECT ${single.join(', ')} FROM ${context.table('flows')} WHERE ${where}`),
        ...(rollUp.only === undefined
          ? []
          : [
              `SELECT ${single.join(', ')} FROM ${context.table('flows')} WHERE ${whole} AND isNull(\`${rollUp.only}\`)`,
            ]),
      ];
      return branches.length === 1 ? `(${branches[0] ?? ''})` : `(${branches.join(' UNION ALL ')})`;
    },
  };
}
