/** Escapes, classes, heads of groups and counts are taken whole; all else is a character. */
const escaped = String.raw`\\(?:x\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|[pP]\{\^?\w+\}|[pP][A-Z]|0[0-7]{0,2}|[1-7][0-7]{1,2}|[\s\S])`;
const head = String.raw`\((?:\?(?:P?<(?![=!])[^>]*>|<[=!]|[=!>:|#]|P[=>][^)]*|[a-zA-Z-]*[:)]?))?`;
const piece = new RegExp(
  String.raw`\\Q[\s\S]*?(?:\\E|$)|${escaped}|\[\^?\]?(?:\[:\^?\w+:\]|${escaped}|[^\]\\])*\]|${head}|\)|\{\d+(?:,\d*)?\}|[\s\S]`,
  'g',
);

const pieces = (source: string): string[] => source.match(piece) ?? [];

/** Names of the named groups, in their order. */
export function regexGroups(source: string): string[] {
  return regexGroupNames(source).filter((name) => name !== undefined);
}

/** All groups that capture, in their order: the name of each, or undefined for one without. */
export function regexGroupNames(source: string): (string | undefined)[] {
  return pieces(source).flatMap((one) => {
    if (one === '(') return [undefined];
    const name = /^\(\?P?<([^=!>][^>]*)>$/.exec(one)?.[1];
    return name === undefined ? [] : [name];
  });
}

/**
 * What the engine's regular expressions (RE2) cannot do of what stands in one, or what is wrong with it, in a sentence;
 * undefined for one that runs.
 */
export function checkRegex(source: string): string | undefined {
  const all = pieces(source);
  for (const one of all) {
    const problem = unsupported(one) ?? (one.startsWith('[') ? classProblem(one) : escapeProblem(one));
    if (problem !== undefined) return problem;
  }
  return unbalanced(all) ?? repeated(all) ?? faulty(all);
}

const absent = 'which regular expressions here do not know';

function unsupported(one: string): string | undefined {
  if (/^\(\?<?[=!]$/.test(one)) return `${one}…) looks ahead or behind, ${absent}`;
  if (one === '(?>') return `(?>…) is an atomic group, ${absent}`;
  if (/^\(\?P[=>]/.test(one)) return `${one}) refers to a group, ${absent}`;
  if (/^\(\?[|#]$/.test(one) || /^\(\?(?![imsU-]*[:)]$|P?<|[:=!>])/.test(one)) return `${one}… is a group ${absent}`;
  const name = /^\(\?P?<([^>]*)>$/.exec(one)?.[1];
  if (name !== undefined && !/^[A-Za-z_]\w*$/.test(name))
    return `${name === '' ? 'an empty name' : name} cannot name a group: letters, digits and _ can`;
  return undefined;
}

/** Letters that may stand behind a backslash, outside a class and in it. */
const letters = { outside: 'aftnrvdDsSwWbBAzCQE', inside: 'aftnrvdDsSwW' };

function escapeProblem(one: string, known = letters.outside): string | undefined {
  if (/^\\[1-9]$/.test(one)) return `${one} refers back to a group, ${absent}`;
  const unicode = /^\\[pP]\{?\^?(\w+)\}?$/.exec(one)?.[1];
  if (unicode !== undefined) return isUnicodeClass(unicode) ? undefined : `${one} is no class of characters`;
  const letter = /^\\([a-zA-Z])$/.exec(one)?.[1];
  return letter === undefined || known.includes(letter) ? undefined : `${one} is an escape ${absent}`;
}

const posix = new Set('alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'.split(' '));

function classProblem(one: string): string | undefined {
  for (const [, name = ''] of one.matchAll(/\[:\^?(\w+):\]/g))
    if (!posix.has(name)) return `[:${name}:] is no class of characters`;
  for (const [found] of one.matchAll(new RegExp(escaped, 'g'))) {
    const problem = escapeProblem(found, letters.inside);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isUnicodeClass(name: string): boolean {
  return name === 'Any' || compiles(`^\\p{gc=${name}}`) || compiles(`^\\p{sc=${name}}`);
}

function compiles(source: string): boolean {
  try {
    void RegExp(source, 'u');
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const opens = (one: string) => one.startsWith('(') && !one.endsWith(')');

function unbalanced(all: readonly string[]): string | undefined {
  let depth = 0;
  for (const one of all) {
    if (one === ')') depth -= 1;
    else if (opens(one)) depth += 1;
    if (depth < 0) return 'a ) has no ( before it';
    if (one === '[') return 'a [ has no ] behind it';
    if (one === '\\') return 'it ends in a \\ with nothing to escape';
  }
  return depth > 0 ? 'a ( has no ) behind it' : undefined;
}

/** A thing repeated more than a thousand times, counts within counts multiplied, is too much. */
function repeated(all: readonly string[]): string | undefined {
  const most = [1];
  let last = 1;
  for (const one of all) {
    const [, low = '', high] = /^\{(\d+)(?:,(\d*))?\}$/.exec(one) ?? [];
    if (low !== '') last *= Math.max(1, Number(low), Number(high ?? 0));
    else if (opens(one)) most.push(1);
    else last = one === ')' ? (most.pop() ?? 1) : 1;
    most.push(Math.max(last, most.pop() ?? 1));
    if (last > 1000) return 'it repeats something more than 1000 times';
  }
  return undefined;
}

/** What RE2 and JavaScript refuse alike, found by JavaScript once the differences of spelling are gone. */
function faulty(all: readonly string[]): string | undefined {
  const names = all.flatMap((one) => /^\(\?P?<([^>]*)>$/.exec(one)?.[1] ?? []);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `two groups are named ${twice}`;
  const plain = all
    .map((one) => {
      if (/^\(\?P?</.test(one)) return '(';
      if (/^\(\?[imsU-]*\)$/.test(one)) return '';
      if (/^\(\?[imsU-]*:$/.test(one)) return '(?:';
      if (one.startsWith('\\')) return /^\\[AzBb]$/.test(one) ? '\\b' : 'a';
      return one.startsWith('[')
        ? one.replace(/\[:\^?\w+:\]|\\[pP](?:\{\^?\w+\}|[A-Z])/g, 'a').replace(/^\[(\^?)\]/, '[$1\\]')
        : one;
    })
    .join('');
  try {
    void RegExp(plain);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message.replace(/^Invalid regular expression: [\s\S]*: /, '').toLowerCase();
  }
}
