import { useCallback, useEffect, useMemo, useState } from 'react';
import type { QueryParameter } from '../../contract/index.ts';
import { useView } from '../components/view.tsx';
import { type Ask, bodyOf, parametersIn, parametersOf } from '../data/explore.ts';
import { noteRun } from '../data/explore-history.ts';
import { type Run, useRunner } from '../data/run-query.ts';

/**
 * Runs the question of the address bar whenever it changes; `again` runs the same once more. A range that counts back
 * from now is settled when the query runs, so that an answer does not change under the eyes.
 * `declared`: undefined while it is not known yet.
 */
export function useAsked(declared: readonly QueryParameter[] | undefined) {
  const { search, scope } = useView();
  const [run, runner] = useRunner<Ask>();
  const [times, setTimes] = useState(0);
  const again = useCallback(() => setTimes((before) => before + 1), []);
  const { q: query, lang, param } = search;
  const parameters = useMemo(() => parametersOf(param), [param]);
  const missing = query === undefined || declared === undefined ? [] : lacking(query, declared, parameters);
  const isReady = query !== undefined && declared !== undefined && missing.length === 0;
  const key = JSON.stringify([query, lang, param, search.filter, search.range, search.from, search.to, times]);

  const [asked, setAsked] = useState<{ readonly key: string; readonly ask: Ask }>();
  if (isReady && asked?.key !== key) setAsked({ key, ask: { query, language: lang ?? 'ql', scope, parameters } });
  useEffect(() => {
    const ask = asked?.ask;
    if (ask !== undefined) void runner.start(ask, bodyOf(ask)).then(() => note(runner.snapshot(), ask));
  }, [runner, asked]);
  return { run, again, missing, stop: () => void runner.stop() };
}

function lacking(
  query: string,
  declared: readonly QueryParameter[],
  given: Readonly<Record<string, string>>,
): readonly string[] {
  return parametersIn(query, declared)
    .filter(({ name, default: usual }) => given[name] === undefined && usual === undefined)
    .map(({ name }) => name);
}

/** A query that came to an answer goes into the history. */
function note(run: Run<Ask>, { query, language }: Ask): void {
  if (run.asked?.query !== query || run.state === 'failed' || run.state === 'running') return;
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
