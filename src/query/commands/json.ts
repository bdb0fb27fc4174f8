import { refuseCommand } from '../define-command.ts';

export const command = refuseCommand({
  name: 'json',
  syntax: 'json field=field "path" as name',
  summary: 'Takes a value out of JSON text.',
  refused: 'take it with a function instead: fields jsonParse(field).key as name',
});
