import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { serve } from '../../app/index.ts';
import { writeDemo } from '../../demo/index.ts';
import { ingest } from '../../ingest/index.ts';
import { importInventory } from '../../inventory/index.ts';
import { defineCommand } from '../define-command.ts';
import { withLoadingFile } from '../loading-file.ts';
import { prepareCountries } from '../prepare-countries.ts';
import { settle } from '../settle.ts';
import { summaryText } from '../ui/ingest-summary.ts';
import { version } from '../version.ts';

/** The demo that a first start shows: a day of a small network, about a million records. */
const demoHours = 24;
const demoRate = 12;

export const command = defineCommand({
  name: 'start',
  summary: 'Load the given logs, or a demo network where none are given, and serve the page',
  arguments: [{ name: 'location', summary: 'file, folder or quoted pattern', required: false, variadic: true }],
  options: {
    port: {
      summary: 'port of the page (default 7070)',
      value: '<n>',
      schema: z.coerce.number({ error: 'expected a port' }).int().min(0).max(65535).default(7070),
    },
  },
  examples: ['weir start', 'weir start ./AWSLogs'],
  async run(context, given, options) {
    let locations = given;
    let inventory: string[] = [];
    if (locations.length === 0) {
      const folder = join(context.dataFolder, 'demo-logs');
      // The truth is written last: where it is, the demo is whole.
      if (!existsSync(join(folder, 'truth.json'))) {
        context.note('No logs given: making a demo network (a day, about a million records).');
        const progress = context.progress();
        await writeDemo({
          folder,
          hours: demoHours,
          rate: demoRate,
          objectMinutes: 60,
          replace: true,
          progress,
          signal: context.signal,
        });
      }
      locations = [join(folder, 'AWSLogs')];
      // A demo that an older Weir wrote has none.
      inventory = [join(folder, 'inventory')].filter(existsSync);
    }
    const store = await context.store();
    // Before the records: what they say of their ends is then known at once.
    if (inventory.length > 0) await importInventory(store, inventory, { now: Date.now() });
    const summary = await withLoadingFile(context.dataFolder, context.progress(), (progress) =>
      ingest(store, locations, {
        progress,
        signal: context.signal,
        prepare: () => prepareCountries(context, store),
      }),
    );
    await settle(context, store);
    context.note(summaryText(summary));
    await serve({
      store,
      dataFolder: context.dataFolder,
      version,
      port: options.port,
      signal: context.signal,
      announce: context.print,
    });
    return 0;
  },
});
