/** A piece of SQL text, as far as telling names, strings and signs apart goes. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'sign';
  /** The name or the text itself, without quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /(?<space>\s+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:[^'\\]|\\[\s\S]|'')*')|(?<quoted>`(?:[^`\\]|\\[\s\S]|``)*`|"(?:[^"\\]|\\[\s\S]|"")*")|(?<number>\d[\w.]*)|(?<word>[A-Za-z_][\w$]*)|(?<sign>[\s\S])/gy;

/** Takes SQL apart. Reads every text to its end: what cannot be told is a sign. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  for (const match of sql.matchAll(pattern)) {
    const kind = (['string', 'quoted', 'number', 'word', 'sign'] as const).find((k) => match.groups?.[k] !== undefined);
    if (kind === undefined) continue;
    const raw = match[0];
    const text = kind === 'string' || kind === 'quoted' ? unquoted(raw) : raw;
    tokens.push({ kind, text, start: match.index, end: match.index + raw.length });
  }
  return tokens;
}

function unquoted(raw: string): string {
  const quote = raw.charAt(0);
  return raw
    .slice(1, -1)
    .replaceAll(quote + quote, quote)
    .replace(/\\([\s\S])/g, '$1');
}

/** Names that common table expressions of a normalised statement give themselves: `WITH x AS (`, `, y AS (`. */
export function tableExpressionNames(normalised: string): Set<string> {
  const tokens = tokensOf(normalised);
  const names = new Set<string>();
  for (const [i, token] of tokens.entries()) {
    const isName = token.kind === 'word' || token.kind === 'quoted';
    const before = tokens[i - 1];
    const opens =
      before?.kind === 'sign'
        ? before.text === ','
        : before?.kind === 'word' && /^(WITH|RECURSIVE)$/i.test(before.text);
    if (isName && opens && tokens[i + 1]?.text === 'AS' && tokens[i + 2]?.text === '(') names.add(token.text);
  }
  return names;
}
