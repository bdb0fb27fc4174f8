import { z } from 'zod';
import type { LedgerAnswer } from '../../contract/index.ts';
import { readLedger } from '../../store/index.ts';
import { defineCommand } from '../define-command.ts';
import { settle } from '../settle.ts';
import { printTable } from '../ui/table.ts';

const time = z.iso
  .datetime({ offset: true, error: 'expected a time such as 2026-11-23T04:00:00Z' })
  .transform((text) => new Date(text).toISOString().replace(/\.\d+Z$/, 'Z'))
  .optional();

const words: Readonly<Record<string, string>> = {
  first: 'counted',
  second: 'second sight',
  leg: 'other legs',
  ambiguous: 'ambiguous',
  '': 'without bytes',
};

export const command = defineCommand({
  name: 'ledger',
  summary: 'Show where every byte went: counted once, seen a second time, other legs, ambiguous',
  options: {
    from: { summary: 'begin of the range (default: 24 hours before the newest record)', value: '<time>', schema: time },
    to: {
      summary: 'end of the range, not included (default: behind the newest record)',
      value: '<time>',
      schema: time,
    },
    filter: {
      summary: 'only records with this, as in the address of the page: boundary:outbound; may be repeated',
      value: '<field:value>',
      repeat: true,
      schema: z.array(z.string()).default([]),
    },
    again: {
      summary: 'look at every record again first: which sight counts, directions, scopes, countries of the hourly sums',
      schema: z.boolean().default(false),
    },
  },
  examples: ['weir ledger', 'weir ledger --filter boundary:outbound', 'weir ledger --again'],
  async run(context, _args, { again, ...query }) {
    const store = await context.store();
    const settled = await settle(context, store, again);
    if (again && !context.json) context.note(`${settled.records} records looked at, ${settled.changed} changed`);
    const answer = await readLedger({ client: store, signal: context.signal }, query);
    if (context.json) context.print(JSON.stringify(again ? { ...answer, settled } : answer));
    else print(answer, context.print);
    return answer.balanced ? 0 : 1;
  },
});

function print({ rows, parts, initiators, total, balanced, completeness }: LedgerAnswer, line: (text: string) => void) {
  line(`from ${completeness.from} to ${completeness.to}`);
  const columns = ['boundary', 'sight', 'records', 'packets', 'bytes'].map((name, i) => ({
    name,
    type: i < 2 ? 'String' : 'UInt64',
  }));
  const amounts = (row: LedgerAnswer['total']) => [row.records, row.packets, row.bytes];
  const sightOf = (sight: string | null) => words[sight ?? ''] ?? sight;
  const present = parts.filter(({ sight, records }) => sight === 'first' || String(records) !== '0');
  printTable(
    columns,
    [
      ...rows.map((row) => [row.boundary, sightOf(row.sight), ...amounts(row)]),
      ...present.map((part) => ['all', sightOf(part.sight), ...amounts(part)]),
      ['all', 'all', ...amounts(total)],
    ],
    line,
    undefined,
  );
  line(
    balanced ? 'the parts add up to all bytes' : 'the parts do not add up: weir ledger --again looks at every record',
  );
  const basis = initiators.map((one) => `${one.basis ?? 'not known'} ${one.records}`);
  line(`who opened the conversation, by what it rests on (records): ${basis.join(' · ')}`);
}
