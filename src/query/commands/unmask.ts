import { refuseCommand } from '../define-command.ts';

export const command = refuseCommand({
  name: 'unmask',
  syntax: 'unmask(field)',
  summary: 'Shows text that data protection has masked.',
  refused: 'Weir masks nothing, so there is nothing to unmask; read the field itself',
});
