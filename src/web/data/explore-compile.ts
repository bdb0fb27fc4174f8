import { useMemo } from 'react';
import type { QueryDiagnostic, QueryFacts, SavedQuery } from '../../contract/index.ts';
import { type CompileOptions, type CompletionFacts, compile, fieldsAt } from '../../query/index.ts';
import type { Ask } from './explore.ts';
import { useQueryFacts } from './explore-facts.ts';
import type { Scope } from './queries.ts';
import { useSavedQueries } from './saved-queries.ts';

/** What the page knows of the store, to judge a query before the server does. */
export interface Known {
  readonly facts: QueryFacts | undefined;
  readonly saved: readonly SavedQuery[];
  /** Facts and saved queries are there, or will not come. */
  readonly isSettled: boolean;
}

export function useKnown(): Known {
  const facts = useQueryFacts();
  const saved = useSavedQueries();
  const isSettled = !facts.isPending && !saved.isPending;
  return useMemo(
    () => ({ facts: facts.data, saved: saved.data ?? [], isSettled }),
    [facts.data, saved.data, isSettled],
  );
}

export function compileOptions({ facts, saved }: Known, scope: Scope): CompileOptions {
  const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);
  return {
    range: { from: seconds(scope.from), to: seconds(scope.to) - 1 },
    now: Date.now(),
    // Nothing is run here: any name does, and tables need no rows.
    database: 'weir',
    rollUps: [],
    facts: {
      layouts: facts?.layouts ?? [],
      absentFields: facts?.absent_fields ?? [],
      ownNetworks: facts?.own_networks ?? [],
      tables: (facts?.tables ?? []).map(({ name, columns, network_column: network, unavailable }) => ({
        name,
        columns,
        ...(network === null ? {} : { networkColumn: network }),
        ...(unavailable === null ? {} : { unavailable: { message: unavailable, hint: '' } }),
        rows: 'SELECT NULL',
        byNetwork: () => 'NULL',
      })),
    },
    savedQuery: (name) =>
      saved.find((one) => one.form.language === 'ql' && one.name.toLowerCase() === name.toLowerCase())?.form,
  };
}

/** What is wrong with a question, as far as this page can tell; SQL and what is not known yet are left to the server. */
export function problemsOf(known: Known, { query, language, scope }: Ask): readonly QueryDiagnostic[] {
  if (language === 'sql' || known.facts === undefined) return [];
  return plain(compile(query, compileOptions(known, scope)).diagnostics);
}

/** As they cross the wire. */
export function plain(diagnostics: ReturnType<typeof compile>['diagnostics']): readonly QueryDiagnostic[] {
  return diagnostics.map((one) => ({ ...one, fixes: [...one.fixes] }));
}

/** What completion and help may name at a place. */
export function completionFacts({ facts, saved }: Known, options: CompileOptions): CompletionFacts {
  return {
    scopeAt: (stages) => fieldsAt(stages, options.facts),
    tables: facts?.tables ?? [],
    savedQueries: saved.filter(({ form }) => form.language === 'ql'),
  };
}
