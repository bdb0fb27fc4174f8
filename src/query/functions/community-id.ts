import { conversationFields, isForwardSql } from '../conversation-sql.ts';
import { defineFunction } from '../define-function.ts';
import { isIPv4 } from '../network-sql.ts';
import { made, textType, type Value } from '../value.ts';

const [icmp, tcp, udp, icmpv6, sctp] = [1, 6, 17, 58, 132];

export const fn = defineFunction({
  name: 'communityId',
  group: 'conversations',
  origin: 'weir',
  summary:
    'The Community ID (version 1, seed 0) of a conversation: the key by which Zeek, Suricata and Elastic name it.',
  remark:
    'The same in both directions. The example is of a TCP record from 10.0.0.9:51234 to 10.0.0.1:443. Missing where an address, the protocol or a port of TCP, UDP or SCTP is, and for ICMP of both families: its types and codes belong to the ID, and flow logs do not have them.',
  parameters: [],
  returns: 'text',
  examples: [{ expression: 'communityId()', gives: '1:p0WpILoOua5W9EtOZDIa5RYqhIE=' }],
  compile(_, context) {
    const fields = conversationFields(context);
    const { source, destination, sourcePort, destinationPort, protocol } = fields;
    const four = isIPv4(source, context).sql;
    const bytes = ({ sql }: Value) =>
      `substring(reinterpret(assumeNotNull(${sql}), 'FixedString(16)'), if(ifNull(${four}, 0), 13, 1))`;
    const number = ({ sql }: Value) => `toUInt16(assumeNotNull(${sql}))`;
    const port = (value: Value) => `intDiv(${number(value)}, 256), ${number(value)} % 256`;
    const pair = (write: (value: Value) => string, [a, b]: readonly [Value, Value]) => `${write(a)}, ${write(b)}`;
    const carried = `char(toUInt8(assumeNotNull(${protocol.sql})), 0)`;
    const hashed = (ends: readonly [Value, Value], ports: readonly [Value, Value]) =>
      `concat(char(0, 0), ${pair(bytes, ends)}, ${carried}, if(${protocol.sql} IN (${tcp}, ${udp}, ${sctp}), char(${pair(port, ports)}), ''))`;
    const forward = hashed([source, destination], [sourcePort, destinationPort]);
    const backward = hashed([destination, source], [destinationPort, sourcePort]);
    const known = `isNotNull(${source.sql}) AND isNotNull(${destination.sql}) AND isNotNull(${protocol.sql})`;
    const hasPorts = `isNotNull(${sourcePort.sql}) AND isNotNull(${destinationPort.sql})`;
    const applies = `(${known} AND ${protocol.sql} NOT IN (${icmp}, ${icmpv6}) AND (${protocol.sql} NOT IN (${tcp}, ${udp}, ${sctp}) OR (${hasPorts})))`;
    const id = `concat('1:', base64Encode(SHA1(if(ifNull(${isForwardSql(fields)}, 0), ${forward}, ${backward}))))`;
    return made(textType, `if(ifNull(${applies}, 0), ${id}, NULL)`, Object.values(fields));
  },
});
