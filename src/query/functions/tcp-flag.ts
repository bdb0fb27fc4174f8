import { tcpFlagNames } from '../../fields/index.ts';
import { argument, textConstant } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asInt64 } from '../number-sql.ts';
import { booleanType, made } from '../value.ts';

const bits = new Map(Array.from({ length: 8 }, (_, i) => [tcpFlagNames(1 << i)[0] ?? '', 1 << i]));

export const fn = defineFunction({
  name: 'tcpFlag',
  group: 'network names',
  origin: 'weir',
  summary: 'True where a TCP flag was seen; several joined by - must all be there.',
  remark:
    'FIN, SYN, RST, PSH, ACK, URG, ECE, CWR. AWS joins the flags of all packets of a record and notes ACK only beside SYN.',
  parameters: [
    { name: 'flags', takes: 'integer' },
    { name: 'flag', takes: 'constant text' },
  ],
  returns: 'true or false',
  examples: [
    { expression: 'tcpFlag(18, "SYN")', gives: 1 },
    { expression: 'tcpFlag(18, "SYN-ACK")', gives: 1 },
    { expression: 'tcpFlag(2, "RST")', gives: 0 },
  ],
  compile(args, context) {
    const flags = argument(args, 0);
    let mask = 0;
    for (const name of textConstant(argument(args, 1)).split('-')) {
      const bit = bits.get(name.trim().toUpperCase());
      if (bit === undefined)
        return context.fail(
          'QL_FLAG_UNKNOWN',
          `there is no TCP flag "${name}"`,
          context.argSpans[1] ?? context.span,
          `the flags are ${[...bits.keys()].join(', ')}`,
        );
      mask |= bit;
    }
    const wanted = context.param('Int64', mask);
    return made(booleanType, `(bitAnd(${asInt64(flags)}, ${wanted}) = ${wanted})`, [flags]);
  },
});
