import { defineFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'serverPort',
  group: 'conversations',
  origin: 'weir',
  summary: 'The lower of the two ports, on which the server of a conversation most likely listens.',
  remark:
    'The same in both directions. The field servicePort also heeds the TCP flags of the record. Missing where there are no ports.',
  parameters: [],
  returns: 'number',
  examples: [{ expression: 'serverPort() <= srcPort', gives: 1 }],
  compile(_, context) {
    const ports = [context.field('srcport'), context.field('dstport')];
    return made(integerType(1, 65_535), `nullIf(least(${ports.map(({ sql }) => sql).join(', ')}), 0)`, ports);
  },
});
