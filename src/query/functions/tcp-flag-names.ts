import { tcpFlagNames } from '../../fields/index.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { named } from '../name-sql.ts';

const names = Array.from({ length: 256 }, (_, mask) => [mask, tcpFlagNames(mask).join(' ') || 'none'] as const);

export const fn = defineFunction({
  name: 'tcpFlagNames',
  group: 'network names',
  origin: 'weir',
  summary: 'The TCP flags of a number in words.',
  parameters: [{ name: 'flags', takes: 'integer' }],
  returns: 'text',
  examples: [
    { expression: 'tcpFlagNames(18)', gives: 'SYN ACK' },
    { expression: 'tcpFlagNames(0)', gives: 'none' },
  ],
  compile: (args, context) => named(argument(args, 0), names, context),
});
