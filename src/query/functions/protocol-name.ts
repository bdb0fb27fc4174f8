import { protocolNames } from '../../fields/index.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { named } from '../name-sql.ts';

export const fn = defineFunction({
  name: 'protocolName',
  group: 'network names',
  origin: 'weir',
  summary: 'The name of a protocol; its number where it has no name.',
  parameters: [{ name: 'protocol', takes: 'integer' }],
  returns: 'text',
  examples: [
    { expression: 'protocolName(6)', gives: 'TCP' },
    { expression: 'protocolName(200)', gives: '200' },
  ],
  compile: (args, context) => named(argument(args, 0), protocolNames, context),
});
