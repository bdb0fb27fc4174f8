import { countryName } from '../data/countries.ts';
import { addressKind } from '../data/filters.ts';
import { shorten } from '../data/format.ts';
import { FilterValue } from './filter-menu.tsx';
import { AddressLink } from './links.tsx';
import { nameText, nameTitle, useName } from './named.tsx';

interface EndpointProps {
  readonly address: string | null;
  /** The column that a click filters on. */
  readonly field: string;
  readonly country?: string | null | undefined;
}

/** Who an address is: its name over it, what is known about it, and a link to its own page. */
export function Endpoint({ address, field, country }: EndpointProps) {
  const known = useName(address);
  if (address === null) return <FilterValue of={{ [field]: null }}>not known</FilterValue>;
  const name = known === null || known === undefined ? null : nameText(known);
  const place = country ? countryName(country) : name === null ? addressKind(address) : null;
  const about = [known?.about, place].filter((word) => word !== null && word !== undefined).join(' · ');
  return (
    <span className="who">
      <span className="line">
        <FilterValue
          of={{ [field]: address }}
          className={name === null ? 'mono' : 'name'}
          title={nameTitle(address, known)}
        >
          {name ?? shorten(address, 22)}
        </FilterValue>
        <AddressLink address={address} />
      </span>
      {name === null && about === '' ? null : (
        <span className="about">
          {name === null ? null : <span className="mono">{shorten(address, 22)}</span>}
          {name === null || about === '' ? null : ' · '}
          {about}
        </span>
      )}
    </span>
  );
}
