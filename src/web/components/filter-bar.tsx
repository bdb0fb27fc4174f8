import { countryName } from '../data/countries.ts';
import { looksLikeAddress, parseFilter } from '../data/filters.ts';
import { FilterBox } from './filter-box.tsx';
import { Icon } from './icon.tsx';
import { NamedAddress, NamedThing } from './named.tsx';
import { useView } from './view.tsx';

/** The conditions of the view as chips, and the box that adds one. */
export function FilterBar() {
  const { scope, addFilters, removeFilter, patch } = useView();
  return (
    <fieldset className="filters" aria-label="Filters">
      {scope.filter.map((text) => {
        const filter = parseFilter(text);
        const turn = () => {
          if (filter !== undefined) addFilters([{ ...filter, excluded: !filter.excluded }]);
        };
        return (
          <span key={text} className={`chip accent${filter?.excluded ? ' excluded' : ''}`}>
            <button
              type="button"
              className="chip-text"
              onClick={turn}
              title={filter?.excluded ? 'Leaves this out. Click: only this' : 'Only this. Click: leave it out'}
            >
              {filter === undefined ? (
                text
              ) : (
                <>
                  <span className="field">
                    {filter.excluded ? 'not ' : ''}
                    {filter.field}
                  </span>{' '}
                  <b>
                    <ValueWords field={filter.field} value={filter.value} />
                  </b>
                </>
              )}
            </button>
            <button
              type="button"
              className="chip-close"
              aria-label={`Remove filter ${text}`}
              onClick={() => removeFilter(text)}
            >
              <Icon name="close" size={11} />
            </button>
          </span>
        );
      })}
      <FilterBox />
      {scope.filter.length < 2 ? null : (
        <button type="button" className="link" onClick={() => patch({ filter: undefined })}>
          clear
        </button>
      )}
    </fieldset>
  );
}

/** A value as people know it: a country, what an address is called, what a thing is called. */
function ValueWords({ field, value }: { readonly field: string; readonly value: string }) {
  if (value === '-') return 'missing';
  if (looksLikeAddress(value)) return <NamedAddress address={value} room={40} />;
  if (field === 'thing' || field === 'interface_id') return <NamedThing id={value} room={200} />;
  return field === 'country' || field.endsWith('_country') ? countryName(value) : value;
}
