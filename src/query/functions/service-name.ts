import { portNames, protocolNames } from '../../fields/index.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { nameSql } from '../name-sql.ts';
import { asInt64 } from '../number-sql.ts';
import { once } from '../once.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'serviceName',
  group: 'network names',
  origin: 'weir',
  summary: 'A service in words, from its port and protocol.',
  remark: 'Where the port has no name, the protocol stands for it; where there is no port, it stands alone.',
  parameters: [
    { name: 'port', takes: 'integer' },
    { name: 'protocol', takes: 'integer' },
  ],
  returns: 'text',
  examples: [
    { expression: 'serviceName(443, 6)', gives: 'https 443' },
    { expression: 'serviceName(53, 17)', gives: 'dns 53/udp' },
    { expression: 'serviceName(41022, 6)', gives: 'tcp 41022' },
    { expression: 'serviceName(0, 1)', gives: 'ICMP' },
  ],
  compile(args, context) {
    const sql = once(asInt64(argument(args, 0)), (port) =>
      once(
        asInt64(argument(args, 1)),
        (protocol) => {
          const transport = nameSql(protocol, protocolNames, `concat('protocol ', toString(${protocol}))`, context);
          const name = nameSql(port, portNames, "''", context);
          const lower = `ifNull(lower(${transport}), 'port')`;
          return `multiIf(ifNull(${port}, 0) = 0, ${transport}, ${name} = '', concat(${lower}, ' ', toString(${port})), ifNull(${protocol}, 6) = 6, concat(${name}, ' ', toString(${port})), concat(${name}, ' ', toString(${port}), '/', ${lower}))`;
        },
        'q',
      ),
    );
    return made(textType, sql, args);
  },
});
