import { CopyButton, Menu, Popover } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { Completeness, QueryDiagnostic, QueryProgress } from '../../contract/index.ts';
import { asWeirError } from '../../core/index.ts';
import { IconButton } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { ScopeLink } from '../components/links.tsx';
import { Failure } from '../components/states.tsx';
import type { ChartKind } from '../data/answer.ts';
import { type Ask, LARGEST_LIMIT, pageRange, readShare } from '../data/explore.ts';
import { type ExportFormat, exportAnswer, exportFormats, exportWords } from '../data/explore-export.ts';
import { formatBytes, formatCount, formatExact, formatShare } from '../data/format.ts';
import type { Run } from '../data/run-query.ts';
import { rangeText } from '../data/time-range.ts';

interface FrameProps {
  readonly run: Run<Ask>;
  /** The text in the editor is another by now. */
  readonly isEdited: boolean;
  /** The run whose rows are shown: the one before, until the new one has some. */
  readonly shown: Run<Ask>;
  readonly kinds: readonly ChartKind[];
  readonly kind: ChartKind;
  readonly onKind: (kind: ChartKind) => void;
  readonly onRetry: () => void;
  /** What is told beside the query already. */
  readonly told: readonly QueryDiagnostic[];
  readonly children: ReactNode;
}

/** An answer with what must stand beside it: how far it is, how complete, what was warned of, and its SQL. */
export function QueryResultsFrame({ isEdited, run, shown, kinds, kind, onKind, onRetry, told, children }: FrameProps) {
  const [sql, setSql] = useState(false);
  const { state, started, error } = run;
  const isOld = run !== shown;
  // The same question would be refused again.
  const isMistake = run.diagnostics.length > 0 || error?.position !== undefined;
  const warnings = [...(started?.diagnostics ?? []), ...run.late].filter(
    ({ severity, message }) => severity !== 'error' && !told.some((one) => one.message === message),
  );
  return (
    <section className="card results-card" aria-label="Results" aria-busy={state === 'running'}>
      <header className="results-head">
        <Figures run={run} isEdited={isEdited} />
        <span className="grow" />
        <fieldset className="kinds" aria-label="Draw as">
          {(kinds.length < 2 ? [] : kinds).map((one) => (
            <button key={one} type="button" className="kind" aria-pressed={one === kind} onClick={() => onKind(one)}>
              {one}
            </button>
          ))}
        </fieldset>
        <button
          type="button"
          className="chip"
          aria-pressed={sql}
          disabled={started === undefined}
          onClick={() => setSql(!sql)}
        >
          <Icon name="code" size={13} /> SQL
        </button>
        <Export ask={shown.started === undefined ? undefined : shown.asked} />
      </header>
      <Track run={run} />
      {state === 'done' && run.cutAt !== null ? <Cut rows={run.cutAt} /> : null}
      {warnings.map((one) => (
        <Warning key={one.code + one.message} problem={one} />
      ))}
      {sql && started !== undefined ? (
        <div className="results-sql">
          <p>
            Reads {started.reads.join(', ')}. Constants stand here to be read; the engine gets them as parameters.
            <CopyButton value={started.sql}>
              {({ copied, copy }) => (
                <IconButton icon="copy" label={copied ? 'Copied' : 'Copy the SQL'} onClick={copy} />
              )}
            </CopyButton>
          </p>
          <textarea readOnly spellCheck={false} aria-label="SQL of this query" value={started.sql} rows={6} />
        </div>
      ) : null}
      {state === 'failed' && error !== undefined ? (
        <Failure error={asWeirError(error)} {...(isMistake ? {} : { onRetry })} />
      ) : null}
      <div className={isOld ? 'results-body stale' : 'results-body'}>{children}</div>
    </section>
  );
}

/** How much came, how much was read, and in what time; one line that never changes its height. */
function Figures({ run, isEdited }: { readonly run: Run<Ask>; readonly isEdited: boolean }) {
  const { state, count, progress, completeness } = run;
  const words = { idle: '', running: 'asking the engine', done: '', stopped: 'stopped', failed: 'ended with an error' };
  const isRefused = state === 'failed' && run.started === undefined;
  const size = progress === undefined || isRefused ? '' : read(progress, state === 'running');
  const title =
    isRefused || (state === 'running' && count === 0)
      ? 'Results'
      : `${formatExact(count)} ${count === 1 ? 'row' : 'rows'}`;
  return (
    <>
      <h2>{title}</h2>
      <p role="status">
        {isRefused ? 'not run' : words[state]}
        {state === 'running' ? <Elapsed since={run.begun} /> : null}
        {size === '' || words[state] === '' ? size : ` · ${size}`}
        {ownRange(run)}
        {isEdited && state === 'done' ? ' · the query was changed since' : ''}
      </p>
      {completeness === undefined ? null : <Complete known={completeness} />}
    </>
  );
}

/** A query can ask about another range than the page shows. */
function ownRange({ started, asked }: Run<Ask>): string {
  if (started === undefined || asked === undefined || asked.language === 'sql') return '';
  const range = pageRange(started);
  const isPage = range.from === asked.scope.from && range.to === asked.scope.to;
  return isPage ? '' : ` · range of its own: ${rangeText(range)} UTC`;
}

function read(progress: QueryProgress, isRunning: boolean): string {
  const { read_rows: rows, total_rows: total, read_bytes: bytes, seconds } = progress;
  const share = readShare(progress);
  if (isRunning) {
    const of = total !== null && share !== undefined ? ` of ${formatCount(total)} (${formatShare(share)})` : '';
    return rows === null ? '' : `read ${formatCount(rows)}${of} records`;
  }
  const time = formatSeconds(seconds);
  // An answer that was there at once has read nothing that could be looked at.
  if (rows === null || Number(rows) === 0) return time;
  return `read ${formatCount(rows)} records${bytes === null ? '' : `, ${formatBytes(bytes)}`} in ${time}`;
}

function formatSeconds(seconds: number): string {
  return seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`;
}

function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return <span className="num"> · {(Math.max(0, now - since) / 1000).toFixed(1)} s</span>;
}

/** A line along the head: how far the engine is, as far as it knows. */
function Track({ run }: { readonly run: Run<Ask> }) {
  const share = run.progress === undefined ? undefined : readShare(run.progress);
  const isRunning = run.state === 'running';
  return (
    <div
      className="results-track"
      role="progressbar"
      aria-label="Read so far"
      aria-hidden={!isRunning}
      {...(share === undefined ? {} : { 'aria-valuenow': Math.round(share * 100) })}
    >
      {isRunning ? (
        share === undefined ? (
          <span className="sweep" />
        ) : (
          <span style={{ width: `${share * 100}%` }} />
        )
      ) : null}
    </div>
  );
}

function Cut({ rows }: { readonly rows: number }) {
  return (
    <p className="results-note warn">
      <Icon name="warning" size={13} />
      <span>
        <b>Cut at {formatExact(rows)} rows: there are more.</b> Add a filter, sum up with <code>stats</code> or{' '}
        <code>top</code>
        {rows < LARGEST_LIMIT ? (
          <>
            , or say how many you want: <code>limit {formatExact(LARGEST_LIMIT)}</code> is the most
          </>
        ) : null}
        .
      </span>
    </p>
  );
}

function Warning({ problem }: { readonly problem: QueryDiagnostic }) {
  return (
    <p className={problem.severity === 'warning' ? 'results-note warn' : 'results-note'}>
      <Icon name="warning" size={13} />
      <span>
        {problem.message}
        {problem.hint === undefined ? null : <span className="soft"> {problem.hint}</span>}
      </span>
    </p>
  );
}

/** How complete the answer is; quiet when all is well, and opens what is missing. */
function Complete({ known }: { readonly known: Completeness }) {
  const [opened, setOpened] = useState(false);
  const missing = [
    [known.skipdata, 'skipped intervals (SKIPDATA)'],
    [known.late, 'late records'],
    [known.silent_interfaces, 'interfaces that fell silent'],
    [known.quarantined, 'quarantined lines'],
    [known.untimed, 'records without time'],
    [known.failed_objects, 'files refused as a whole'],
  ].filter(([figure]) => Number(figure) > 0);
  const isThin = known.observed !== null && known.observed < 0.95;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={isThin ? 'link thin' : 'link'}
          aria-expanded={opened}
          aria-label={`${formatShare(known.observed)} of the range observed. What is missing in this answer?`}
          onClick={() => setOpened(!opened)}
        >
          {known.observed === null ? 'completeness not known' : `${formatShare(known.observed)} observed`}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="details">
          <h3>How complete this answer is</h3>
          <p className="soft">{formatShare(known.observed)} of the intervals in which interfaces should have logged</p>
          {missing.length === 0 ? (
            <p>Nothing is known to be missing.</p>
          ) : (
            <dl>
              {missing.map(([figure = 0, words]) => (
                <div key={words}>
                  <dt>{words}</dt>
                  <dd className="num">{formatExact(figure)}</dd>
                </div>
              ))}
            </dl>
          )}
          <p className="soft">{known.counting}</p>
          {known.absent_fields.length === 0 ? null : (
            <p className="soft wrap">In none of these logs: {known.absent_fields.join(', ')}</p>
          )}
          <ScopeLink to="/sources">What was loaded</ScopeLink>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Asks again for the whole answer, as a file. */
function Export({ ask }: { readonly ask: Ask | undefined }) {
  const [failed, setFailed] = useState<unknown>();
  const save = (format: ExportFormat) => {
    setFailed(undefined);
    if (ask !== undefined) exportAnswer(ask, format).catch(setFailed);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={failed === undefined ? 'chip' : 'chip warn'} disabled={ask === undefined}>
          <Icon name="download" size={13} /> Export
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{failed === undefined ? 'This answer as a file' : asWeirError(failed).message}</Menu.Label>
        {exportFormats.map((format) => (
          <Menu.Item key={format} onClick={() => save(format)}>
            {exportWords[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
