// Made by tools/query-lists.mjs from the folder; add a file there.
import { command as accumCommand } from './commands/accum.ts';
import { command as addtotalsCommand } from './commands/addtotals.ts';
import { command as anomalyCommand } from './commands/anomaly.ts';
import { command as appendcolsCommand } from './commands/appendcols.ts';
import { command as autoregressCommand } from './commands/autoregress.ts';
import { command as cidrlookupCommand } from './commands/cidrlookup.ts';
import { command as compareCommand } from './commands/compare.ts';
import { command as countfrequentCommand } from './commands/countfrequent.ts';
import { command as dedupCommand } from './commands/dedup.ts';
import { command as diffCommand } from './commands/diff.ts';
import { command as displayCommand } from './commands/display.ts';
import { command as estimateCommand } from './commands/estimate.ts';
import { command as expandCommand } from './commands/expand.ts';
import { command as fieldsCommand } from './commands/fields.ts';
import { command as filldownCommand } from './commands/filldown.ts';
import { command as fillmissingCommand } from './commands/fillmissing.ts';
import { command as filterCommand } from './commands/filter.ts';
import { command as headCommand } from './commands/head.ts';
import { command as joinCommand } from './commands/join.ts';
import { command as jsonCommand } from './commands/json.ts';
import { command as limitCommand } from './commands/limit.ts';
import { command as logcompareCommand } from './commands/logcompare.ts';
import { command as lookupCommand } from './commands/lookup.ts';
import { command as outlierCommand } from './commands/outlier.ts';
import { command as parseCommand } from './commands/parse.ts';
import { command as patternCommand } from './commands/pattern.ts';
import { command as relevantfieldsCommand } from './commands/relevantfields.ts';
import { command as sessionizeCommand } from './commands/sessionize.ts';
import { command as sortCommand } from './commands/sort.ts';
import { command as statsCommand } from './commands/stats.ts';
import { command as tailCommand } from './commands/tail.ts';
import { command as timeseriesCommand } from './commands/timeseries.ts';
import { command as topCommand } from './commands/top.ts';
import { command as unmaskCommand } from './commands/unmask.ts';
import { command as unnestCommand } from './commands/unnest.ts';
import type { Command } from './define-command.ts';

export const commands: readonly Command[] = [
  accumCommand,
  addtotalsCommand,
  anomalyCommand,
  appendcolsCommand,
  autoregressCommand,
  cidrlookupCommand,
  compareCommand,
  countfrequentCommand,
  dedupCommand,
  diffCommand,
  displayCommand,
  estimateCommand,
  expandCommand,
  fieldsCommand,
  filldownCommand,
  fillmissingCommand,
  filterCommand,
  headCommand,
  joinCommand,
  jsonCommand,
  limitCommand,
  logcompareCommand,
  lookupCommand,
  outlierCommand,
  parseCommand,
  patternCommand,
  relevantfieldsCommand,
  sessionizeCommand,
  sortCommand,
  statsCommand,
  tailCommand,
  timeseriesCommand,
  topCommand,
  unmaskCommand,
  unnestCommand,
];
