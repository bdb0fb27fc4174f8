import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useState } from 'react';
import { parseInstant } from '../data/time-range.ts';
import { useView } from './view.tsx';

/** The picker's values have no zone: they are read and written as UTC. */
export default function AbsoluteRange({ onDone }: { readonly onDone: () => void }) {
  const { scope, status, setRange } = useView();
  const [from, setFrom] = useState<string | null>(scope.from.slice(0, 19).replace('T', ' '));
  const [to, setTo] = useState<string | null>(scope.to.slice(0, 19).replace('T', ' '));
  const [start, end] = [parseInstant(from ?? ''), parseInstant(to ?? '')];
  const isValid = start !== undefined && end !== undefined && start < end;
  const bounds = {
    ...(status.first === null ? {} : { minDate: status.first.slice(0, 10) }),
    valueFormat: 'YYYY-MM-DD HH:mm',
    size: 'xs' as const,
    popoverProps: { withinPortal: false },
  };
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
      <DateTimePicker
        label="To, UTC"
        value={to}
        onChange={setTo}
        error={isValid ? undefined : 'The end must come after the start.'}
        {...bounds}
      />
      <button type="submit" className="chip accent" disabled={!isValid}>
        Show this range
      </button>
    </form>
  );
}
