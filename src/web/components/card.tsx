import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Failure, Waiting } from './states.tsx';

interface CardProps {
  readonly title: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly note?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A sheet of paper with one answer on it. */
export function Card({ title, about, actions, note, className = '', children }: CardProps) {
  return (
    <section className={`card ${className}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {about === undefined ? null : <p>{about}</p>}
        {actions === undefined ? null : <div className="actions">{actions}</div>}
      </header>
      {children}
      {note === undefined ? null : <p className="note">{note}</p>}
    </section>
  );
}

/** Shows an answer once it is there, and what is the matter until then, in the same height. */
export function Answer<T>({
  query,
  height,
  lines,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly height: number;
  readonly lines?: number;
  readonly children: (answer: T) => ReactNode;
}) {
  if (query.data !== undefined && !query.isError) {
    return <div className={query.isPlaceholderData ? 'stale' : 'fresh'}>{children(query.data)}</div>;
  }
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting height={height} {...(lines === undefined ? {} : { lines })} />;
}

/** A small square button with a drawing; its label is read aloud and shown on hover. */
export function IconButton({
  icon,
  label,
  pressed,
  onClick,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Icon name={icon} size={14} />
    </button>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly value: T;
  readonly words?: Readonly<Partial<Record<T, string>>>;
  readonly onChange: (value: T) => void;
}

/** A few alternatives side by side, one of them chosen. */
export function Choice<T extends string>({ label, options, value, words, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          className={option === value ? 'on' : ''}
          onClick={() => onChange(option)}
        >
          {words?.[option] ?? option}
        </button>
      ))}
    </fieldset>
  );
}
