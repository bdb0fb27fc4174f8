import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asInt64, wholeRange } from '../number-sql.ts';
import { once } from '../once.ts';
import { made, textType, type Value } from '../value.ts';

/** Counts below zero would count from the end: they count as zero. */
function fromZero(value: Value): string {
  const least = wholeRange(value.type)?.[0];
  return least !== undefined && least >= 0n ? asInt64(value) : once(asInt64(value), (n) => `if(${n} < 0, 0, ${n})`);
}

export const fn = defineFunction({
  name: 'substr',
  group: 'text',
  origin: 'insights',
  summary: 'The text from a character on, counted from 0; so many characters, else all the rest.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'start', takes: 'number' },
    { name: 'length', takes: 'number', optional: true },
  ],
  returns: 'text',
  examples: [
    { expression: 'substr("eni-0a1b", 4)', gives: '0a1b' },
    { expression: 'substr("Zürich", 1, 2)', gives: 'ür' },
    { expression: 'substr("ab", 5)', gives: '' },
  ],
  compile(args) {
    const [, , length] = args;
    const start = `plus(${fromZero(argument(args, 1))}, 1)`;
    const most = length === undefined ? '' : `, ${fromZero(length)}`;
    return made(textType, `substringUTF8(toString(${argument(args, 0).sql}), ${start}${most})`, args);
  },
});
