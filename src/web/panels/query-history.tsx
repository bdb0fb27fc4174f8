import { Popover } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { Empty } from '../components/states.tsx';
import { clearHistory, type HistoryEntry, readHistory, searchHistory } from '../data/explore-history.ts';
import { formatCount, formatMinute } from '../data/format.ts';

/** Queries that this browser ran, newest first: search by words, arrows to choose, Enter to take. */
export function QueryHistory({ onTake }: { readonly onTake: (entry: HistoryEntry) => void }) {
  const [opened, setOpened] = useState(false);
  const [entries, setEntries] = useState<readonly HistoryEntry[]>([]);
  // The focus goes back to the button, but not when a query was taken: then it belongs to the editor.
  const [isLeft, setLeft] = useState(true);
  const open = () => {
    setEntries(readHistory());
    setLeft(true);
    setOpened(!opened);
  };
  const take = (entry: HistoryEntry) => {
    setLeft(false);
    setOpened(false);
    onTake(entry);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={520} trapFocus returnFocus={isLeft}>
      <Popover.Target>
        <button type="button" className="chip" aria-expanded={opened} aria-haspopup="dialog" onClick={open}>
          <Icon name="clock" size={13} /> History
        </button>
      </Popover.Target>
      <Popover.Dropdown className="query-drop">
        <Listed
          entries={entries}
          onTake={take}
          onClear={() => {
            clearHistory();
            setEntries([]);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Listed({
  entries,
  onTake,
  onClear,
}: {
  readonly entries: readonly HistoryEntry[];
  readonly onTake: (entry: HistoryEntry) => void;
  readonly onClear: () => void;
}) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = searchHistory(entries, typed);
  const at = Math.min(chosen, found.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(found.length - 1, at + step)));
    }
    const taken = found[at];
    if (event.key === 'Enter' && taken !== undefined) {
      event.preventDefault();
      onTake(taken);
    }
  };
  if (entries.length === 0)
    return <Empty title="Nothing was run yet">The last 100 queries of this browser stand here.</Empty>;
  return (
    <>
      <div className="picker-head">
        <input
          className="field-input"
          placeholder="search the history"
          aria-label="Search the history"
          role="combobox"
          aria-expanded="true"
          aria-controls="query-history"
          aria-activedescendant={found.length === 0 ? undefined : `query-history-${at}`}
          value={typed}
          data-autofocus
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="link" onClick={onClear}>
          forget all
        </button>
      </div>
      <div className="query-list" id="query-history" role="listbox" aria-label="Queries that were run">
        {found.map((entry, index) => (
          <div
            key={`${entry.language} ${entry.query}`}
            id={`query-history-${index}`}
            ref={index === at ? shownInList : undefined}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            className="query-option"
            onClick={() => onTake(entry)}
            onKeyDown={onKeyDown}
            onMouseMove={() => setChosen(index)}
          >
            <code>{entry.query}</code>
            <small>
              {formatMinute(entry.at)} UTC{entry.rows === undefined ? '' : ` · ${formatCount(entry.rows)} rows`}
              {entry.language === 'sql' ? ' · SQL' : ''}
            </small>
          </div>
        ))}
        {found.length === 0 ? <p className="soft">No query of the history has all these words.</p> : null}
      </div>
    </>
  );
}

function shownInList(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
