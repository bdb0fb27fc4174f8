import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type FilterKey, filtersOf, withFilters } from '../data/filters.ts';
import { scopeOf } from '../data/search.ts';
import { useView } from './view.tsx';

/** A link to another page that takes range and filters along, and adds to them. */
export function ScopeLink({
  to,
  add = {},
  className,
  label,
  children,
}: {
  readonly to: string;
  readonly add?: FilterKey;
  readonly className?: string;
  readonly label?: string;
  readonly children: ReactNode;
}) {
  const { search } = useView();
  const filter = withFilters(search.filter ?? [], filtersOf(add));
  return (
    <Link
      to={to}
      search={{ ...scopeOf(search), filter: filter.length === 0 ? undefined : filter }}
      className={className ?? 'link'}
      aria-label={label}
    >
      {children}
    </Link>
  );
}

export function addressPath(address: string): string {
  return `/address/${encodeURIComponent(address)}`;
}

export function thingPath(id: string): string {
  return `/thing/${encodeURIComponent(id)}`;
}

/** The small arrow beside an address that opens the address's own page. */
export function AddressLink({ address }: { readonly address: string }) {
  return <Arrow to={addressPath(address)} of={address} />;
}

/** The same beside an identifier. */
export function ThingArrow({ id }: { readonly id: string }) {
  return <Arrow to={thingPath(id)} of={id} />;
}

function Arrow({ to, of }: { readonly to: string; readonly of: string }) {
  const { search } = useView();
  return (
    <Link
      to={to}
      search={scopeOf(search)}
      className="open"
      aria-label={`Open the page of ${of}`}
      title={`Open the page of ${of}`}
    >
      <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        <path d="M4 2h6v6M10 2L2.500 9.500" fill="none" stroke="currentColor" strokeWidth="1.4" />
      </svg>
    </Link>
  );
}
