import type { Table } from '../schema.ts';

/** Where the tables that users gave rest. */
export const lookupTables: readonly Table[] = [
  {
    name: 'lookup_rows',
    meaning: 'Rows of the tables that users gave to look values up in; a version of a table is one partition.',
    columns: [
      { name: 'table', type: 'LowCardinality(String)' },
      { name: 'version', type: 'UInt64' },
      { name: 'row', type: 'UInt32' },
      { name: 'cells', type: 'Array(Nullable(String))', codec: 'ZSTD(1)' },
      // The network of the row in the form that the dictionary reads, where the table has one.
      { name: 'network', type: 'String', codec: 'ZSTD(1)' },
    ],
    engine: 'MergeTree',
    partitionBy: '(table, version)',
    orderBy: ['row'],
    shardBy: 'row',
    open: false,
  },
  {
    name: 'lookup_tables',
    meaning:
      'What is known of those tables: the newest row of a name holds, and is written when its rows are all there.',
    columns: [
      { name: 'table', type: 'String' },
      { name: 'version', type: 'UInt64' },
      { name: 'columns', type: 'Array(String)' },
      { name: 'network_column', type: 'String' },
      { name: 'rows', type: 'UInt64' },
      { name: 'removed', type: 'UInt8' },
      { name: 'at', type: "DateTime64(3, 'UTC')" },
    ],
    engine: 'MergeTree',
    orderBy: ['table', 'version'],
    shardBy: 'cityHash64(table)',
    open: false,
  },
];
