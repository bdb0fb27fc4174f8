import { useNavigate } from '@tanstack/react-router';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { QueryDiagnostic, QueryParameter, SavedQuery } from '../../contract/index.ts';
import { addressPath } from '../components/links.tsx';
import { useView } from '../components/view.tsx';
import type { ChartKind, Pick } from '../data/answer.ts';
import { type Language, savedRange, searchOf } from '../data/explore.ts';
import { problemsOf, useKnown } from '../data/explore-compile.ts';
import { parametersIn, parametersOf, parameterTexts, parameterValues } from '../data/explore-parameters.ts';
import { type Condition, laidOut, withCondition } from '../data/explore-query.ts';
import { useSavedQuery } from '../data/saved-queries.ts';
import { type Search, scopeOf } from '../data/search.ts';
import { rangeText } from '../data/time-range.ts';
import { QueryEditor } from '../panels/query-editor.tsx';
import { QueryHistory } from '../panels/query-history.tsx';
import { QueryParameters } from '../panels/query-parameters.tsx';
import { QueryLacks, QuerySamples } from '../panels/query-samples.tsx';
import { SaveQuery } from '../panels/save-query.tsx';
import { SavedList } from '../panels/saved-list.tsx';
import { CopyLink } from './copy-link.tsx';
import type { EditorHandle } from './editor.tsx';
import { Results } from './results.tsx';
import { useAsked } from './use-asked.ts';
import { useDraft } from './use-draft.ts';
import { useSpoken } from './use-spoken.ts';
import '../theme/explore.css';
import '../theme/explore-editor.css';
import '../theme/explore-results.css';

const NONE: readonly QueryParameter[] = [];
const NOTHING: readonly QueryDiagnostic[] = [];

/** The workbench of Explore: write a query, run it, look at the answer, go on from what it shows. */
export default function Workbench() {
  const { search, scope, setRange } = useView();
  const navigate = useNavigate();
  const editor = useRef<EditorHandle>(null);
  const saved = useOpened();
  const { draft, typed, give, speak } = useDraft(search.q, search.lang ?? 'ql');
  const [given, setGiven] = useGivenValues(search.param);
  const [problems, setProblems] = useState<readonly QueryDiagnostic[]>([]);

  const go = (change: Partial<Search>, replace = false) =>
    void navigate({ to: '.', search: { ...search, ...change }, resetScroll: false, replace });
  const isDeclared = search.saved === undefined || saved.data !== undefined || saved.isError;
  const declared = saved.data?.form.parameters ?? NONE;
  const known = useKnown();
  const { run, again, missing, stop } = useAsked({
    declared: isDeclared ? declared : undefined,
    check: known.isSettled ? (question) => problemsOf(known, question) : undefined,
  });
  const parameters = useMemo(() => parametersIn(draft.text, declared), [draft.text, declared]);
  const values = parameterValues(parameters, given);
  const { language } = draft;
  const spoken = useSpoken({ language, known, scope, parameters, values, run, onProblems: setProblems });

  /** Where the address bar leads when this text is run. */
  const asSearch = (text: string, language: Language = draft.language): Partial<Search> => ({
    q: text,
    lang: language === 'sql' ? 'sql' : undefined,
    param: parameterTexts(parameterValues(parametersIn(text, declared), given)),
  });
  const ask = (text: string, language: Language = draft.language, more: Partial<Search> = {}) => {
    if (text.trim() === '') return;
    const change = { ...asSearch(text, language), ...more };
    const isSame = Object.entries(change).every(
      ([name, value]) => JSON.stringify(search[name as keyof Search]) === JSON.stringify(value),
    );
    if (isSame) again();
    else go(change);
  };
  const open = (query: SavedQuery) =>
    void navigate({ to: '.', search: searchOf(query.form, query.id, search, Date.now()), resetScroll: false });
  const lay = () => {
    if (draft.language === 'ql') give(laidOut(draft.text));
    editor.current?.focus();
  };
  const pick = ({ column, value, action }: Pick) => {
    if (action === 'open') {
      void navigate({ to: addressPath(String(value)), search: scopeOf(search) });
    } else narrow({ column, value, isExcluded: action === 'exclude' });
  };
  // A mark can stand for several values: they come one after the other, and make one query.
  const picked = useRef<Condition[]>([]);
  const narrow = (condition: Condition) => {
    if (picked.current.push(condition) > 1) return;
    queueMicrotask(() => {
      const before = search.q ?? draft.text;
      const next = picked.current.splice(0).reduce((text, one) => withCondition(text, one) ?? text, before);
      give(next, 'ql');
      ask(next, 'ql');
    });
  };
  const onKind = useSteady((chart: ChartKind) => go({ chart }, true));
  const onPick = useSteady(pick);
  const onNarrow = useSteady(narrow);
  const onRange = useSteady(setRange);
  useKeys(
    editor,
    useSteady(() => ask(draft.text)),
  );
  const lacking = parameters.filter(({ name }) => values[name] === undefined);
  return (
    <div className="page full explore">
      <header className="page-head">
        <h1>Explore</h1>
        <p>{saved.data === undefined ? `${rangeText(scope)} UTC` : titleOf(saved.data, draft.text)}</p>
        <span className="grow" />
        <SavedList
          opened={search.saved}
          onOpen={open}
          onForgotten={(id) => {
            if (id === search.saved) go({ saved: undefined }, true);
          }}
        />
        <QueryHistory
          onTake={({ query, language }) => {
            give(query, language);
            editor.current?.focus();
          }}
        />
        <CopyLink search={{ ...search, ...asSearch(draft.text) }} />
        <SaveQuery
          form={{
            query: draft.text,
            language: draft.language,
            filter: [...scope.filter],
            parameters: parameters.map((one) => withDefault(one, given)),
            ...(search.chart === undefined ? {} : { chart: search.chart }),
          }}
          range={savedRange(search, scope)}
          rangeWords={rangeText(scope)}
          current={saved.data}
          disabled={draft.text.trim() === ''}
          onSaved={({ id }) => go({ ...asSearch(draft.text), saved: id })}
        />
      </header>
      <QueryEditor
        handle={editor}
        given={draft.given}
        language={draft.language}
        spoken={spoken}
        isRunning={run.state === 'running'}
        canRun={draft.text.trim() !== '' && lacking.length === 0}
        problems={problems}
        onText={typed}
        onLanguage={speak}
        onRun={() => ask(draft.text)}
        onStop={stop}
        onFormat={lay}
      >
        {parameters.length === 0 ? null : (
          <QueryParameters
            parameters={parameters}
            values={given}
            onValue={(name, value) => setGiven({ ...given, [name]: value })}
            onRun={() => ask(draft.text)}
          />
        )}
      </QueryEditor>
      {search.q === undefined && (search.saved === undefined || saved.isError) ? (
        <QuerySamples failure={saved.error ?? undefined} onOpen={open} />
      ) : missing.length > 0 ? (
        <QueryLacks names={missing} />
      ) : (
        <Results
          run={run}
          kind={search.chart}
          isEdited={run.asked !== undefined && draft.text !== run.asked.written}
          told={draft.text === run.asked?.written && problems.length === 1 ? problems : NOTHING}
          onKind={onKind}
          onPick={onPick}
          onNarrow={onNarrow}
          onRange={onRange}
          onRetry={again}
        />
      )}
    </div>
  );
}

/** The saved query that the address bar names; without a query of its own beside it, that one is opened. */
function useOpened() {
  const { search } = useView();
  const navigate = useNavigate();
  const saved = useSavedQuery(search.saved);
  const { data } = saved;
  useEffect(() => {
    if (data === undefined || search.q !== undefined || search.saved !== data.id) return;
    const next = searchOf(data.form, data.id, search, Date.now());
    void navigate({ to: '.', search: next, replace: true, resetScroll: false });
  }, [data, search, navigate]);
  return saved;
}

function titleOf({ name, form }: SavedQuery, text: string): string {
  return form.query === text ? name : `${name} · changed`;
}

/** Values of the parameters as they are typed; those of the address bar take their place when it changes. */
function useGivenValues(param: readonly string[] | undefined) {
  const [seen, setSeen] = useState(param);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>(() => parametersOf(param));
  if (seen !== param) {
    setSeen(param);
    setGiven((before) => ({ ...before, ...parametersOf(param) }));
  }
  return [given, setGiven] as const;
}

/** A value that was typed becomes the default that is proposed when the query is saved. */
function withDefault(parameter: QueryParameter, given: Readonly<Record<string, string>>): QueryParameter {
  const value = parameter.default ?? given[parameter.name];
  return value === undefined ? parameter : { ...parameter, default: value };
}

/** The same function in every drawing, that does what the last one would: what it is given to is not drawn again. */
function useSteady<T = void>(work: (given: T) => void): (given: T) => void {
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  return useCallback((given: T) => latest.current(given), []);
}

/**
 * `/` brings the cursor into the editor here, not into the filters, and Ctrl or ⌘ with Enter runs the query from
 * wherever the focus is; before anything else hears of them.
 */
function useKeys(editor: RefObject<EditorHandle | null>, run: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const within = event.target instanceof Element ? event.target : undefined;
      const isTyping = within?.closest('input, textarea, select, [contenteditable]') != null;
      const isWhole = event.ctrlKey || event.metaKey;
      const isSlash = event.key === '/' && !isWhole && !event.altKey && !isTyping;
      const isRun = event.key === 'Enter' && isWhole && within?.closest('.editor, [role=dialog]') == null;
      if (!isSlash && !isRun) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isRun) run();
      else editor.current?.focus();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [editor, run]);
}
