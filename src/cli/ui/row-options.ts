import { z } from 'zod';

/** How the rows of an answer leave a command: the options that all of those share. */
export const rowOptions = {
  format: {
    summary: 'table, json, jsonl, csv or parquet (default table)',
    value: '<format>',
    schema: z
      .enum(['table', 'json', 'jsonl', 'csv', 'parquet'], { error: 'choose table, json, jsonl, csv or parquet' })
      .optional(),
  },
  out: { summary: 'write to this file', value: '<file>', schema: z.string().optional() },
};
