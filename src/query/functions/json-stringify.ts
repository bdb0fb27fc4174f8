import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { textOf } from '../unify.ts';
import { isNumeric, made, textType, type Value } from '../value.ts';

function json(value: Pick<Value, 'type' | 'sql'>): string {
  const { type, sql } = value;
  if (type.kind === 'boolean') return `if(${sql}, 'true', 'false')`;
  if (isNumeric(type)) return `toString(${sql})`;
  if (type.kind === 'map') return `toJSONString(${sql})`;
  if (type.kind !== 'list') return `toJSONString(toString(${textOf(value)}))`;
  const parts = `arrayMap(x -> ifNull(${json({ type: type.of, sql: 'x' })}, 'null'), ${sql})`;
  return `concat('[', arrayStringConcat(${parts}, ','), ']')`;
}

export const fn = defineFunction({
  name: 'jsonStringify',
  group: 'JSON',
  origin: 'insights',
  summary: 'A value as JSON text.',
  remark: 'The values of a map are texts, and stay so: a number in it is written in quotes.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'text',
  examples: [
    { expression: 'jsonStringify(split("a,b", ","))', gives: '["a","b"]' },
    { expression: 'jsonStringify("a\\"b")', gives: '"a\\"b"' },
    { expression: 'jsonStringify(443)', gives: '443' },
  ],
  compile(args) {
    const value = argument(args, 0);
    if (value.type.kind === 'boolean') return made(textType, `if(isNull(${value.sql}), NULL, ${json(value)})`, [value]);
    return made(textType, json(value), [value]);
  },
});
