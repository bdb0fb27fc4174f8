import { argument, textConstant } from './arguments.ts';
import type { FunctionContext } from './define-function.ts';
import { once } from './once.ts';
import { made, textType, type Value } from './value.ts';

/** What counts as white space; the engine alone would strip blanks only. */
export const blanks = ' \t\n\r\v\f';

/** A text without the characters of the second argument at its ends, by one of the engine's functions for that. */
export function trimmed(
  name: 'trimBoth' | 'trimLeft' | 'trimRight',
  args: readonly Value[],
  context: FunctionContext,
): Value {
  const text = argument(args, 0);
  const [, given] = args;
  const characters = given === undefined ? blanks : textConstant(given);
  return made(textType, `${name}(toString(${text.sql}), ${context.param('String', characters)})`, [text]);
}

/** Hexadecimal digits without the `0x` that may stand before them; missing where the text is not what `digits` wants. */
export function hexDigits(text: Value, digits: string, context: FunctionContext): string {
  const bare = `replaceRegexpOne(toString(${text.sql}), ${context.param('String', '^0[xX]')}, '')`;
  return once(bare, (x) => `if(match(${x}, ${context.param('String', `^${digits}$`)}), ${x}, NULL)`);
}
