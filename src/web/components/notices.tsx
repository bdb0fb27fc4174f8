import { useState } from 'react';
import type { StatusAnswer } from '../../contract/index.ts';
import { asWeirError } from '../../core/index.ts';
import { formatBytes, formatCount, formatInstant } from '../data/format.ts';
import { Icon } from './icon.tsx';

interface NoticesProps {
  readonly status: StatusAnswer;
  /** Why the server does not answer any more. */
  readonly lost: unknown;
}

/** Told once, above every page: a load that runs, an engine that was restarted, a server that is gone. */
export function Notices({ status, lost }: NoticesProps) {
  const [seen, setSeen] = useState(() => sessionStorage.getItem('weir.restart-seen'));
  const { restarted_at: restarted, restart_reason: reason } = status.engine;
  const dismiss = () => {
    if (restarted === null) return;
    sessionStorage.setItem('weir.restart-seen', restarted);
    setSeen(restarted);
  };
  return (
    <div className="notices" aria-live="polite">
      {lost === undefined ? null : (
        <div className="notice bad">
          <Icon name="warning" />
          <span className="notice-words">
            <strong>{asWeirError(lost).message}</strong> {asWeirError(lost).hint ?? ''} What you see is from before.
          </span>
        </div>
      )}
      {status.loading === null ? null : <LoadNotice loading={status.loading} />}
      {restarted === null || seen === restarted ? null : (
        <div className="notice">
          <Icon name="restart" />
          <span className="notice-words">
            <strong>The engine was restarted</strong> at {formatInstant(restarted)} UTC
            {reason === null ? '' : `: ${reason}`}. Loads that were running repeat by themselves; nothing is lost or
            counted twice.
          </span>
          <button type="button" className="link" onClick={dismiss}>
            Understood
          </button>
        </div>
      )}
    </div>
  );
}

function LoadNotice({ loading }: { readonly loading: NonNullable<StatusAnswer['loading']> }) {
  const share = loading.total === null || loading.total === 0 ? undefined : Math.min(1, loading.done / loading.total);
  return (
    <div className="notice work">
      <Icon name="sources" />
      <span className="notice-words">
        <strong>{loading.label}</strong> {formatCount(Math.round(loading.records))} records so far
        {loading.total === null
          ? ''
          : `, ${formatBytes(Math.round(loading.done))} of ${formatBytes(Math.round(loading.total))}`}
      </span>
      <progress aria-label={loading.label} {...(share === undefined ? {} : { value: share })} max={1} />
      {share === undefined ? null : <b>{Math.floor(share * 100)} %</b>}
    </div>
  );
}
