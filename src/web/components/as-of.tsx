import { useState } from 'react';
import { formatInstant } from '../data/format.ts';
import { parseInstant } from '../data/time-range.ts';
import { Choice } from './card.tsx';
import { useView } from './view.tsx';

const CHOICES = ['range', 'now', 'other'] as const;

/** As of when a page of a thing shows its facts: the end of the range, now, or a time of one's own. */
export function AsOf({ at }: { readonly at: string }) {
  const { search, patch } = useView();
  const chosen = search.at === undefined ? 'range' : search.at === 'now' ? 'now' : 'other';
  const [typed, setTyped] = useState<string>();
  const apply = () => {
    const time = parseInstant(typed ?? '');
    if (time !== undefined) patch({ at: time });
    setTyped(undefined);
  };
  return (
    <div className="as-of">
      <span className="soft">as of</span>
      <Choice
        label="As of"
        options={CHOICES}
        words={{ range: 'end of range', other: 'a time' }}
        value={chosen}
        onChange={(value) => patch({ at: value === 'range' ? undefined : value === 'now' ? 'now' : at })}
      />
      {chosen === 'other' ? (
        <input
          className="find-box as-of-time num"
          aria-label="Time, UTC"
          value={typed ?? formatInstant(at)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => (typed === undefined ? undefined : apply())}
          onKeyDown={(event) => (event.key === 'Enter' ? apply() : undefined)}
        />
      ) : (
        <span className="num soft">{formatInstant(at)}</span>
      )}
      <span className="soft">UTC</span>
    </div>
  );
}
