import { z } from 'zod';
import { readLogFormat } from '../../decode/index.ts';
import { ingest } from '../../ingest/index.ts';
import { defineCommand } from '../define-command.ts';
import { withLoadingFile } from '../loading-file.ts';
import { prepareCountries } from '../prepare-countries.ts';
import { settle } from '../settle.ts';
import { summaryJson, summaryText } from '../ui/ingest-summary.ts';

export const command = defineCommand({
  name: 'ingest',
  summary: 'Load flow logs from files, folders and patterns',
  arguments: [{ name: 'location', summary: 'file, folder or quoted pattern', required: true, variadic: true }],
  options: {
    logFormat: {
      summary: "order of the fields where a file has no header: '${version} ${account-id} …'",
      value: '<format>',
      schema: z.string().optional(),
    },
    later: {
      summary: 'leave settling to a server on this data, or to the next command: quicker, where many loads follow',
      schema: z.boolean().default(false),
    },
  },
  examples: [
    'weir ingest ./AWSLogs',
    "weir ingest 'logs/*.log.gz' --json",
    "weir ingest export.txt --log-format '${version} ${srcaddr} ${dstaddr} ${action}'",
  ],
  async run(context, locations, options) {
    const logFormat = options.logFormat === undefined ? undefined : readLogFormat(options.logFormat);
    const store = await context.store();
    const summary = await withLoadingFile(context.dataFolder, context.progress(), (progress) =>
      ingest(store, locations, {
        logFormat,
        progress,
        signal: context.signal,
        prepare: () => prepareCountries(context, store),
      }),
    );
    if (!options.later) await settle(context, store);
    context.print(context.json ? summaryJson(summary) : summaryText(summary));
    return summary.failed_files > 0 ? 1 : 0;
  },
});
