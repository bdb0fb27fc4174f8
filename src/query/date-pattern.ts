import { textConstant } from './arguments.ts';
import type { FunctionContext } from './define-function.ts';
import type { Value } from './value.ts';

/** A function of the engine for dates, and the pattern as it wants it. */
export interface DatePattern {
  readonly name: string;
  readonly pattern: string;
}

/** What strftime's letters are to the engine; those not listed are refused. `%M` is minutes in C, and a month's name there. */
const written: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'aCdDeFgGHIjklmnpRSTtuVwyYz%'].map((letter) => [letter, `%${letter}`])),
  A: '%W',
  b: '%b',
  B: '%M',
  f: '%f',
  h: '%b',
  M: '%i',
  r: '%I:%i:%S %p',
  X: '%H:%i:%S',
  x: '%m/%d/%y',
};
/** Those that text can be read by. */
const read = new Set([...'abBcCdDeFfHhIjkklmMnpRSTtuVwyYz%']);

const javaWritten = new Set([...'yYMdDHhKkmsSaEexwC']);
/** Not `z`: a name of a zone that the engine does not know would end the query. */
const javaRead = new Set([...'yYMdDHhKkmsSaEexwZ']);

/** How text is read by a pattern of Java's letters, or of strftime where it has a `%`. */
export function dateReader(argument: Value, context: FunctionContext): DatePattern {
  const pattern = textConstant(argument);
  if (!pattern.includes('%')) {
    return { name: 'parseDateTime64InJodaSyntaxOrNull', pattern: javaPattern(pattern, javaRead, context) };
  }
  return {
    name: 'parseDateTime64OrNull',
    pattern: clibPattern(pattern, (letter) => (read.has(letter) ? written[letter] : undefined), context),
  };
}

/** How a time is written by a pattern of strftime, or of Java's letters where it has no `%`. */
export function dateWriter(argument: Value, context: FunctionContext): DatePattern {
  const pattern = textConstant(argument);
  if (!pattern.includes('%'))
    return { name: 'formatDateTimeInJodaSyntax', pattern: javaPattern(pattern, javaWritten, context) };
  return { name: 'formatDateTime', pattern: clibPattern(pattern, (letter) => written[letter], context) };
}

function clibPattern(
  pattern: string,
  letterOf: (letter: string) => string | undefined,
  context: FunctionContext,
): string {
  return pattern.replace(/%([\s\S]?)/g, (whole, letter: string) => letterOf(letter) ?? unknown(whole, context));
}

function javaPattern(pattern: string, letters: ReadonlySet<string>, context: FunctionContext): string {
  // Text between quotes stands for itself; all other letters mean something.
  const bare = pattern.replace(/''|'[^']*'/g, '');
  for (const letter of bare.match(/[A-Za-z]/g) ?? []) if (!letters.has(letter)) return unknown(letter, context);
  if (bare.includes("'")) return unknown("'", context);
  return pattern;
}

function unknown(letter: string, context: FunctionContext): never {
  return context.fail(
    'QL_DATE_PATTERN',
    `"${letter}" has no meaning in a pattern for dates`,
    context.argSpans[1] ?? context.span,
    'write "yyyy-MM-dd HH:mm:ss" or "%Y-%m-%d %H:%M:%S"',
  );
}

/** The name of the zone in the third argument; the one at hand where there is none. */
export function zoneArgument(args: readonly Value[], context: FunctionContext): string {
  const [, , given] = args;
  if (given === undefined) return context.zone;
  const zone = textConstant(given);
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return context.fail(
      'QL_ZONE_UNKNOWN',
      `"${zone}" is no time zone`,
      context.argSpans[2] ?? context.span,
      'write one such as "Europe/Berlin" or "UTC"',
    );
  }
}
