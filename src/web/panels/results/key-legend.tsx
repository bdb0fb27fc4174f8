import type { MouseEvent } from 'react';
import type { Look } from './pattern.tsx';
import { Swatch } from './pattern.tsx';

interface KeyEntry {
  readonly id: string;
  readonly label: string;
  readonly look: Look;
  readonly figure?: string;
  readonly share?: string;
  readonly title?: string;
}

interface KeyLegendProps {
  readonly entries: readonly KeyEntry[];
  readonly as: 'surface' | 'line';
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
  /** Right-click or menu key on an entry. */
  readonly onMenu: (id: string, event: MouseEvent) => void;
  readonly stacked?: boolean;
}

/** What each look stands for. A click takes it out of the drawing and back, a right-click filters by it. */
export function KeyLegend({ entries, as, hidden, onToggle, onMenu, stacked = false }: KeyLegendProps) {
  return (
    <ul className={`result-legend${stacked ? ' stacked' : ''}`}>
      {entries.map(({ id, label, look, figure, share, title }) => (
        <li key={id}>
          <button
            type="button"
            className="val"
            aria-pressed={!hidden.has(id)}
            title={`${title ?? label}\nClick: ${hidden.has(id) ? 'draw it again' : 'leave it out of the drawing'}. Right-click: filter.`}
            onClick={() => onToggle(id)}
            onContextMenu={(event) => {
              event.preventDefault();
              onMenu(id, event);
            }}
          >
            <Swatch look={look} as={as} />
            <span className="name">{label}</span>
            {figure === undefined ? null : <span className="figure">{figure}</span>}
            {share === undefined ? null : <span className="share">{share}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The set with one more or one less; never all of them, for then nothing would be drawn. */
export function toggled(hidden: ReadonlySet<string>, id: string, ids: readonly string[]): ReadonlySet<string> {
  const next = new Set(hidden);
  if (!next.delete(id)) next.add(id);
  return ids.every((one) => next.has(one)) ? new Set() : next;
}
