import { fieldNamed, fields } from '../../../fields/index.ts';

/** The words of a layout as the ledger keeps it: names as AWS or Parquet writes them, between blanks or commas. */
export function wordsOf(layout: string): string[] {
  return layout.split(/[\s,]+/).filter((word) => word !== '');
}

/** Fields that none of the layouts carries; none where no layout is known. Spelt as columns. */
export function absentFields(layouts: readonly string[]): string[] {
  const carried = new Set(layouts.flatMap(wordsOf).flatMap((word) => fieldNamed(word)?.name ?? []));
  if (carried.size === 0) return [];
  return fields.map((f) => f.name).filter((name) => !carried.has(name));
}
