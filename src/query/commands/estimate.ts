import { refuseCommand } from '../define-command.ts';

export const command = refuseCommand({
  name: 'estimate',
  syntax: 'estimate',
  summary: 'The bytes that a query would scan.',
  refused:
    'Weir does not charge by what is scanned; run the query: its progress says how much is read, and it can be stopped',
});
