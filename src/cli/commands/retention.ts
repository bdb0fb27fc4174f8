import { z } from 'zod';
import { WeirError } from '../../core/index.ts';
import { setRetention, tables } from '../../store/index.ts';
import { defineCommand } from '../define-command.ts';

export const command = defineCommand({
  name: 'retention',
  summary: 'Set for how many days records are kept, or keep them for ever',
  options: {
    days: {
      summary: 'drop what is older',
      value: '<n>',
      schema: z.coerce
        .number({ error: 'expected a number of days' })
        .int()
        .min(1, { error: 'at least 1' })
        .max(36_500, { error: 'at most 36500' })
        .optional(),
    },
    forever: { summary: 'keep everything (the state of a new store)', schema: z.boolean().default(false) },
    table: {
      summary: 'only this table, such as flows (default: every table that ages)',
      value: '<name>',
      schema: z.string().optional(),
    },
  },
  examples: ['weir retention --days 90', 'weir retention --days 30 --table flows', 'weir retention --forever'],
  async run(context, _args, { days, forever, table }) {
    if ((days === undefined) === !forever) {
      throw new WeirError('RETENTION_UNCLEAR', 'say either --days <n> or --forever', {
        kind: 'usage',
        hint: 'weir retention --help',
      });
    }
    const aging = tables.filter((t) => t.agesBy !== undefined);
    const chosen = aging.filter((t) => table === undefined || t.name === table);
    if (chosen.length === 0) {
      throw new WeirError('TABLE_UNKNOWN', `--table ${table}: no table of that name grows old`, {
        kind: 'usage',
        hint: aging.map((t) => t.name).join(', '),
      });
    }
    const store = await context.store();
    await setRetention(store, chosen, days);
    const text = days === undefined ? 'kept for ever' : `kept for ${days} days`;
    context.print(
      context.json
        ? JSON.stringify({ tables: chosen.map((t) => t.name), days: days ?? null })
        : `${chosen.map((t) => t.name).join(', ')}: ${text}`,
    );
    return 0;
  },
});
