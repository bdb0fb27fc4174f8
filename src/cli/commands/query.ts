import { z } from 'zod';
import { queryBody } from '../../contract/index.ts';
import { WeirError } from '../../core/index.ts';
import {
  listSavedQueries,
  type PreparedQuery,
  prepareQuery,
  type QueryContext,
  QueryError,
} from '../../store/index.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import { printDiagnostics } from '../ui/print-diagnostics.ts';
import { printError } from '../ui/print-error.ts';
import { writeFileAnswer, writeRows } from '../ui/query-answer.ts';
import { rowOptions } from '../ui/row-options.ts';

const list = z.array(z.string()).default([]);

export const command = defineCommand({
  name: 'query',
  summary: 'Ask in the language of CloudWatch Logs Insights, with words for networks',
  arguments: [{ name: 'query', summary: 'the query, in quotes', required: true }],
  options: {
    from: {
      summary: 'begin of the range: -24h, or a time (default -24h)',
      value: '<time>',
      schema: z.string().default('-24h'),
    },
    to: { summary: 'end of the range, included (default now)', value: '<time>', schema: z.string().default('now') },
    format: rowOptions.format,
    limit: {
      summary: 'most rows (default 10000, where the query has no limit)',
      value: '<n>',
      schema: z.coerce
        .number({ error: 'expected a number' })
        .int({ error: 'expected a whole number' })
        .min(1, { error: 'at least 1' })
        .max(100_000, { error: 'at most 100000' })
        .optional(),
    },
    filter: {
      summary:
        'only records with this, as in the address of the page: action:REJECT, !srcaddr:10.0.0.0/8; may be repeated',
      value: '<field:value>',
      repeat: true,
      schema: list,
    },
    param: { summary: 'value for {{name}}; may be repeated', value: '<name=value>', repeat: true, schema: list },
    explain: {
      summary: 'print the SQL and the tables that it reads, and run nothing',
      schema: z.boolean().default(false),
    },
    out: rowOptions.out,
  },
  examples: [
    "weir query 'stats sum(bytes) as b by srcAddr | sort b desc | limit 10' --from -7d",
    "weir query 'top 10 srcAddr by sum(bytes) with others' --from 2026-11-20T00:00:00Z --to 2026-11-21T00:00:00Z",
    "weir query 'filter dstPort = {{port}} | stats count(*) by action' --param port=22 --format csv",
    "weir query 'stats count(*) by bin(1h)' --explain",
  ],
  async run(context, [text = ''], options) {
    const format = options.format ?? (context.json ? 'json' : 'table');
    if (format === 'parquet' && options.out === undefined && process.stdout.isTTY) {
      throw new WeirError('OUTPUT_NEEDED', 'Parquet is not for a terminal', {
        kind: 'usage',
        hint: 'add --out <file>, or send it on with > file',
      });
    }
    const asking: QueryContext = {
      client: await context.store(),
      signal: context.signal,
      savedQueries: () => listSavedQueries(context.savedQueries),
      log: context.note,
    };
    const body = readBody({
      query: text,
      from: options.from,
      to: options.to,
      filter: options.filter,
      parameters: parametersOf(options.param),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
    });
    const prepared = await understood(context, asking, body);
    if (prepared === undefined) return 2;
    printDiagnostics(context, text, prepared.diagnostics);
    if (options.explain) {
      explain(context, prepared);
      return 0;
    }
    if (format === 'csv' || format === 'parquet') await writeFileAnswer(context, asking, prepared, format, options.out);
    else await writeRows(context, asking, prepared, format, options.out);
    return 0;
  },
});

function readBody(given: z.input<typeof queryBody>): z.output<typeof queryBody> {
  const read = queryBody.safeParse(given);
  if (read.success) return read.data;
  const what = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new WeirError('USAGE', what, { kind: 'usage', hint: 'weir query --help' });
}

function parametersOf(given: readonly string[]): Record<string, string> {
  const pairs = given.map((one) => {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(one) ?? [];
    if (name === undefined || value === undefined)
      throw new WeirError('OPTION_INVALID', `--param ${one}: not understood`, {
        kind: 'usage',
        hint: 'write it as --param port=22',
      });
    return [name, value] as const;
  });
  return Object.fromEntries(pairs);
}

/** Undefined where the query has errors; all of them are told, each at its place. */
async function understood(
  context: CommandContext,
  asking: QueryContext,
  body: z.output<typeof queryBody>,
): Promise<PreparedQuery | undefined> {
  try {
    return await prepareQuery(asking, body);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    if (context.json) printError(error, true);
    else printDiagnostics(context, body.query, error.diagnostics);
    return undefined;
  }
}

function explain(context: CommandContext, { shown, reads, columns, range, limit }: PreparedQuery): void {
  const times = [range.from, range.to].map((seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`);
  context.print(
    context.json
      ? JSON.stringify({ sql: shown, reads, columns, from: times[0], to: times[1], limit: limit.rows })
      : `${shown}\n\nreads ${reads.join(', ')}, from ${times[0]} to ${times[1]}, both included`,
  );
}
