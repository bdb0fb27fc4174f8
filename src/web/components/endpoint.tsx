import { countryName } from '../data/countries.ts';
import { addressKind } from '../data/filters.ts';
import { shorten } from '../data/format.ts';
import { FilterValue } from './filter-menu.tsx';
import { AddressLink } from './links.tsx';

interface EndpointProps {
  readonly address: string | null;
  /** The column that a click filters on. */
  readonly field: string;
  readonly country?: string | null | undefined;
}

/** An address, what is known about it, and a link to its own page. */
export function Endpoint({ address, field, country }: EndpointProps) {
  if (address === null) return <FilterValue of={{ [field]: null }}>not known</FilterValue>;
  const about = country ? countryName(country) : addressKind(address);
  return (
    <span className="who">
      <span className="line">
        <FilterValue of={{ [field]: address }} className="mono" title={address}>
          {shorten(address, 22)}
        </FilterValue>
        <AddressLink address={address} />
      </span>
      {about === null ? null : <span className="about">{about}</span>}
    </span>
  );
}
