import { refuseCommand } from '../define-command.ts';

export const command = refuseCommand({
  name: 'anomaly',
  syntax: 'anomaly',
  summary: 'Finds unusual patterns of text.',
  refused:
    'it judges patterns of text, which flow logs do not have; compare with an earlier time instead: timeseries … | compare 1w',
});
