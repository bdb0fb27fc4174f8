/** A number as text: whole ones exact, others as the nearest double; undefined for text that is none. */
export function parseNumber(text: string): number | bigint | undefined {
  const trimmed = text;
  if (/^[+-]?\d+$/.test(trimmed)) return BigInt(trimmed.replace(/^\+/, ''));
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : undefined;
}
