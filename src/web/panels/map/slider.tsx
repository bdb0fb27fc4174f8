import { useEffect, useState } from 'react';
import type { MapAnswer } from '../../../contract/index.ts';
import { IconButton } from '../../components/card.tsx';
import { approximate, formatBytes, formatCount } from '../../data/format.ts';
import { type Range, rangeText } from '../../data/time-range.ts';

interface SliderProps {
  readonly slices: readonly Range[];
  /** Undefined: the whole range. */
  readonly slice: Range | undefined;
  /** What is shown, once it is there. */
  readonly answer: MapAnswer;
  readonly isWaiting: boolean;
  readonly onSlice: (slice: Range | undefined) => void;
}

const PAUSE = 900;

/** Steps through the range, an hour or a day at a time; at its left end stands the whole range. */
export function MapSlider({ slices, slice, answer, isWaiting, onSlice }: SliderProps) {
  const [isPlaying, setPlaying] = useState(false);
  const at = slice === undefined ? 0 : slices.findIndex(({ from }) => from === slice.from) + 1;
  const go = (next: number) => onSlice(next <= 0 ? undefined : slices[Math.min(next, slices.length) - 1]);
  useEffect(() => {
    if (!isPlaying || isWaiting) return;
    const timer = setTimeout(() => {
      if (at >= slices.length) setPlaying(false);
      else onSlice(slices[at]);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [isPlaying, isWaiting, at, slices, onSlice]);
  if (slices.length < 2) return null;
  const { bytes, records, refused } = answer.total;
  return (
    <div className="map-slider">
      <IconButton
        icon={isPlaying ? 'stop' : 'play'}
        label={isPlaying ? 'Stop' : 'Play the range'}
        onClick={() => {
          if (!isPlaying && at >= slices.length) onSlice(undefined);
          setPlaying(!isPlaying);
        }}
      />
      <IconButton icon="left" label="One step back" onClick={() => go(at - 1)} />
      <input
        type="range"
        aria-label="Time"
        aria-valuetext={slice === undefined ? 'the whole range' : rangeText(slice)}
        min={0}
        max={slices.length}
        value={at}
        onChange={(event) => go(event.currentTarget.valueAsNumber)}
      />
      <IconButton icon="right" label="One step on" onClick={() => go(at + 1)} />
      <output className={isWaiting ? 'stale' : ''}>
        <b>{slice === undefined ? 'Whole range' : rangeText(slice)}</b>
        <span>
          {formatBytes(bytes)} · {formatCount(records)} records
          {approximate(refused) > 0 ? ` · ${formatCount(refused)} refused` : ''}
        </span>
      </output>
    </div>
  );
}
