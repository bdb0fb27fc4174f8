import { refuseCommand } from '../define-command.ts';

export const command = refuseCommand({
  name: 'pattern',
  syntax: 'pattern field',
  summary: 'Clusters lines of text by their shape.',
  refused: 'lines of flow logs all have one shape; group by their fields instead: stats count(*) by action, dstPort',
});
