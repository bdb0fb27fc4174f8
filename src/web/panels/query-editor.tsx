import type { Extension } from '@codemirror/state';
import type { ReactNode, RefObject } from 'react';
import type { QueryDiagnostic } from '../../contract/index.ts';
import { Choice } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { type Language, languages, languageWords } from '../data/explore.ts';
import { Editor, type EditorHandle } from '../editor/editor.tsx';

interface QueryEditorProps {
  readonly given: { readonly text: string };
  readonly language: Language;
  readonly spoken: Extension;
  readonly isRunning: boolean;
  /** False while there is nothing to run. */
  readonly canRun: boolean;
  readonly problems: readonly QueryDiagnostic[];
  /** The form of the parameters, where the query has some. */
  readonly children?: ReactNode;
  readonly handle: RefObject<EditorHandle | null>;
  readonly onText: (text: string) => void;
  readonly onLanguage: (language: Language) => void;
  readonly onRun: () => void;
  readonly onStop: () => void;
  readonly onFormat: () => void;
}

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);
const hints: Readonly<Record<Language, string>> = {
  ql: 'filter action = "REJECT" | top 10 srcAddr by count(*)',
  sql: 'SELECT srcaddr, sum(bytes) AS bytes FROM flows GROUP BY srcaddr ORDER BY bytes DESC LIMIT 10',
};

/** The query, what is wrong with it, and the ways to run it. */
export function QueryEditor(props: QueryEditorProps) {
  const { given, language, spoken, isRunning, canRun, problems, children, handle } = props;
  return (
    <section className="card query-card" aria-label="Query">
      <Editor
        ref={handle}
        given={given}
        language={spoken}
        hint={hints[language]}
        onText={props.onText}
        onRun={props.onRun}
        onFormat={props.onFormat}
      />
      {children}
      <div className="query-bar">
        {isRunning ? (
          <button type="button" className="chip run stop" onClick={props.onStop}>
            <Icon name="stop" size={12} /> Stop
          </button>
        ) : (
          <button
            type="button"
            className="chip run"
            disabled={!canRun}
            onClick={props.onRun}
            title={`Run the query (${isMac ? '⌘' : 'Ctrl'} Enter)`}
          >
            <Icon name="play" size={12} /> Run
          </button>
        )}
        <Choice
          label="Language"
          options={languages}
          value={language}
          words={languageWords}
          onChange={props.onLanguage}
        />
        <button
          type="button"
          className="chip"
          disabled={language === 'sql'}
          onClick={props.onFormat}
          title={
            language === 'sql' ? 'Queries can be laid out, SQL is left as it is' : 'Lay the query out (Shift Alt F)'
          }
        >
          <Icon name="format" size={13} /> Format
        </button>
        <Problem problems={problems} onFix={(change) => handle.current?.apply(change)} />
        {problems.length === 0 ? <Keys /> : null}
      </div>
    </section>
  );
}

/** Keys to know; Tab is not among them, because it goes on to the next control as everywhere. */
function Keys() {
  const keys: readonly (readonly [string, string])[] = [
    [isMac ? '⌘ ↵' : 'Ctrl ↵', 'run'],
    ['Ctrl space', 'complete'],
    ['F8', 'next error'],
    ['/', 'edit'],
    ['Esc', 'leave'],
  ];
  return (
    <span className="query-keys wide-only">
      {keys.map(([key, words]) => (
        <span key={key}>
          <kbd>{key}</kbd> {words}
        </span>
      ))}
    </span>
  );
}

const severities = ['error', 'warning', 'notice'] as const;

/** The gravest thing to say about the text, in the place of the keys; its fixes are buttons. */
function Problem({
  problems,
  onFix,
}: {
  readonly problems: readonly QueryDiagnostic[];
  readonly onFix: (change: QueryDiagnostic['fixes'][number]) => void;
}) {
  const worst = severities.flatMap((severity) => problems.filter((one) => one.severity === severity))[0];
  return (
    <div
      className={`query-problem is-${worst?.severity ?? 'fine'}`}
      role="status"
      aria-label="What is wrong with the query"
    >
      {worst === undefined ? null : (
        <>
          <Icon name="warning" size={13} />
          <span className="query-problem-words" title={`${worst.message}\n${worst.hint ?? ''}`}>
            <span>{worst.message}</span>
            {worst.hint === undefined ? null : <span className="soft"> · {worst.hint}</span>}
          </span>
          {worst.fixes.slice(0, 3).map((fix) => (
            <button key={fix.title} type="button" className="chip fix" onClick={() => onFix(fix)}>
              {fix.title}
            </button>
          ))}
          {problems.length < 2 ? null : <span className="soft nowrap">{problems.length - 1} more</span>}
        </>
      )}
    </div>
  );
}
