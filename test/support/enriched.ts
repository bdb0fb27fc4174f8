import { readFacts } from '../../src/store/flows/query/facts.ts';
import type { FlowClient } from '../../src/store/index.ts';

/** What a table says of addresses by its longest networks: for each address the columns in order, missing as null. */
export async function enriched(
  client: FlowClient,
  name: string,
  columns: readonly string[],
  addresses: readonly string[],
): Promise<(string | null)[][]> {
  const table = (await readFacts({ client })).tables.find((one) => one.name === name);
  const { byNetwork } = table ?? {};
  if (table === undefined || byNetwork === undefined) throw new TypeError(`${name} has no networks`);
  const probe = `weir.probe_${Math.floor(Math.random() * 1e9)}`;
  await client.command(`CREATE TABLE ${probe} (i UInt32, a Nullable(IPv6)) ENGINE = Memory`);
  await client.insertRows(
    probe.slice('weir.'.length),
    addresses.map((a, i) => ({ i, a })),
    probe,
  );
  const values = columns.map((column) => byNetwork(table.columns.indexOf(column), 'a'));
  const rows = await client.rows<{ found: (string | null)[] }>(
    `SELECT [${values.map((value) => `toNullable(${value})`).join(', ')}] AS found FROM ${probe} ORDER BY i`,
  );
  await client.command(`DROP TABLE ${probe}`);
  return rows.map(({ found }) => found);
}
