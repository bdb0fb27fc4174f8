import { Popover } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { formatMinute } from '../data/format.ts';
import { DEFAULT_PRESET, isOld, parseInstant, presets, rangeText, widened } from '../data/time-range.ts';
import { IconButton } from './card.tsx';
import { Icon } from './icon.tsx';
import { useView } from './view.tsx';

/** The range of time: words that count back from the end of the data, or two instants in UTC. */
export function TimePicker() {
  const { search, scope, status, setRange } = useView();
  const [opened, setOpened] = useState(false);
  const isAbsolute = search.from !== undefined && search.to !== undefined;
  const preset = presets.find((one) => one.id === (search.range ?? DEFAULT_PRESET));
  const old = isOld(status, Date.now());
  return (
    <span className="times">
      {isAbsolute ? <IconButton icon="zoomOut" label="Zoom out" onClick={() => setRange(widened(scope, status))} /> : null}
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} trapFocus>
        <Popover.Target>
          <button type="button" className="chip" aria-expanded={opened} aria-label="Time range" title={`${rangeText(scope)} UTC`} onClick={() => setOpened(!opened)}>
            <Icon name="clock" size={13} />
            <span className="num">{isAbsolute ? rangeText(scope) : preset?.label}</span>
            <i className="wide-only">{old && !isAbsolute ? 'of the data' : 'UTC'}</i>
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <div className="details">
            <h3>Time range</h3>
            {old ? <p className="soft">The data ends at {formatMinute(status.last ?? 0)} UTC: these count back from there.</p> : null}
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
            <Absolute key={scope.from + scope.to} onDone={() => setOpened(false)} />
          </div>
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}

/** The picker's values have no zone: they are read and written as UTC. */
function Absolute({ onDone }: { readonly onDone: () => void }) {
  const { scope, status, setRange } = useView();
  const [from, setFrom] = useState<string | null>(scope.from.slice(0, 19).replace('T', ' '));
  const [to, setTo] = useState<string | null>(scope.to.slice(0, 19).replace('T', ' '));
  const [start, end] = [parseInstant(from ?? ''), parseInstant(to ?? '')];
  const isValid = start !== undefined && end !== undefined && start < end;
  const bounds = { ...(status.first === null ? {} : { minDate: status.first.slice(0, 10) }), valueFormat: 'YYYY-MM-DD HH:mm', size: 'xs' as const, popoverProps: { withinPortal: false } };
  return (
    <form
      className="absolute"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isValid) return;
        setRange({ from: start, to: end });
        onDone();
      }}
    >
      <DateTimePicker label="From, UTC" value={from} onChange={setFrom} {...bounds} />
      <DateTimePicker label="To, UTC" value={to} onChange={setTo} error={isValid ? undefined : 'The end must come after the start.'} {...bounds} />
      <button type="submit" className="chip accent" disabled={!isValid}>
        Show this range
      </button>
    </form>
  );
}
