import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asInt64, wholeRange } from '../number-sql.ts';
import { integerType, made, type Value, widths } from '../value.ts';

const fits = ({ type }: Value) => {
  const range = wholeRange(type);
  return range !== undefined && range[0] >= 0n && range[1] <= widths.UInt64[1];
};

export const fn = defineFunction({
  name: 'bitand',
  group: 'numbers',
  origin: 'weir',
  summary: 'The bits that two whole numbers have in common.',
  remark: 'For TCP flags, tcpFlag(tcpFlags, "SYN") says it in words.',
  parameters: [
    { name: 'a', takes: 'integer' },
    { name: 'b', takes: 'integer' },
  ],
  returns: 'number',
  examples: [
    { expression: 'bitand(18, 2)', gives: 2 },
    { expression: 'bitand(16, 2)', gives: 0 },
  ],
  compile(args) {
    const [a, b] = [argument(args, 0), argument(args, 1)];
    if (!fits(a) || !fits(b)) {
      const type = fits(a) || fits(b) ? integerType(0, widths.Int64[1]) : integerType(...widths.Int64);
      return made(type, `bitAnd(${asInt64(a)}, ${asInt64(b)})`, args);
    }
    const [most = 0n] = [a, b].map(({ type }) => wholeRange(type)?.[1] ?? 0n).sort((x, y) => (x < y ? -1 : 1));
    return made(integerType(0n, most), `bitAnd(toUInt64(${a.sql}), toUInt64(${b.sql}))`, args);
  },
});
