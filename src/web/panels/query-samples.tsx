import type { SavedQuery } from '../../contract/index.ts';
import { Failure, Waiting } from '../components/states.tsx';
import { questions } from '../data/explore-samples.ts';
import { useSavedQueries } from '../data/saved-queries.ts';

/** In place of an answer: a query that waits for values. */
export function QueryLacks({ names }: { readonly names: readonly string[] }) {
  return (
    <section className="card samples-card" aria-label="Parameters are missing">
      <p className="samples-lead">
        This query asks for {names.join(', ')}. Give {names.length === 1 ? 'it a value' : 'them values'} above and run
        it.
      </p>
    </section>
  );
}

/** Queries to start from, by what they answer; shown while nothing was run. */
export function QuerySamples({
  failure,
  onOpen,
}: {
  /** Why the query that was to be opened is not there. */
  readonly failure: unknown;
  readonly onOpen: (query: SavedQuery) => void;
}) {
  const saved = useSavedQueries();
  const shipped = new Map((saved.data ?? []).filter(({ origin }) => origin === 'shipped').map((one) => [one.id, one]));
  const shown = questions.map(({ title, ids }) => ({ title, samples: ids.flatMap((id) => shipped.get(id) ?? []) }));
  const more = shipped.size - shown.reduce((sum, { samples }) => sum + samples.length, 0);
  return (
    <section className="card samples-card" aria-label="Queries to start from">
      {failure === undefined ? null : <Failure error={failure} />}
      <header>
        <h2>Start from a question</h2>
        <p>{more > 0 ? `or write one above; ${more} queries more are under Queries` : 'or write one above'}</p>
      </header>
      {saved.isError ? (
        <Failure error={saved.error} onRetry={() => void saved.refetch()} />
      ) : saved.data === undefined ? (
        <Waiting height={420} lines={9} />
      ) : (
        <div className="samples">
          {shown.map(({ title, samples }) =>
            samples.length === 0 ? null : (
              <section key={title} aria-label={title}>
                <h3>{title}</h3>
                <ul>
                  {samples.map((one) => (
                    <li key={one.id}>
                      <button
                        type="button"
                        className="query-option"
                        title={one.description}
                        onClick={() => onOpen(one)}
                      >
                        <b>{one.name}</b>
                        <code>{oneLine(one.form.query)}</code>
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            ),
          )}
        </div>
      )}
    </section>
  );
}

function oneLine(query: string): string {
  return query.replaceAll(/\s+/g, ' ').trim();
}
