import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Frame of the editor; colours come from tokens.css, those of words from explore.css. */
export const editorLook = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--ink)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', maxHeight: '38vh', overflow: 'auto' },
  '.cm-content': { padding: '10px 0', minHeight: '83px', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 14px' },
  '.cm-placeholder': { color: 'var(--ink3)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: 'none' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-soft)', outline: 'none' },
});

/** Words of SQL in the same classes as those of the query language. */
export const sqlColours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, class: 'ql-command' },
    { tag: [tags.operatorKeyword, tags.operator, tags.compareOperator], class: 'ql-operator' },
    { tag: [tags.standard(tags.name), tags.function(tags.variableName)], class: 'ql-function' },
    { tag: [tags.typeName, tags.special(tags.name)], class: 'ql-table' },
    { tag: [tags.name, tags.propertyName], class: 'ql-field' },
    { tag: [tags.string, tags.special(tags.string)], class: 'ql-string' },
    { tag: [tags.number, tags.bool, tags.null], class: 'ql-number' },
    { tag: [tags.lineComment, tags.blockComment], class: 'ql-comment' },
    { tag: tags.bracket, class: 'ql-bracket' },
  ]),
);
