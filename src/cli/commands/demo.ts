import { resolve } from 'node:path';
import { z } from 'zod';
import { writeDemo } from '../../demo/index.ts';
import { defineCommand } from '../define-command.ts';
import { bytesText, countText } from '../ui/units.ts';

const number = (from: number, to: number, standard: number) =>
  z.coerce
    .number({ error: 'expected a number' })
    .min(from, { error: `at least ${from}` })
    .max(to, { error: `at most ${to}` })
    .default(standard);

export const command = defineCommand({
  name: 'demo',
  summary: 'Write the logs, the inventory and the truth of a made-up network',
  options: {
    out: {
      summary: 'folder to write to (default: demo-logs in the data folder)',
      value: '<folder>',
      schema: z.string().optional(),
    },
    hours: { summary: 'span of the logs in hours (default 24)', value: '<n>', schema: number(0.1, 24 * 366, 24) },
    rate: { summary: 'records per second on average (default 12)', value: '<n>', schema: number(0.1, 100_000, 12) },
    seed: {
      summary: 'another seed, another network of the same kind (default 1)',
      value: '<n>',
      schema: number(0, 2 ** 31, 1),
    },
    end: {
      summary: 'end of the span, ISO 8601 (default: now)',
      value: '<time>',
      schema: z.iso.datetime({ offset: true, error: 'expected a time such as 2026-11-23T04:00:00Z' }).optional(),
    },
    noIncidents: { summary: 'leave out the scripted incidents', schema: z.unknown() },
    incidents: { summary: 'write the scripted incidents (the default)', schema: z.boolean().default(true) },
  },
  examples: ['weir demo', 'weir demo --hours 2 --rate 50 --out ./logs --no-incidents'],
  async run(context, _args, options) {
    const folder = resolve(options.out ?? `${context.dataFolder}/demo-logs`);
    const progress = context.progress();
    const summary = await writeDemo({
      folder,
      hours: options.hours,
      rate: options.rate,
      seed: options.seed,
      ...(options.end === undefined ? {} : { end: Math.floor(Date.parse(options.end) / 1000) }),
      incidents: options.incidents,
      progress,
      signal: context.signal,
    });
    context.print(
      context.json
        ? JSON.stringify(summary)
        : `${countText(summary.records)} records in ${countText(summary.files)} objects (${bytesText(summary.compressedBytes)}) in ${summary.logs}\n  load them: weir ingest ${summary.logs}\n  and who is behind the addresses: weir inventory import ${summary.inventory}`,
    );
    return 0;
  },
});
