import { protocolNames } from '../../fields/index.ts';
import { conversationFields, isForwardSql } from '../conversation-sql.ts';
import { defineFunction } from '../define-function.ts';
import { nameSql } from '../name-sql.ts';
import { ipv4Bits, isIPv4 } from '../network-sql.ts';
import { made, textType, type Value } from '../value.ts';

const lowerNames = protocolNames.map(([number, name]) => [number, name.toLowerCase()] as const);

export const fn = defineFunction({
  name: 'flowKey',
  group: 'conversations',
  origin: 'weir',
  summary: 'One key for both directions of a conversation: protocol and both ends, the smaller first.',
  remark:
    'The example is of a TCP record from 10.0.0.9:51234 to 10.0.0.1:443. Missing where an address is. A flow that two interfaces log has the same key at both, and counts twice.',
  parameters: [],
  returns: 'text',
  examples: [{ expression: 'flowKey()', gives: 'tcp 10.0.0.1:443 10.0.0.9:51234' }],
  compile(_, context) {
    const fields = conversationFields(context);
    const { source, destination, sourcePort, destinationPort, protocol } = fields;
    const end = (address: Value, port: Value) => {
      const four = `IPv4NumToString(${ipv4Bits(address.sql)})`;
      const host = `if(${isIPv4(address, context).sql}, ${four}, concat('[', toString(${address.sql}), ']'))`;
      return `concat(${host}, if(ifNull(${port.sql}, 0) = 0, '', concat(':', toString(ifNull(${port.sql}, 0)))))`;
    };
    const ends = [end(source, sourcePort), end(destination, destinationPort)];
    const transport = `ifNull(${nameSql(protocol.sql, lowerNames, `toString(${protocol.sql})`, context)}, 'ip')`;
    const forward = isForwardSql(fields);
    const key = `concat(${transport}, ' ', if(${forward}, ${ends.join(', ')}), ' ', if(${forward}, ${ends.toReversed().join(', ')}))`;
    return made(textType, key, Object.values(fields));
  },
});
