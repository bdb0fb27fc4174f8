import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
  startCompletion,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { type CompletionFacts, complete, type Completion as Offered, recordField } from '../../query/index.ts';
import type { KnownValue } from '../data/explore-values.ts';
import { plural } from '../data/format.ts';
import { helpElement } from './tooltip.ts';

export interface CompletionSurroundings {
  readonly facts: () => CompletionFacts;
  /** Values that the records of the view hold. */
  readonly values: (field: string) => Promise<readonly KnownValue[]>;
}

/** Proposes what the parser would take at the cursor, and values that the records hold. */
export function qlCompletion(around: CompletionSurroundings): Extension {
  return autocompletion({
    override: [(context) => completions(context, around)],
    icons: false,
    defaultKeymap: false,
    activateOnTypingDelay: 60,
  });
}

async function completions(
  context: CompletionContext,
  { facts, values }: CompletionSurroundings,
): Promise<CompletionResult | null> {
  const { from, to, options, wantsValues } = complete(context.state.doc.toString(), context.pos, facts());
  const held = wantsValues === undefined ? [] : await values(wantsValues.field);
  const known = valueCompletions(held, wantsValues);
  // Unasked, only what goes on with the thought: else Enter would take a word where a new line was meant.
  const isWord = from < context.pos;
  const goesOn = known.length > 0 || options.some(({ kind }) => kind !== 'operator' && kind !== 'keyword');
  if (!context.explicit && !isWord && !goesOn) return null;
  const all = [...known, ...options.map(completionOf)];
  // The language has put them in order, and asks again for every letter.
  return all.length === 0 ? null : { from, to, options: all, filter: false };
}

function completionOf({ label, kind, insert, cursor, detail, info }: Offered): Completion {
  return {
    label,
    type: kind,
    detail: detail ?? kind,
    ...(info === undefined ? {} : { info: () => helpElement({ title: label, summary: info, examples: [] }) }),
    apply: (view, completion, from, to) =>
      take(view, completion, { from, to, insert, cursor: cursor ?? insert.length }),
  };
}

interface Taken {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly cursor: number;
}

/** Inserts, and goes on proposing where the next word is due. */
function take(view: EditorView, completion: Completion, { from, to, insert, cursor }: Taken): void {
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + cursor },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
  if (/[\s(]$/.test(insert.slice(0, cursor))) startCompletion(view);
}

function valueCompletions(
  held: readonly KnownValue[],
  wanted: { readonly field: string; readonly prefix: string } | undefined,
): readonly Completion[] {
  if (wanted === undefined) return [];
  const prefix = wanted.prefix.toLowerCase();
  const kind = recordField(wanted.field)?.type.kind;
  const isBare = kind === 'integer' || kind === 'number';
  return held
    .filter(({ value }) => value.toLowerCase().startsWith(prefix))
    .map(({ value, count }) => ({
      label: value,
      type: 'value',
      apply: isBare ? value : JSON.stringify(value),
      detail: plural(count, 'record'),
    }));
}
