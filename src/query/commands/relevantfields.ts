import { refuseCommand } from '../define-command.ts';

export const command = refuseCommand({
  name: 'relevantfields',
  syntax: 'relevantfields [field, …] where condition',
  summary: 'Ranks fields by how well they separate two sets of records.',
  refused:
    'it ranks fields by a score that says little of flow records; count what stands out instead: filter … | top 10 srcAddr by count(*)',
});
