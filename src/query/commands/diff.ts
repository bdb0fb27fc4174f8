import { refuseCommand } from '../define-command.ts';

export const command = refuseCommand({
  name: 'diff',
  syntax: 'diff [previousDay|previousWeek|previousMonth]',
  summary: 'Compares patterns of text with an earlier time.',
  refused:
    'it compares patterns of text, which flow logs do not have; set numbers beside those of an earlier time instead: stats … | compare 1d',
});
