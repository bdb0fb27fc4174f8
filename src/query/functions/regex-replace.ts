import { argument, regexConstant, textConstant } from '../arguments.ts';
import { checkRegex, regexGroupNames } from '../check/regex.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'regexReplace',
  group: 'text',
  origin: 'insights',
  summary: 'The text with each match of a regular expression replaced.',
  remark:
    'In the replacement \\1 is what the first group matched, \\0 the whole match. Regular expressions are RE2: no look-ahead, no back references.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'regex', takes: 'regex' },
    { name: 'replacement', takes: 'constant text' },
  ],
  returns: 'text',
  examples: [
    { expression: 'regexReplace("eni-12 eni-34", /\\d+/, "N")', gives: 'eni-N eni-N' },
    { expression: 'regexReplace("10.0.0.1", /^(\\d+)\\..*/, "\\1/8")', gives: '10/8' },
  ],
  compile(args, context) {
    const text = argument(args, 0);
    const source = regexConstant(argument(args, 1));
    const problem = checkRegex(source);
    if (problem !== undefined)
      context.fail('QL_REGEX_UNSUPPORTED', problem, context.argSpans[1] ?? context.span, 'regular expressions are RE2');
    const replacement = textConstant(argument(args, 2));
    const groups = regexGroupNames(source).length;
    for (const [, digit] of replacement.replaceAll('\\\\', '').matchAll(/\\(\d)/g)) {
      if (Number(digit) <= groups) continue;
      const has = `the regular expression has ${groups} group${groups === 1 ? '' : 's'}`;
      context.fail('QL_REGEX_GROUP', `\\${digit} names no group: ${has}`, context.argSpans[2] ?? context.span);
    }
    const [regex, by] = [context.param('String', source), context.param('String', replacement)];
    return made(textType, `replaceRegexpAll(toString(${text.sql}), ${regex}, ${by})`, [text]);
  },
});
