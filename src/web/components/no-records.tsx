import { Empty } from './states.tsx';
import { useView } from './view.tsx';

/** A view that holds nothing, and the ways out of it. */
export function NoRecords({ title = 'Nothing in this view' }: { readonly title?: string }) {
  const { scope, search, patch, setRange } = useView();
  const isAll = search.range === 'all';
  return (
    <Empty title={title}>
      <span className="ways">
        {scope.filter.length === 0 ? null : (
          <button type="button" className="chip" onClick={() => patch({ filter: undefined })}>
            Clear the filters
          </button>
        )}
        {isAll ? null : (
          <button type="button" className="chip" onClick={() => setRange('all')}>
            Look at all that is loaded
          </button>
        )}
      </span>
    </Empty>
  );
}
