import type { Extension } from '@codemirror/state';
import { useEffect, useMemo, useRef } from 'react';
import type { QueryDiagnostic, QueryParameter } from '../../contract/index.ts';
import type { Ask, Language } from '../data/explore.ts';
import { compileOptions, completionFacts, type Known } from '../data/explore-compile.ts';
import { knownValues } from '../data/explore-values.ts';
import type { Scope } from '../data/queries.ts';
import type { Run } from '../data/run-query.ts';
import { qlLanguage } from './ql-language.ts';
import { sqlLanguage } from './sql-language.ts';

interface SpokenProps {
  readonly language: Language;
  readonly known: Known;
  readonly scope: Scope;
  readonly parameters: readonly QueryParameter[];
  readonly values: Readonly<Record<string, string>>;
  readonly run: Run<Ask>;
  /** Must stay the same function. */
  readonly onProblems: (problems: readonly QueryDiagnostic[]) => void;
}

/** What the editor knows of the language at hand; anew when something is learned that changes what is right. */
export function useSpoken({ language, known, scope, parameters, values, run, onProblems }: SpokenProps): Extension {
  // The range moves on with the clock: it is looked up when it is needed, and no reason to begin anew.
  const view = useRef(scope);
  useEffect(() => {
    view.current = scope;
  });
  const given = JSON.stringify([parameters, values]);
  const refused = useRefused(run);
  useEffect(() => {
    if (language === 'sql') onProblems([]);
  }, [language, onProblems]);
  return useMemo(() => {
    if (language === 'sql') return sqlLanguage;
    const [declarations, shown] = JSON.parse(given) as [QueryParameter[], Record<string, string>];
    const options = () => ({ ...compileOptions(known, view.current), declarations, parameters: shown });
    return qlLanguage({
      options,
      facts: () => completionFacts(known, options()),
      values: (field) => knownValues(field, view.current),
      refused,
      onProblems,
    });
  }, [language, known, given, refused, onProblems]);
}

/** What the server said to a text that this page had let pass. */
function useRefused({ state, asked, diagnostics }: Run<Ask>) {
  return useMemo(
    () =>
      state === 'failed' && asked !== undefined && diagnostics.length > 0 && asked.query === asked.written
        ? { query: asked.written, problems: diagnostics }
        : undefined,
    [state, asked, diagnostics],
  );
}
