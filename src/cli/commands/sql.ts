import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { WeirError } from '../../core/index.ts';
import { checkSql, hasMoreRows, type SqlFormat, sqlLimits, streamSql } from '../../store/index.ts';
import { defineCommand } from '../define-command.ts';
import { pointAt } from '../ui/point-at.ts';
import { rowOptions } from '../ui/row-options.ts';
import { printTable } from '../ui/table.ts';

export const command = defineCommand({
  name: 'sql',
  summary: 'Ask with a read-only SELECT over flows and the other tables',
  arguments: [{ name: 'query', summary: 'one SELECT, in quotes', required: true }],
  options: {
    format: rowOptions.format,
    limit: {
      summary: `most rows (default ${sqlLimits.rows})`,
      value: '<n>',
      schema: z.coerce
        .number({ error: 'expected a number' })
        .int()
        .min(1, { error: 'at least 1' })
        .max(10_000_000, { error: 'at most 10000000' })
        .default(sqlLimits.rows),
    },
    out: rowOptions.out,
  },
  examples: [
    "weir sql 'SELECT action, count(), sum(bytes) FROM flows GROUP BY action'",
    'weir sql "SELECT dstport, count() AS n FROM flows WHERE srcaddr = \'10.0.0.1\' GROUP BY dstport ORDER BY n DESC" --format csv',
  ],
  async run(context, [query = ''], options) {
    const format = options.format ?? (context.json ? 'json' : 'table');
    const store = await context.store();
    const reading = { client: store, signal: context.signal };
    try {
      const checked = await checkSql(reading, query, options.limit);
      if (format === 'parquet' && options.out === undefined && process.stdout.isTTY) {
        throw new WeirError('OUTPUT_NEEDED', 'Parquet is not for a terminal', {
          kind: 'usage',
          hint: 'add --out <file>, or send it on with > file',
        });
      }
      const wire: SqlFormat = format === 'table' ? 'rows' : format;
      const stream = await streamSql(reading, checked, wire, query);
      // Rows that may have been written: lines, or for Parquet, which has none, as many as there may be.
      let lines = format === 'parquet' ? options.limit : 0;
      const countLines = async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
          yield chunk;
        }
      };
      if (format === 'table') {
        const rows: unknown[][] = [];
        for await (const line of createInterface({ input: stream }))
          if (line !== '') rows.push(JSON.parse(line) as unknown[]);
        printTable(checked.columns, rows, options.out === undefined ? context.print : undefined, options.out);
        lines = rows.length;
      } else if (options.out === undefined) {
        for await (const chunk of countLines(stream))
          if (!process.stdout.write(chunk)) await new Promise((resolve) => process.stdout.once('drain', resolve));
      } else {
        await pipeline(stream, countLines, createWriteStream(options.out));
      }
      if (lines >= options.limit && (await hasMoreRows(reading, query, options.limit)))
        context.note(`There are more rows than ${options.limit}; --limit raises that.`);
      return 0;
    } catch (error) {
      throw pointAt(query, error);
    }
  },
});
