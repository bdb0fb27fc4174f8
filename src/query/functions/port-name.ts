import { portNames } from '../../fields/index.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { named } from '../name-sql.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'portName',
  group: 'network names',
  origin: 'weir',
  summary: 'What usually listens on a port; its number where nothing does.',
  remark: 'With the protocol as second argument, only protocols that have ports give a name: ICMP gives missing.',
  parameters: [
    { name: 'port', takes: 'integer' },
    { name: 'protocol', takes: 'integer', optional: true },
  ],
  returns: 'text',
  examples: [
    { expression: 'portName(5432)', gives: 'postgres' },
    { expression: 'portName(53, 17)', gives: 'dns' },
    { expression: 'portName(0, 1)', gives: null },
  ],
  compile(args, context) {
    const name = named(argument(args, 0), portNames, context);
    const [, protocol] = args;
    // TCP, UDP, DCCP, SCTP and UDP-Lite.
    return protocol === undefined
      ? name
      : made(textType, `if(${protocol.sql} IN (6, 17, 33, 132, 136), ${name.sql}, NULL)`, args);
  },
});
