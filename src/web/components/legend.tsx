import type { FilterKey } from '../data/filters.ts';
import { FilterValue } from './filter-menu.tsx';

export interface LegendEntry {
  readonly name: string;
  readonly swatch: 'accept' | 'refuse' | string;
  readonly figure?: string;
  readonly share?: string;
  /** Absent for the rest that has no one key. */
  readonly of?: FilterKey;
}

/** Names, figures and shares beside their colours: a drawing can be read by it alone. Each entry filters. */
export function Legend({
  entries,
  stacked = false,
}: {
  readonly entries: readonly LegendEntry[];
  readonly stacked?: boolean;
}) {
  return (
    <ul className={stacked ? 'legend stacked' : 'legend'}>
      {entries.map((entry) => {
        const inside = (
          <>
            <Swatch kind={entry.swatch} />
            <span className="name">{entry.name}</span>
            {entry.figure === undefined ? null : <span className="figure">{entry.figure}</span>}
            {entry.share === undefined ? null : <span className="share">{entry.share}</span>}
          </>
        );
        return (
          <li key={entry.name}>
            {entry.of === undefined ? (
              <span className="val still">{inside}</span>
            ) : (
              <FilterValue of={entry.of}>{inside}</FilterValue>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Swatch({ kind }: { readonly kind: string }) {
  if (kind === 'refuse' || kind === 'accept') return <i className={`swatch ${kind}`} />;
  return <i className="swatch" style={{ background: kind }} />;
}
