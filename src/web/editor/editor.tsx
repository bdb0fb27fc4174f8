import { closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { editorLook } from './look.ts';

/** A change of the text, as a fix gives it. */
interface Change {
  readonly span: { readonly start: number; readonly end: number };
  readonly text: string;
}

export interface EditorHandle {
  readonly focus: () => void;
  /** One step of undo. */
  readonly apply: (change: Change) => void;
}

interface EditorProps {
  /** What to show; a new object takes the place of what was typed. */
  readonly given: { readonly text: string };
  /** What the language brings: colours, completion, errors, help. A new one takes the place of the old. */
  readonly language: Extension;
  readonly hint: string;
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
  readonly onFormat: () => void;
  readonly ref: RefObject<EditorHandle | null>;
}

/**
 * Where a query is written. Tab goes on to the next control, Escape leaves (or closes what is open first), so nobody is
 * held inside.
 */
export function Editor({ given, language, hint, onText, onRun, onFormat, ref }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const calls = useRef({ onText, onRun, onFormat });
  const first = useRef({ given, language, hint, parts: new Compartment(), hints: new Compartment() });
  useLayoutEffect(() => {
    calls.current = { onText, onRun, onFormat };
  });

  useEffect(() => {
    const { given: start, language: spoken, hint: shown, parts, hints } = first.current;
    const made = new EditorView({
      ...(place.current === null ? {} : { parent: place.current }),
      state: EditorState.create({
        doc: start.text,
        extensions: [
          Prec.highest(
            keymap.of([
              { key: 'Mod-Enter', preventDefault: true, run: told(() => calls.current.onRun()) },
              { key: 'Shift-Alt-f', preventDefault: true, run: told(() => calls.current.onFormat()) },
            ]),
          ),
          history(),
          bracketMatching(),
          closeBrackets(),
          keymap.of([
            ...completionKeymap,
            ...closeBracketsKeymap,
            ...lintKeymap,
            ...historyKeymap,
            { key: 'Escape', run: leave },
            ...defaultKeymap,
          ]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-multiline': 'true', spellcheck: 'false' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) calls.current.onText(update.state.doc.toString());
          }),
          editorLook,
          hints.of(placeholder(shown)),
          parts.of(spoken),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = undefined;
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: first.current.parts.reconfigure(language) });
  }, [language]);
  useEffect(() => {
    view.current?.dispatch({ effects: first.current.hints.reconfigure(placeholder(hint)) });
  }, [hint]);
  useEffect(() => {
    const editor = view.current;
    const { text } = given;
    if (editor === undefined || editor.state.doc.toString() === text) return;
    const changes = { from: 0, to: editor.state.doc.length, insert: text };
    editor.dispatch({ changes, selection: { anchor: text.length } });
  }, [given]);
  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    apply: ({ span, text: insert }) => {
      const editor = view.current;
      const length = editor?.state.doc.length ?? 0;
      editor?.dispatch({ changes: { from: Math.min(span.start, length), to: Math.min(span.end, length), insert } });
      editor?.focus();
    },
  }));
  return <div ref={place} className="editor" />;
}

/** Does the work; what was proposed for the text before it is gone. */
function told(work: () => void): (view: EditorView) => boolean {
  return (view) => {
    closeCompletion(view);
    work();
    return true;
  };
}

function leave(view: EditorView): boolean {
  view.contentDOM.blur();
  return true;
}
