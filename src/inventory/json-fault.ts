const blank = /[ \t\r\n]*/y;
const scalar =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;
const word = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;

/**
 * Where a JSON value that begins at `at` first goes wrong; its end where it does not. The parser of the language names
 * no place for most errors, so this walks the text again, once one is known to be there.
 */
export function faultOffset(text: string, at: number): number {
  const open: ('{' | '[')[] = [];
  let wants: 'value' | 'name' | 'first' | 'more' = 'value';
  for (let i = at; ; ) {
    i = matched(blank, text, i) ?? i;
    const char = text[i];
    const inside = open.at(-1);
    if (wants === 'more') {
      if (inside === undefined) return i;
      if (char === ',') wants = inside === '{' ? 'name' : 'value';
      else if (char === (inside === '{' ? '}' : ']')) open.pop();
      else return i;
      i += 1;
    } else if (wants === 'first' && char === (inside === '{' ? '}' : ']')) {
      open.pop();
      wants = 'more';
      i += 1;
    } else if (wants === 'name' || (wants === 'first' && inside === '{')) {
      const end = matched(word, text, i);
      const colon = end === undefined ? undefined : (matched(blank, text, end) ?? end);
      if (colon === undefined) return i;
      if (text[colon] !== ':') return colon;
      wants = 'value';
      i = colon + 1;
    } else if (char === '{' || char === '[') {
      open.push(char);
      wants = 'first';
      i += 1;
    } else {
      const end = matched(scalar, text, i);
      if (end === undefined) return i;
      wants = 'more';
      i = end;
    }
  }
}

function matched(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
