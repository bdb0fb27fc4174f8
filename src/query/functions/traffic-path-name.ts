import { trafficPathNames } from '../../fields/index.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { named } from '../name-sql.ts';

export const fn = defineFunction({
  name: 'trafficPathName',
  group: 'network names',
  origin: 'weir',
  summary: 'The way that egress traffic took, in words; its number where AWS names none.',
  parameters: [{ name: 'trafficPath', takes: 'integer' }],
  returns: 'text',
  examples: [{ expression: 'trafficPathName(8)', gives: 'internet gateway' }],
  compile: (args, context) => named(argument(args, 0), trafficPathNames, context),
});
