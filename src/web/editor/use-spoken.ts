import type { Extension } from '@codemirror/state';
import { useEffect, useMemo, useRef } from 'react';
import type { QueryDiagnostic, QueryFacts, QueryParameter } from '../../contract/index.ts';
import type { WeirError } from '../../core/index.ts';
import type { Ask, Language } from '../data/explore.ts';
import { compileOptions, completionFacts, type Known } from '../data/explore-compile.ts';
import { knownValues } from '../data/explore-values.ts';
import type { Scope } from '../data/queries.ts';
import type { Run } from '../data/run-query.ts';
import { qlLanguage } from './ql-language.ts';
import { sqlLanguage } from './sql-language.ts';

const NO_TABLES: QueryFacts['sql_tables'] = [];

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
  const tables = known.facts?.sql_tables ?? NO_TABLES;
  return useMemo(() => {
    if (language === 'sql') {
      const [problem] = refused?.problems ?? [];
      const wrong = refused === undefined || problem === undefined ? undefined : { query: refused.query, problem };
      return sqlLanguage({ tables, scope: () => view.current, refused: wrong, onProblems });
    }
    const [declarations, shown] = JSON.parse(given) as [QueryParameter[], Record<string, string>];
    const options = () => ({ ...compileOptions(known, view.current), declarations, parameters: shown });
    return qlLanguage({
      options,
      facts: () => completionFacts(known, options()),
      values: (field) => knownValues(field, view.current),
      refused,
      onProblems,
    });
  }, [language, known, given, refused, tables, onProblems]);
}

/** What the server said to a text that this page had let pass. */
function useRefused({ state, asked, diagnostics, error }: Run<Ask>) {
  return useMemo(() => {
    if (state !== 'failed' || asked === undefined || asked.query !== asked.written) return undefined;
    const problems = diagnostics.length > 0 ? diagnostics : problemAt(error);
    return problems.length === 0 ? undefined : { query: asked.written, problems };
  }, [state, asked, diagnostics, error]);
}

/** An error that has a place in the text. */
function problemAt(error: WeirError | undefined): readonly QueryDiagnostic[] {
  if (error?.position === undefined) return [];
  const { code, message, hint, position } = error;
  const span = { start: position.offset, end: position.offset + position.length };
  return [{ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }), span, fixes: [] }];
}
