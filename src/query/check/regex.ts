/** Pieces of a regular expression: escapes, classes and the heads of groups are taken whole. */
const piece =
  /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|\((?:\?(?:P?<(?![=!])[^>]*>|<[=!]|[=!>:|#]|P[=>][^)]*|[^)a-zA-Z]?[a-zA-Z-]*:?))?|\)|[*+?}]\+|[\s\S]/g;

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
    const problem = unsupported(one);
    if (problem !== undefined) return problem;
  }
  return unbalanced(all) ?? faulty(source);
}

function unsupported(one: string): string | undefined {
  if (/^\(\?<?[=!]$/.test(one)) return `${one}…) looks ahead or behind, which regular expressions here cannot`;
  if (one === '(?>') return '(?>…) is an atomic group, which regular expressions here do not have';
  if (one === '(?|' || one === '(?#') return `${one}…) is not known to regular expressions here`;
  if (/^\(\?P[=>]/.test(one)) return `${one}) refers to a group, which regular expressions here cannot`;
  if (/^\\[1-9]$/.test(one)) return `${one} refers back to a group, which regular expressions here cannot`;
  if (/^\\[kgRKXGhHN]$/.test(one)) return `${one} is not known to regular expressions here`;
  if (/^[*+?}]\+$/.test(one)) return `${one} is a possessive quantifier, which regular expressions here do not have`;
  const name = /^\(\?P?<([^=!>][^>]*)?>$/.exec(one);
  if (name !== null && !/^[A-Za-z_]\w*$/.test(name[1] ?? ''))
    return `${name[1] ?? ''} cannot name a group: letters, digits and _ can`;
  return undefined;
}

function unbalanced(all: readonly string[]): string | undefined {
  let depth = 0;
  for (const one of all) {
    if (one === ')') depth -= 1;
    else if (one.startsWith('(') && !/^\(\?[a-zA-Z-]+$/.test(one)) depth += 1;
    else if (/^\(\?[a-zA-Z-]+$/.test(one)) depth += 1;
    if (depth < 0) return 'a ) has no ( before it';
    if (one === '[') return 'a [ has no ] behind it';
    if (one === '\\') return 'it ends in a \\ with nothing to escape';
  }
  return depth > 0 ? 'a ( has no ) behind it' : undefined;
}

/** What RE2 and JavaScript refuse alike, found by JavaScript once the differences of spelling are gone. */
function faulty(source: string): string | undefined {
  const counts = [...source.matchAll(/(?<!\\)\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, low, high]) => [low, high]);
  if (counts.some((count) => Number(count) > 1000)) return 'a repetition of more than 1000 is not known here';
  const names = regexGroups(source);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `two groups are named ${twice}`;
  const plain = pieces(source)
    .map((one) =>
      one
        .replace(/^\(\?P</, '(?<')
        .replace(/^\(\?(?:[a-zA-Z-]+)(:?)$/, (_, colon: string) => (colon === '' ? '(?:' : '(?:')),
    )
    .join('')
    .replace(/\[:\^?\w+:\]/g, 'a')
    .replace(/\\[pP][A-Z]/g, 'a')
    .replace(/\\[AzQEC]/g, '');
  try {
    new RegExp(plain);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return said.replace(/^Invalid regular expression: [\s\S]*: /, '').toLowerCase();
  }
}
