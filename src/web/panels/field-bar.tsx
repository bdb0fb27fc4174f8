import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { IconButton } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { Failure, Waiting } from '../components/states.tsx';
import type { Ask } from '../data/explore.ts';
import { type FieldEntry, type FieldValues, topValues } from '../data/explore-fields.ts';
import type { Condition } from '../data/explore-query.ts';
import { figureText, formatCount, shareFigure } from '../data/format.ts';

interface FieldBarProps {
  readonly ask: Ask;
  /** Of the answer first, then what else the logs carry. */
  readonly fields: readonly FieldEntry[];
  readonly onPick: (condition: Condition) => void;
}

/** The fields of the matching records; an open one shows its most frequent values. */
export function FieldBar({ ask, fields, onPick }: FieldBarProps) {
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState<string>();
  // Where there is little room the answer comes first.
  const [isClosed, setClosed] = useState(true);
  const wanted = typed.trim().toLowerCase();
  const found = fields.filter(({ name, meaning }) => `${name} ${meaning}`.toLowerCase().includes(wanted));
  const groups = [
    { title: 'In this answer', members: found.filter((field) => field.isShown) },
    { title: 'In the logs', members: found.filter((field) => !field.isShown) },
  ];
  return (
    <aside className={isClosed ? 'field-bar closed' : 'field-bar'} aria-label="Fields">
      <button type="button" className="chip narrow-only" aria-expanded={!isClosed} onClick={() => setClosed(!isClosed)}>
        Fields <i className="num">{fields.length}</i>
      </button>
      <input
        className="field-input"
        placeholder="find a field"
        aria-label="Find a field"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className="field-list" tabIndex={-1}>
        {groups.map(({ title, members }) =>
          members.length === 0 ? null : (
            <section key={title} aria-label={title}>
              <h3>{title}</h3>
              <ul>
                {members.map((field) => (
                  <li key={field.name}>
                    <button
                      type="button"
                      className="field-name"
                      aria-expanded={opened === field.name}
                      title={field.meaning}
                      onClick={() => setOpened(opened === field.name ? undefined : field.name)}
                    >
                      <Icon name="caret" size={11} />
                      <span>{field.name}</span>
                      <i>{field.kind}</i>
                    </button>
                    {opened === field.name ? <Values ask={ask} column={field} onPick={onPick} /> : null}
                  </li>
                ))}
              </ul>
            </section>
          ),
        )}
        {found.length === 0 ? <p className="soft">No field is called or means that.</p> : null}
      </div>
    </aside>
  );
}

function useValues(ask: Ask, field: string): UseQueryResult<FieldValues> {
  return useQuery({
    queryKey: ['field-values', field, ask],
    queryFn: ({ signal }) => topValues(ask, field, signal),
    staleTime: 300_000,
  });
}

function Values({
  ask,
  column,
  onPick,
}: {
  readonly ask: Ask;
  readonly column: FieldEntry;
  readonly onPick: FieldBarProps['onPick'];
}) {
  const { name: field } = column;
  const values = useValues(ask, field);
  if (values.isError) return <Failure error={values.error} onRetry={() => void values.refetch()} />;
  if (values.data === undefined) return <Waiting height={150} lines={5} />;
  const { rows, total } = values.data;
  if (rows.length === 0) return <p className="soft field-none">None of the matching records has a value here.</p>;
  return (
    <ul className="field-values" aria-label={`Top values of ${field}`}>
      {rows.map(({ value, count }) => {
        const words = value === null ? 'missing' : String(value);
        return (
          <li key={words} title={`${words}: ${formatCount(count)} of ${formatCount(total)} records`}>
            <span className="field-value">
              <span className={value === null ? 'soft' : 'mono'}>{words}</span>
              <span className="figure">{figureText(shareFigure(count, total))}</span>
              <span className="track">
                <span style={{ width: `${Math.max(1, (Number(count) / Math.max(1, Number(total))) * 100)}%` }} />
              </span>
            </span>
            <IconButton
              icon="plus"
              label={`Only ${field} ${words}`}
              onClick={() => onPick({ column, value, isExcluded: false })}
            />
            <IconButton
              icon="minus"
              label={`Without ${field} ${words}`}
              onClick={() => onPick({ column, value, isExcluded: true })}
            />
          </li>
        );
      })}
    </ul>
  );
}
