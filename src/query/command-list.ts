// Made by tools/query-lists.mjs from the folder; add a file there.
import { command as dedupCommand } from './commands/dedup.ts';
import { command as displayCommand } from './commands/display.ts';
import { command as fieldsCommand } from './commands/fields.ts';
import { command as filterCommand } from './commands/filter.ts';
import { command as headCommand } from './commands/head.ts';
import { command as limitCommand } from './commands/limit.ts';
import { command as parseCommand } from './commands/parse.ts';
import { command as sortCommand } from './commands/sort.ts';
import { command as statsCommand } from './commands/stats.ts';
import { command as tailCommand } from './commands/tail.ts';
import { command as timeseriesCommand } from './commands/timeseries.ts';
import { command as topCommand } from './commands/top.ts';
import type { Command } from './define-command.ts';

export const commands: readonly Command[] = [
  dedupCommand,
  displayCommand,
  fieldsCommand,
  filterCommand,
  headCommand,
  limitCommand,
  parseCommand,
  sortCommand,
  statsCommand,
  tailCommand,
  timeseriesCommand,
  topCommand,
];
