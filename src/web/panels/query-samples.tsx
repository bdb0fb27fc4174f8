import type { SavedQuery } from '../../contract/index.ts';
import { Failure, Waiting } from '../components/states.tsx';
import { useSavedQueries } from '../data/saved-queries.ts';

/** Queries to start from, by what they answer; shown while nothing was run. */
export function QuerySamples({
  lacking,
  onOpen,
}: {
  /** Parameters that need a value before the query can run. */
  readonly lacking: readonly string[];
  readonly onOpen: (query: SavedQuery) => void;
}) {
  const saved = useSavedQueries();
  if (lacking.length > 0)
    return (
      <section className="card samples-card" aria-label="Parameters are missing">
        <p className="samples-lead">
          This query asks for {lacking.join(', ')}. Give {lacking.length === 1 ? 'it a value' : 'them values'} above and
          run it.
        </p>
      </section>
    );
  const samples = (saved.data ?? [])
    .filter((one) => one.origin === 'shipped')
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return (
    <section className="card samples-card" aria-label="Queries to start from">
      <header>
        <h2>Ask</h2>
        <p>or start from one of these; each can be changed before and after it runs</p>
      </header>
      {saved.isError ? (
        <Failure error={saved.error} onRetry={() => void saved.refetch()} />
      ) : saved.data === undefined ? (
        <Waiting height={320} lines={8} />
      ) : (
        <ul className="samples">
          {samples.map((one) => (
            <li key={one.id}>
              <button type="button" className="query-option" onClick={() => onOpen(one)}>
                <b>{one.name}</b>
                <code>{one.form.query}</code>
                <small>{one.description}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
