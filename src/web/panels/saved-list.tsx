import { Popover } from '@mantine/core';
import { useState } from 'react';
import type { SavedQuery } from '../../contract/index.ts';
import { IconButton } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { Failure, Waiting } from '../components/states.tsx';
import { formatMinute } from '../data/format.ts';
import { useForgetQuery, useSavedQueries } from '../data/saved-queries.ts';

const groups = [
  { origin: 'own', title: 'Saved here' },
  { origin: 'shipped', title: 'Come with Weir' },
] as const;

/** Saved queries and those that come with Weir; a click opens one. */
export function SavedList({
  opened: current,
  onOpen,
  onForgotten,
}: {
  readonly opened: string | undefined;
  readonly onOpen: (query: SavedQuery) => void;
  readonly onForgotten: (id: string) => void;
}) {
  const [shown, setShown] = useState(false);
  return (
    <Popover opened={shown} onChange={setShown} position="bottom-end" width={520} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="chip"
          aria-expanded={shown}
          aria-haspopup="dialog"
          onClick={() => setShown(!shown)}
        >
          <Icon name="star" size={13} /> Queries
        </button>
      </Popover.Target>
      <Popover.Dropdown className="query-drop">
        <Listed
          current={current}
          onForgotten={onForgotten}
          onOpen={(query) => {
            setShown(false);
            onOpen(query);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Listed({
  current,
  onOpen,
  onForgotten,
}: {
  readonly current: string | undefined;
  readonly onOpen: (query: SavedQuery) => void;
  readonly onForgotten: (id: string) => void;
}) {
  const saved = useSavedQueries();
  const forget = useForgetQuery();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<string>();
  if (saved.data === undefined)
    return saved.isError ? (
      <Failure error={saved.error} onRetry={() => void saved.refetch()} />
    ) : (
      <Waiting height={260} lines={6} />
    );
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = saved.data.filter(({ name, description, form }) => {
    const text = `${name} ${description} ${form.query}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <>
      <div className="picker-head">
        <input
          className="field-input"
          placeholder="search by name, words or query"
          aria-label="Search the saved queries"
          value={typed}
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      {forget.isError ? <Failure error={forget.error} /> : null}
      <div className="query-list">
        {groups.map(({ origin, title }) => {
          const members = found.filter((one) => one.origin === origin);
          return members.length === 0 ? null : (
            <section key={origin} aria-label={title}>
              <h3>{title}</h3>
              <ul>
                {members.map((one) => (
                  <li key={one.id} className="query-row">
                    <button
                      type="button"
                      className="query-option"
                      aria-current={one.id === current ? 'true' : undefined}
                      onClick={() => onOpen(one)}
                    >
                      <b>{one.name}</b>
                      <code>{one.form.query}</code>
                      <small>{about(one)}</small>
                    </button>
                    {origin === 'shipped' ? null : asked === one.id ? (
                      <button
                        type="button"
                        className="chip warn"
                        onClick={() => forget.mutate(one.id, { onSuccess: () => onForgotten(one.id) })}
                      >
                        Delete?
                      </button>
                    ) : (
                      <IconButton icon="close" label={`Delete ${one.name}`} onClick={() => setAsked(one.id)} />
                    )}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        {found.length === 0 ? (
          <p className="soft">
            {saved.data.length === 0 ? 'Nothing is saved yet.' : 'No saved query has all these words.'}
          </p>
        ) : null}
      </div>
    </>
  );
}

function about({ description, updated_at: updated, form }: SavedQuery): string {
  return [
    form.language === 'sql' ? 'SQL' : '',
    form.parameters.length === 0 ? '' : `asks for ${form.parameters.map((one) => one.name).join(', ')}`,
    description,
    updated === null ? '' : `${formatMinute(updated)} UTC`,
  ]
    .filter(Boolean)
    .join(' · ');
}
