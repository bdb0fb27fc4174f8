import { Popover } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { formatMinute } from '../data/format.ts';
import { DEFAULT_PRESET, isOld, presets, rangeText, widened } from '../data/time-range.ts';
import { IconButton } from './card.tsx';
import { Icon } from './icon.tsx';
import { Waiting } from './states.tsx';
import { useView } from './view.tsx';

// The calendar is much code for what is opened now and then.
const AbsoluteRange = lazy(() => import('./absolute-range.tsx'));

/** The range of time: words that count back from the end of the data, or two instants in UTC. */
export function TimePicker() {
  const { search, scope, status, setRange } = useView();
  const [opened, setOpened] = useState(false);
  const isAbsolute = search.from !== undefined && search.to !== undefined;
  const preset = presets.find((one) => one.id === (search.range ?? DEFAULT_PRESET));
  const old = isOld(status, Date.now());
  return (
    <span className="times">
      {isAbsolute ? (
        <IconButton icon="zoomOut" label="Zoom out" onClick={() => setRange(widened(scope, status))} />
      ) : null}
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} trapFocus>
        <Popover.Target>
          <button
            type="button"
            className="chip"
            aria-expanded={opened}
            aria-label="Time range"
            title={`${rangeText(scope)} UTC`}
            onClick={() => setOpened(!opened)}
          >
            <Icon name="clock" size={13} />
            <span className="num">{isAbsolute ? rangeText(scope) : preset?.label}</span>
            <i className="wide-only">{old && !isAbsolute ? 'of the data' : 'UTC'}</i>
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <div className="details">
            <h3>Time range</h3>
            {old ? (
              <p className="soft">
                The data ends at {formatMinute(status.last ?? 0)} UTC: these count back from there.
              </p>
            ) : null}
            <div className="presets">
              {presets.map((one) => (
                <button
                  key={one.id}
                  type="button"
                  className="chip"
                  aria-pressed={!isAbsolute && one.id === preset?.id}
                  onClick={() => {
                    setRange(one.id);
                    setOpened(false);
                  }}
                >
                  {one.label}
                </button>
              ))}
            </div>
            <Suspense fallback={<Waiting height={150} lines={3} />}>
              <AbsoluteRange key={scope.from + scope.to} onDone={() => setOpened(false)} />
            </Suspense>
          </div>
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}
