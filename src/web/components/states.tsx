import { type ReactNode, useEffect, useState } from 'react';
import { asWeirError } from '../../core/index.ts';
import { Icon } from './icon.tsx';

/** What went wrong, what to do, and a way to try again. */
export function Failure({
  error,
  hint,
  onRetry,
}: {
  readonly error: unknown;
  readonly hint?: string;
  readonly onRetry?: () => void;
}) {
  const { code, message, hint: ownHint } = asWeirError(error);
  const advice = ownHint ?? hint;
  return (
    <div className="state failure" role="alert">
      <Icon name="warning" size={20} />
      <p>
        <strong>{message}</strong>
        {code === 'INTERNAL' ? null : <code>{code}</code>}
      </p>
      {advice === undefined ? null : <p className="soft">{advice}</p>}
      {onRetry === undefined ? null : (
        <button type="button" className="chip" onClick={onRetry}>
          <Icon name="restart" size={14} /> Try again
        </button>
      )}
    </div>
  );
}

/** Nothing to show, and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="state">
      <p>
        <strong>{title}</strong>
      </p>
      {children === undefined ? null : <div className="soft">{children}</div>}
    </div>
  );
}

/** Holds the place of what comes; after a second it says that work goes on, and for how long. */
export function Waiting({ height, lines = 0 }: { readonly height: number; readonly lines?: number }) {
  const seconds = useSeconds();
  return (
    <div className="waiting" style={{ height }} aria-busy="true">
      {Array.from({ length: lines }, (_, index) => `line ${index}`).map((line, index) => (
        <span key={line} className="bone" style={{ width: `${92 - ((index * 17) % 40)}%` }} />
      ))}
      {lines === 0 ? <span className="bone whole" /> : null}
      {seconds < 1 ? null : (
        <span className="working" role="status">
          <span className="sweep" />
          asking the engine · {seconds} s
        </span>
      )}
    </div>
  );
}

function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
