import { countryName } from '../data/countries.ts';
import { parseFilter } from '../data/filters.ts';
import { FilterBox } from './filter-box.tsx';
import { Icon } from './icon.tsx';
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
                  <b>{valueWords(filter.field, filter.value)}</b>
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

function valueWords(field: string, value: string): string {
  if (value === '-') return 'missing';
  return field.endsWith('_country') ? countryName(value) : value;
}
