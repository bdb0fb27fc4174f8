import { defineFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'messageSize',
  group: 'text',
  origin: 'insights',
  summary: 'How many bytes the line of the log has.',
  remark:
    'Of @message as Weir writes it anew; in a log with columns of its own it can differ by what Weir does not keep.',
  parameters: [],
  returns: 'number',
  examples: [{ expression: 'messageSize() = strlen(@message)', gives: 1 }],
  compile(_, context) {
    const line = context.field('@message');
    return made(integerType(0, 2n ** 40n), `length(${line.sql})`, [line]);
  },
});
