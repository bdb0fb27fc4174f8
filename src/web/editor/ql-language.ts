import { type Diagnostic, linter } from '@codemirror/lint';
import { EditorState, type Extension, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, hoverTooltip, type Tooltip } from '@codemirror/view';
import type { QueryDiagnostic } from '../../contract/index.ts';
import { type CompileOptions, compile, hover, parseQuery, type Span } from '../../query/index.ts';
import { plain } from '../data/explore-compile.ts';
import { withoutParameters } from '../data/explore-parameters.ts';
import { type CompletionSurroundings, qlCompletion } from './ql-completion.ts';
import { helpElement } from './tooltip.ts';
import { underlined } from './underline.ts';

export interface QlSurroundings extends CompletionSurroundings {
  /** As they are when they are asked for: the range moves on. */
  readonly options: () => CompileOptions;
  /** What the server said about a text that it refused. */
  readonly refused: { readonly query: string; readonly problems: readonly QueryDiagnostic[] } | undefined;
  readonly onProblems: (problems: readonly QueryDiagnostic[]) => void;
}

/** Colours, errors, completion and help of the query language; all from the language itself. */
export function qlLanguage(around: QlSurroundings): Extension {
  return [
    colours,
    linter((view) => problemsOf(view.state.doc.toString(), around), { delay: 180 }),
    qlCompletion(around),
    hoverTooltip((view, position) => help(view, position, around)),
    EditorState.languageData.of(() => [
      { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '"', "'", '`'] } },
    ]),
    EditorView.contentAttributes.of({ 'aria-label': 'Query' }),
  ];
}

const marks = new Map<string, Decoration>();
function markOf(role: string): Decoration {
  const known = marks.get(role);
  if (known !== undefined) return known;
  const mark = Decoration.mark({ class: `ql-${role}` });
  marks.set(role, mark);
  return mark;
}

function coloured(doc: Text): DecorationSet {
  const { text, places } = withoutParameters(doc.toString());
  const isFree = (token: Span) => !places.some((place) => token.start < place.end && place.start < token.end);
  const marked = [
    ...parseQuery(text).tokens.filter((token) => token.end > token.start && isFree(token)),
    ...places.map((place) => ({ ...place, role: 'parameter' })),
  ];
  return Decoration.set(
    marked.map(({ start, end, role }) => markOf(role).range(start, end)),
    true,
  );
}

/** Each token as the parser understood it: the colours cannot say anything else than the errors. */
const colours = StateField.define<DecorationSet>({
  create: (state) => coloured(state.doc),
  update: (set, transaction) => (transaction.docChanged ? coloured(transaction.newDoc) : set),
  provide: (field) => EditorView.decorations.from(field),
});

function problemsOf(text: string, { options, refused, onProblems }: QlSurroundings): readonly Diagnostic[] {
  if (text.trim() === '') {
    onProblems([]);
    return [];
  }
  const found = plain(compile(text, options()).diagnostics);
  const heard = refused?.query === text && found.every(({ severity }) => severity !== 'error') ? refused.problems : [];
  const problems = [...found, ...heard];
  onProblems(problems);
  return problems.map((one) => underlined(one, text.length));
}

function help(view: EditorView, position: number, { facts }: QlSurroundings): Tooltip | null {
  const found = hover(view.state.doc.toString(), position, facts());
  if (found === undefined) return null;
  return { pos: found.span.start, end: found.span.end, above: true, create: () => ({ dom: helpElement(found) }) };
}
