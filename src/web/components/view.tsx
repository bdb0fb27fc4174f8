import { useNavigate, useSearch } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { StatusAnswer } from '../../contract/index.ts';
import { type Filter, type FilterKey, filtersOf, withFilters, withoutFilter } from '../data/filters.ts';
import type { Scope } from '../data/queries.ts';
import { type Search, searchSchema } from '../data/search.ts';
import { type PresetId, type Range, resolveRange } from '../data/time-range.ts';

/** What the address bar says, resolved against the data that there is, and the ways to change it. */
export interface View {
  readonly status: StatusAnswer;
  readonly search: Search;
  readonly scope: Scope;
  /** `replace`: no step for the way back. */
  readonly patch: (change: Partial<Search>, how?: { readonly replace: boolean }) => void;
  readonly setRange: (range: Range | PresetId) => void;
  readonly addFilters: (filters: readonly Filter[]) => void;
  readonly addKey: (key: FilterKey, excluded?: boolean) => void;
  readonly removeFilter: (text: string) => void;
}

const ViewContext = createContext<View | undefined>(undefined);

const NOTHING: readonly string[] = [];

/** `now`: milliseconds; given, so that a view holds still between two looks at the clock. */
export function ViewProvider({
  status,
  now,
  children,
}: {
  readonly status: StatusAnswer;
  readonly now: number;
  readonly children: ReactNode;
}) {
  const search = useValidSearch();
  const navigate = useNavigate();
  const view = useMemo((): View => {
    const filter = search.filter ?? NOTHING;
    const patch = (change: Partial<Search>, { replace } = { replace: false }) => {
      void navigate({ to: '.', search: { ...search, ...change }, replace, resetScroll: false });
    };
    const setFilters = (texts: string[]) => patch({ filter: texts.length === 0 ? undefined : texts });
    const addFilters = (filters: readonly Filter[]) => setFilters(withFilters(filter, filters));
    return {
      status,
      search,
      scope: { ...resolveRange(search, status, now), filter },
      patch,
      setRange: (range) =>
        patch(
          typeof range === 'string'
            ? { range, from: undefined, to: undefined }
            : { range: undefined, from: range.from, to: range.to },
        ),
      addFilters,
      addKey: (key, excluded) => addFilters(filtersOf(key, excluded)),
      removeFilter: (text) => setFilters(withoutFilter(filter, text)),
    };
  }, [search, status, now, navigate]);
  return <ViewContext value={view}>{children}</ViewContext>;
}

export function useView(): View {
  const view = useContext(ViewContext);
  if (view === undefined) throw new Error('useView is for what stands inside of a ViewProvider.');
  return view;
}

/** The address bar as typed values, whatever route is open. */
function useValidSearch(): Search {
  const search: unknown = useSearch({ strict: false });
  return useMemo(() => searchSchema.parse(search), [search]);
}
