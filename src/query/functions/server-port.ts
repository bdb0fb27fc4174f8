import { defineFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'serverPort',
  group: 'conversations',
  origin: 'weir',
  summary: 'The lower of the two ports, on which the server of a conversation most likely listens.',
  remark:
    'The same in both directions. The field servicePort also heeds the TCP flags of the record. Missing where a port is. The example is of a record from port 51234 to port 443.',
  parameters: [],
  returns: 'number',
  examples: [{ expression: 'serverPort()', gives: 443 }],
  compile(_, context) {
    const ports = [context.field('srcport'), context.field('dstport')];
    const [source, destination] = ports.map(({ sql }) => sql);
    const lower = `if(isNull(${source}) OR isNull(${destination}), NULL, least(${source}, ${destination}))`;
    return made(integerType(0, 65_535), lower, ports);
  },
});
