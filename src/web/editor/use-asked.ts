import { useCallback, useEffect, useRef, useState } from 'react';
import type { QueryDiagnostic, QueryParameter } from '../../contract/index.ts';
import { useView } from '../components/view.tsx';
import { type Ask, bodyOf } from '../data/explore.ts';
import { noteRun } from '../data/explore-history.ts';
import { parametersIn, parametersOf, parameterValues, withParameters } from '../data/explore-parameters.ts';
import { type Run, useRunner } from '../data/run-query.ts';

const NOTHING_WRONG = (): readonly QueryDiagnostic[] => [];

interface AskedProps {
  /** What the parameters are; undefined while it is not known yet. */
  readonly declared: readonly QueryParameter[] | undefined;
  /** What is wrong with a question, as far as this page can tell; undefined while it cannot. */
  readonly check: ((ask: Ask) => readonly QueryDiagnostic[]) | undefined;
}

/**
 * Runs the question of the address bar whenever it changes; `again` runs the same once more. A range that counts back
 * from now is settled when the query runs, so that an answer does not change under the eyes.
 */
export function useAsked({ declared, check }: AskedProps) {
  const { search, scope } = useView();
  const [run, runner] = useRunner<Ask>();
  const [times, setTimes] = useState(0);
  const again = useCallback(() => setTimes((before) => before + 1), []);
  const { q: query, lang, param } = search;
  const parameters = query === undefined ? [] : parametersIn(query, declared ?? []);
  const values = parameterValues(parameters, parametersOf(param));
  const missing = parameters.map(({ name }) => name).filter((name) => values[name] === undefined);
  const isReady = query !== undefined && declared !== undefined && check !== undefined && missing.length === 0;
  const key = JSON.stringify([query, lang, param, search.filter, search.range, search.from, search.to, times]);

  const judge = useRef(check ?? NOTHING_WRONG);
  useEffect(() => {
    judge.current = check ?? NOTHING_WRONG;
  });
  const [asked, setAsked] = useState<{ readonly key: string; readonly ask: Ask }>();
  if (isReady && asked?.key !== key) {
    const ask: Ask = {
      query: withParameters(query, parameters, values),
      written: query,
      language: lang ?? 'ql',
      scope,
    };
    setAsked({ key, ask });
  }
  useEffect(() => {
    const ask = asked?.ask;
    if (ask === undefined) return;
    const problems = judge.current(ask);
    if (problems.some(({ severity }) => severity === 'error')) runner.refuse(ask, problems);
    else void runner.start(ask, bodyOf(ask)).then(() => note(runner.snapshot(), ask));
  }, [runner, asked]);
  return { run, again, missing, stop: () => void runner.stop() };
}

/** A query that came to an answer goes into the history. */
function note(run: Run<Ask>, ask: Ask): void {
  const { written: query, language } = ask;
  if (run.asked !== ask || run.state === 'failed' || run.state === 'running') return;
  noteRun({
    query,
    language,
    at: new Date().toISOString(),
    ...(run.state === 'done' ? { rows: run.count } : {}),
  });
}

/** The run whose rows are to be seen: while a new one has none, the one before, so that nothing jumps. */
export function useShown(run: Run<Ask>): Run<Ask> {
  const [shown, setShown] = useState(run);
  const isEmpty = run.state === 'running' && run.count === 0;
  if (!isEmpty && shown !== run) setShown(run);
  return isEmpty ? shown : run;
}
