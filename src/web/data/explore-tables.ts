import { useQuery } from '@tanstack/react-query';
import type { QueryColumn } from '../../contract/index.ts';
import { columnsOf } from './run-query.ts';

/** Tables that SQL may read: those of docs/reference/tables.md; a test holds them together. */
export const sqlTables: readonly { readonly name: string; readonly about: string }[] = [
  {
    name: 'flows',
    about: 'One row per flow log record, fields as AWS names them with _ for -, and the derived columns.',
  },
  {
    name: 'flows_by_minute',
    about: 'Sums per minute, account, VPC, region, action, log status, direction and boundary.',
  },
  {
    name: 'flows_by_hour_address',
    about: 'Sums per hour, address and the role it played (src or dst), with its country.',
  },
  {
    name: 'flows_by_hour_service',
    about: 'Sums per hour, interface, service (port of the responder and protocol), action and boundary.',
  },
  {
    name: 'coverage',
    about: 'Per interface and ten minutes: how many records said OK, NODATA or SKIPDATA, and how many came late.',
  },
  { name: 'quarantine', about: 'Lines that could not be read, with the reason; the line is cut at 4 KiB.' },
  {
    name: 'ingest_objects',
    about:
      'The ledger: every object that was loaded or refused, with its counts. An object is loaded when its row is here.',
  },
];

/** Columns of the tables, as the server has them; a table that it cannot tell about is left out. */
export function useSqlColumns(isWanted: boolean): Readonly<Record<string, readonly QueryColumn[]>> | undefined {
  const { data } = useQuery({
    queryKey: ['sql-columns'],
    queryFn: async ({ signal }) => {
      const found = sqlTables.map(async ({ name }) => {
        const body = { query: `SELECT * FROM ${name} LIMIT 0`, language: 'sql' } as const;
        return [name, await columnsOf(body, signal).catch(() => [])] as const;
      });
      return Object.fromEntries(await Promise.all(found));
    },
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
