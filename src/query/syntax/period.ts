import type { Period, PeriodUnit } from '../ast.ts';

const spellings: Readonly<Record<PeriodUnit, string>> = {
  ms: 'ms msec msecs millisecond milliseconds',
  s: 's sec secs second seconds',
  m: 'm min mins minute minutes',
  h: 'h hr hrs hour hours',
  d: 'd day days',
  w: 'w week weeks',
  mo: 'mo mon mons month months',
  q: 'q qtr qtrs quarter quarters',
  y: 'y yr yrs year years',
};

const unitOf = new Map<string, PeriodUnit>(
  (Object.keys(spellings) as PeriodUnit[]).flatMap((unit) =>
    spellings[unit].split(' ').map((word): [string, PeriodUnit] => [word, unit]),
  ),
);

/** True for a word that names a unit of time: `m`, `hours`. */
export function isPeriodUnit(word: string): boolean {
  return unitOf.has(word.toLowerCase());
}

/** `5m` → 5 minutes. The text is one that the lexer took for a period. */
export function periodOf(text: string): Period {
  const match = /^(\d+)([A-Za-z]+)$/.exec(text);
  const unit = unitOf.get(match?.[2]?.toLowerCase() ?? '');
  if (match === null || unit === undefined) throw new TypeError(`${text} is no period`);
  return { count: Number(match[1]), unit };
}

export function periodText({ count, unit }: Period): string {
  return `${count}${unit}`;
}
