import type { Column, Table } from '../schema.ts';

/** Columns of `settle_rows` that tell what a record held before: `was_sight`. */
export const formerName = (column: string) => `was_${column}`;

/** What settling keeps: which runs there were, the records that a run is about to change, who was seen to listen. */
export function settleTables(flowColumns: readonly Column[], derived: readonly Column[]): Table[] {
  return [
    {
      name: 'settle_rows',
      meaning:
        'Records that a run of settling changes, with what they held; a run is one partition, dropped at its end.',
      columns: [
        { name: 'run', type: 'UInt64' },
        { name: 'key', type: 'UInt128' },
        { name: 'code', type: 'UInt64' },
        ...flowColumns.map(({ name, type }): Column => ({ name, type, codec: 'ZSTD(1)' })),
        ...derived.map(({ name, type }): Column => ({ name: formerName(name), type, codec: 'ZSTD(1)' })),
      ],
      engine: 'MergeTree',
      partitionBy: 'run',
      orderBy: ['key'],
      shardBy: 'toUInt64(key)',
      open: false,
    },
    {
      name: 'settle_runs',
      meaning: 'Runs of settling, and how far each came; the newest row of a run holds.',
      columns: [
        { name: 'run', type: 'UInt64' },
        { name: 'step', type: "Enum8('claimed' = 1, 'found' = 2, 'done' = 3, 'given up' = 4)" },
        // The inventory that the run read.
        { name: 'edition', type: 'UInt64' },
        // The country data that the sums carry behind it.
        { name: 'countries', type: 'UInt64' },
        { name: 'records', type: 'UInt64' },
        { name: 'changed', type: 'UInt64' },
        { name: 'owner', type: 'String' },
        { name: 'at', type: "DateTime64(3, 'UTC')" },
      ],
      engine: 'MergeTree',
      orderBy: ['run', 'step', 'at'],
      shardBy: 'run',
      open: false,
    },
    {
      name: 'settled_objects',
      meaning: 'Objects whose records were settled since they were loaded.',
      columns: [
        { name: 'object_id', type: 'UInt64' },
        { name: 'run', type: 'UInt64' },
      ],
      engine: 'MergeTree',
      orderBy: ['object_id'],
      shardBy: 'object_id',
      open: false,
    },
    {
      name: 'listeners',
      meaning: 'Who was seen to answer a SYN: address, port and protocol, by day.',
      columns: [
        { name: 'day', type: 'Date' },
        { name: 'address', type: 'IPv6' },
        { name: 'port', type: 'UInt16' },
        { name: 'protocol', type: 'UInt8' },
        // Which run learned it.
        { name: 'run', type: 'UInt64' },
      ],
      engine: 'MergeTree',
      partitionBy: 'toYYYYMM(day)',
      orderBy: ['address', 'port', 'protocol', 'day'],
      agesBy: 'day',
      shardBy: 'cityHash64(address)',
      open: true,
    },
  ];
}
