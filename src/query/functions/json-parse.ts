import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, mapType } from '../value.ts';

export const fn = defineFunction({
  name: 'jsonParse',
  group: 'JSON',
  origin: 'insights',
  summary: 'JSON text as a map of its keys; values that are no text stay JSON.',
  remark:
    'jsonParse(x).key is a value. Text that is no JSON object gives an empty map; keys whose value is null are left out.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'map',
  examples: [
    { expression: 'jsonParse("{\\"a\\": 1, \\"b\\": \\"x\\"}")', gives: { a: '1', b: 'x' } },
    { expression: 'jsonParse("{\\"a\\": {\\"b\\": 2}}").a', gives: '{"b":2}' },
    { expression: 'jsonParse("no JSON")', gives: {} },
  ],
  compile(args) {
    const text = argument(args, 0);
    const all = `JSONExtract(ifNull(toString(${text.sql}), ''), 'Map(String, Nullable(String))')`;
    return made(mapType, `CAST(mapFilter((k, v) -> isNotNull(v), ${all}), 'Map(String, String)')`, [text]);
  },
});
