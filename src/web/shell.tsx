import { useIsFetching } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useState } from 'react';
import type { StatusAnswer } from '../contract/index.ts';
import { asWeirError } from '../core/index.ts';
import { CompletenessChip } from './components/completeness-chip.tsx';
import { FilterBar } from './components/filter-bar.tsx';
import { FilterMenuProvider } from './components/filter-menu.tsx';
import { Foot } from './components/foot.tsx';
import { Icon, Mark } from './components/icon.tsx';
import { Notices } from './components/notices.tsx';
import { Failure, Waiting } from './components/states.tsx';
import { ThemeSwitch } from './components/theme-switch.tsx';
import { TimePicker } from './components/time-picker.tsx';
import { useView, ViewProvider } from './components/view.tsx';
import { Welcome } from './components/welcome.tsx';
import { useStatus, useSummary } from './data/queries.ts';
import { scopeOf, searchSchema } from './data/search.ts';
import type { Page } from './define-page.ts';

/** What stands around every page: menu, filters, range, notices. */
export function Shell({ pages }: { readonly pages: readonly Page[] }) {
  const status = useStatus();
  const now = useMinute(status.dataUpdatedAt);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const page = pages.find(
    (one) =>
      one.path.split('$')[0] === path || (one.path.includes('$') && path.startsWith(one.path.split('$')[0] ?? '')),
  );
  // Before the effects of the page, which may know a better one.
  useLayoutEffect(() => {
    document.title = page === undefined ? 'Weir' : `${page.title} · Weir`;
  }, [page]);
  return (
    <div className="app">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Menu pages={pages} path={path} />
      <main id="main">
        <Busy />
        {status.data === undefined ? (
          <div className="page">
            {status.isError ? (
              <Failure error={status.error} onRetry={() => void status.refetch()} />
            ) : (
              <Waiting height={480} lines={9} />
            )}
          </div>
        ) : (
          <ViewProvider status={status.data} now={now}>
            <FilterMenuProvider>
              <Inside
                status={status.data}
                lost={status.isError ? status.error : undefined}
                hasScope={page?.hasScope ?? true}
              />
            </FilterMenuProvider>
          </ViewProvider>
        )}
      </main>
    </div>
  );
}

function Inside({
  status,
  lost,
  hasScope,
}: {
  readonly status: StatusAnswer;
  readonly lost: unknown;
  readonly hasScope: boolean;
}) {
  const isEmpty = Number(status.records) === 0;
  return (
    <>
      {hasScope && !isEmpty ? (
        <div className="bar">
          <FilterBar />
          <div className="bar-right">
            <CompletenessChip />
            <TimePicker />
          </div>
        </div>
      ) : null}
      <Notices status={status} lost={lost} />
      {isEmpty && hasScope ? <Welcome status={status} /> : hasScope ? <Judged /> : <Outlet />}
      {isEmpty ? null : <Foot status={status} hasScope={hasScope} />}
    </>
  );
}

/** A filter that the server refuses is told once, not by every panel. */
function Judged() {
  const { scope, patch } = useView();
  const summary = useSummary(scope);
  if (!summary.isError || asWeirError(summary.error).code !== 'FILTER_INVALID') return <Outlet />;
  return (
    <div className="page">
      <Failure error={summary.error} />
      <button type="button" className="chip centred" onClick={() => patch({ filter: undefined })}>
        Clear the filters
      </button>
    </div>
  );
}

function Menu({ pages, path }: { readonly pages: readonly Page[]; readonly path: string }) {
  const search = useRouterState({ select: (state): unknown => state.location.search });
  const kept = scopeOf(searchSchema.parse(search));
  const listed = pages
    .flatMap((page) => (page.menu === undefined ? [] : [{ ...page, menu: page.menu }]))
    .sort((a, b) => a.menu.place - b.menu.place);
  return (
    <nav aria-label="Pages">
      <Link to="/" search={kept} className="brand" aria-label="Weir, overview">
        <Mark />
        <span>weir</span>
      </Link>
      {listed.map((page) => (
        <Link
          key={page.path}
          to={page.path}
          search={kept}
          className={page.path === path ? 'on' : ''}
          aria-current={page.path === path ? 'page' : undefined}
        >
          <Icon name={page.menu.icon} />
          <span>{page.title}</span>
        </Link>
      ))}
      <span className="grow" />
      <ThemeSwitch />
    </nav>
  );
}

/** A thin line along the top edge while answers are under way for longer than a moment. */
function Busy() {
  const fetching = useIsFetching({ predicate: (query) => query.queryKey[0] !== 'status' });
  const [shown, setShown] = useState(false);
  const isBusy = fetching > 0;
  useEffect(() => {
    const timer = setTimeout(() => setShown(isBusy), isBusy ? 350 : 0);
    return () => clearTimeout(timer);
  }, [isBusy]);
  return (
    <div
      className={shown ? 'busy on' : 'busy'}
      role="status"
      aria-label={shown ? 'Asking the engine' : undefined}
      data-asking={isBusy}
    >
      <span />
    </div>
  );
}

/** The clock in whole minutes, so that a view stays the same from look to look. */
function useMinute(looked: number): number {
  return Math.floor((looked === 0 ? Date.now() : looked) / 60_000) * 60_000;
}
