import { z } from 'zod';
import { serve } from '../../app/index.ts';
import { defineCommand } from '../define-command.ts';
import { version } from '../version.ts';

export const command = defineCommand({
  name: 'serve',
  summary: 'Serve the API and the page',
  options: {
    port: {
      summary: 'port (default 7070; 0 takes a free one)',
      value: '<n>',
      schema: z.coerce
        .number({ error: 'expected a port' })
        .int()
        .min(0)
        .max(65535, { error: 'at most 65535' })
        .default(7070),
    },
    host: { summary: 'interface to listen on (default 127.0.0.1)', value: '<address>', schema: z.string().optional() },
    token: {
      summary: 'asked of everyone when the server listens beyond this machine (or WEIR_TOKEN)',
      value: '<secret>',
      schema: z.string().min(8, { error: 'at least 8 characters' }).optional(),
    },
  },
  examples: ['weir serve', 'weir serve --port 8080'],
  async run(context, _args, options) {
    await serve({
      store: await context.store(),
      dataFolder: context.dataFolder,
      version,
      port: options.port,
      host: options.host,
      token: options.token ?? process.env['WEIR_TOKEN'],
      signal: context.signal,
      announce: context.print,
    });
    return 0;
  },
});
