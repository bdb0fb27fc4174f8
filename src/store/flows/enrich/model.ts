import type { Table } from '../schema.ts';

/** Where what is known of networks rests. */
export const enrichTables: readonly Table[] = [
  {
    name: 'country_prefixes',
    meaning: 'Country data as networks, the source of the dictionary country_of.',
    columns: [
      { name: 'prefix', type: 'String' },
      { name: 'country', type: 'LowCardinality(String)' },
    ],
    engine: 'MergeTree',
    orderBy: ['prefix'],
    open: false,
  },
  {
    name: 'enrich_rows',
    meaning:
      'What is known of networks: operators, clouds, threats, own networks, places. A version of a source is one partition.',
    columns: [
      { name: 'table', type: 'LowCardinality(String)' },
      { name: 'name', type: 'LowCardinality(String)' },
      { name: 'version', type: 'UInt64' },
      { name: 'row', type: 'UInt32' },
      { name: 'network', type: 'String', codec: 'ZSTD(1)' },
      { name: 'cells', type: 'Array(Nullable(String))', codec: 'ZSTD(1)' },
    ],
    engine: 'MergeTree',
    partitionBy: '(table, name, version)',
    orderBy: ['row'],
    shardBy: 'row',
    open: false,
  },
  {
    name: 'enrich_sources',
    meaning: 'Where that came from: the newest row of a source holds, and is written when its rows are all there.',
    columns: [
      { name: 'table', type: 'LowCardinality(String)' },
      { name: 'name', type: 'String' },
      { name: 'version', type: 'UInt64' },
      { name: 'format', type: 'LowCardinality(String)' },
      { name: 'path', type: 'String' },
      { name: 'edition', type: 'String' },
      { name: 'made_at', type: "Nullable(DateTime('UTC'))" },
      { name: 'attribution', type: 'String' },
      { name: 'networks', type: 'UInt64' },
      { name: 'stored', type: 'UInt64' },
      { name: 'removed', type: 'UInt8' },
      { name: 'at', type: "DateTime64(3, 'UTC')" },
    ],
    engine: 'MergeTree',
    orderBy: ['table', 'name', 'version'],
    shardBy: 'cityHash64(table)',
    open: false,
  },
];
