import type { Stage } from './ast.ts';
import {
  columnOptions,
  commandOptions,
  fieldOptions,
  functionOptions,
  keywordOptions,
  listOptions,
  numberOptions,
  operatorOptions,
  patternOptions,
  periodOptions,
  savedQueryOptions,
  tableOptions,
  valueOptions,
} from './completion-options.ts';
import { completionPlace, type Place } from './completion-place.ts';
import { knownValues } from './known-values.ts';
import { recordField } from './record-fields.ts';
import type { Expectation } from './syntax/parser.ts';
import type { ValueKind } from './value.ts';

/** A thing to insert at the cursor, in place of the word that is being written. */
export interface Completion {
  readonly label: string;
  readonly kind:
    | 'command'
    | 'keyword'
    | 'function'
    | 'aggregate'
    | 'field'
    | 'table'
    | 'value'
    | 'operator'
    | 'snippet';
  readonly insert: string;
  /** Where the cursor goes, counted from the start of what was inserted. Absent: behind it. */
  readonly cursor?: number;
  /** Beside the label, short: a signature, a kind, the name of a number. */
  readonly detail?: string;
  /** A sentence or two. */
  readonly info?: string;
  /** Larger comes first; the list is in this order already. */
  readonly boost: number;
}

/** A field or column that can be named at a place. */
export interface FieldInSight {
  readonly name: string;
  readonly kind: ValueKind;
  readonly meaning?: string;
}

export interface CompletionFacts {
  /** What is in sight behind these stages; none: the fields of the records. */
  readonly scopeAt: (stages: readonly Stage[]) => readonly FieldInSight[];
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[]; readonly summary?: string }[];
  readonly savedQueries?: readonly { readonly name: string; readonly description?: string }[];
}

export interface Completions {
  /** What is replaced: `from` to `to`, in UTF-16 units. `to` lies behind the cursor where a quote waits there. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
  /** The server knows more: values of this field of the records that begin with the prefix. They are written in quotes. */
  readonly wantsValues?: { readonly field: string; readonly prefix: string };
}

/** What can stand at a cursor, best first: the parser reads what is before the word there, and says what it expects. */
export function complete(text: string, cursor: number, facts: CompletionFacts): Completions {
  const place = completionPlace(text, cursor);
  if (place === undefined) return { from: cursor, to: cursor, options: [] };
  const { from, to, quote } = place;
  const field = place.comparedWith;
  const wanted = field === undefined || place.opensList ? undefined : wantedValues(field, place, facts);
  const options = quote === '"' || quote === "'" ? valueOptions(field, quote) : everything(place, facts);
  return { from, to, options: ranked(options, place.word), ...(wanted === undefined ? {} : { wantsValues: wanted }) };
}

/** The field's name where its values are not a list that is known here. */
function wantedValues(name: string, place: Place, facts: CompletionFacts): Completions['wantsValues'] {
  const found = recordField(name);
  const inSight = facts.scopeAt(place.stages).some((one) => one.name === name || one.name === found?.name);
  if (found?.column === undefined || !inSight || knownValues(name) !== undefined) return undefined;
  return { field: found.name, prefix: place.word.replace(/^["'`]/, '') };
}

function everything(place: Place, facts: CompletionFacts): Completion[] {
  const names = () => [...place.ownNames, ...facts.scopeAt(place.stages)];
  const { takes } = place;
  if (takes === 'period') return periodOptions(place);
  if (takes === 'regex') return patternOptions('regular expression', place.command);
  if (takes === 'cidr' || takes === 'constant text') return patternOptions('text', place.command);
  if (place.opensList) return listOptions(place.comparedWith);
  return place.expected.flatMap((one): Completion[] => optionsFor(one, place, facts, names));
}

function optionsFor(
  one: Expectation,
  place: Place,
  facts: CompletionFacts,
  names: () => readonly FieldInSight[],
): Completion[] {
  switch (one.kind) {
    case 'command':
      return commandOptions(place.stages);
    case 'keyword':
      return keywordOptions(one.word, place);
    case 'sign':
      return one.sign === '|' ? [{ label: '|', kind: 'operator', insert: '| ', detail: 'next stage', boost: 20 }] : [];
    case 'operator':
      return place.word === '' ? operatorOptions(place.operand, names(), place.command) : [];
    case 'expression':
      return [
        ...valueOptions(one.value, '"'),
        ...functionOptions(place, one.aggregates),
        ...fieldOptions(names(), place, one.aggregates && place.takes === undefined),
      ];
    case 'field':
      return fieldOptions(names(), place, false);
    case 'table':
      return tableOptions(facts.tables);
    case 'column':
      return columnOptions(facts.tables, one.table);
    case 'period':
      return periodOptions(place);
    case 'number':
      return numberOptions(place.command);
    case 'text':
    case 'regular expression':
      return patternOptions(one.kind, place.command);
    case 'saved query':
      return savedQueryOptions(facts.savedQueries ?? []);
    case 'new name':
      return [];
  }
}

const plain = (text: string) => text.toLowerCase().replace(/[-_`"'@$]/g, '');

/** Those that fit what is written: the word begins them, or one of their words, or lies inside. Each once, best first. */
function ranked(options: readonly Completion[], word: string): Completion[] {
  const wanted = plain(word);
  const best = new Map<string, Completion>();
  for (const option of options) {
    const label = plain(option.label);
    if (!label.includes(wanted) || (word.startsWith('$') && !option.label.startsWith('$'))) continue;
    const begins = label.startsWith(wanted) || label.includes(` ${wanted}`);
    const bonus = wanted === '' || !begins ? 0 : label === wanted ? 200 : 100;
    const scored = { ...option, boost: option.boost + bonus };
    const before = best.get(option.label);
    if (before === undefined || before.boost < scored.boost) best.set(option.label, scored);
  }
  return [...best.values()].sort((a, b) => b.boost - a.boost);
}
