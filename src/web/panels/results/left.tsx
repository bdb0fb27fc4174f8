import { formatExact } from '../../data/format.ts';

interface LeftProps {
  readonly hidden: number;
  readonly all: number;
  readonly what: string;
}

/** Says what a drawing had no room for, where it could not be added up. */
export function Left({ hidden, all, what }: LeftProps) {
  if (hidden === 0) return null;
  return (
    <p className="note">
      The first {formatExact(all - hidden)} {what} of {formatExact(all)}; the figures of the rest cannot be added up.
      The table holds them all.
    </p>
  );
}
