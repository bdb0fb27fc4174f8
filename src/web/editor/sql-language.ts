import { autocompletion, type Completion, completeFromList } from '@codemirror/autocomplete';
import { PostgreSQL, SQLDialect, type SQLNamespace, sql } from '@codemirror/lang-sql';
import type { Extension } from '@codemirror/state';
import { EditorView, hoverTooltip } from '@codemirror/view';
import { derivedColumns, fields } from '../../fields/index.ts';
import { sqlColours } from './look.ts';
import { sqlTables } from './sql-tables.ts';
import { helpElement } from './tooltip.ts';

/** Functions of the engine that questions about flows use; the others work as well, they are only not proposed. */
const functions: readonly (readonly [string, string])[] = [
  ['count', 'count(): how many rows'],
  ['sum', 'sum(x)'],
  ['avg', 'avg(x)'],
  ['min', 'min(x)'],
  ['max', 'max(x)'],
  ['uniqExact', 'uniqExact(x): how many different values, exactly'],
  ['uniqCombined64', 'uniqCombined64(x): how many different values, about'],
  ['countIf', 'countIf(condition)'],
  ['sumIf', 'sumIf(x, condition)'],
  ['quantile', 'quantile(0.95)(x)'],
  ['argMin', 'argMin(x, by): x of the row with the smallest by'],
  ['argMax', 'argMax(x, by): x of the row with the largest by'],
  ['groupUniqArray', 'groupUniqArray(x): list of the different values'],
  ['topK', 'topK(10)(x): the most frequent values'],
  ['toStartOfMinute', 'toStartOfMinute(time)'],
  ['toStartOfFiveMinutes', 'toStartOfFiveMinutes(time)'],
  ['toStartOfHour', 'toStartOfHour(time)'],
  ['toStartOfDay', 'toStartOfDay(time)'],
  ['toStartOfInterval', 'toStartOfInterval(time, INTERVAL 10 MINUTE)'],
  ['toIPv6', "toIPv6('10.0.0.1')"],
  ['if', 'if(condition, then, else)'],
  ['multiIf', 'multiIf(condition, value, …, else)'],
  ['coalesce', 'coalesce(a, b): the first that is not missing'],
  ['round', 'round(x, digits)'],
  ['bitAnd', 'bitAnd(tcp_flags, 2)'],
  ['has', 'has(list, value)'],
  ['lower', 'lower(text)'],
  ['startsWith', 'startsWith(text, start)'],
  ['formatReadableSize', 'formatReadableSize(bytes)'],
];

const clickHouse = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords ?? ''} final format prewhere sample settings array asof semi anti global any using limit with totals rollup cube interval minute hour day week month quarter year second ilike qualify`,
  builtin: functions.map(([name]) => name).join(' '),
  types:
    'int8 int16 int32 int64 int128 int256 uint8 uint16 uint32 uint64 uint128 uint256 float32 float64 string date date32 datetime datetime64 ipv4 ipv6 nullable lowcardinality array map tuple bool decimal uuid',
  doubleQuotedStrings: false,
  backslashEscapes: true,
  identifierQuotes: '`"',
  operatorChars: '*+-%<>!=~/|?:',
  specialVar: '',
  hashComments: false,
});

interface Meaning {
  readonly detail: string;
  readonly meaning: string;
}

const meanings: ReadonlyMap<string, Meaning> = new Map([
  ...fields.map(({ name, kind, meaning }): [string, Meaning] => [name, { detail: kind, meaning }]),
  ...derivedColumns.map(({ name, meaning }): [string, Meaning] => [name, { detail: 'derived', meaning }]),
]);

function columnCompletion(label: string): Completion {
  const { detail, meaning } = meanings.get(label) ?? { detail: 'column', meaning: '' };
  return {
    label,
    type: 'field',
    detail,
    ...(meaning === '' ? {} : { info: () => helpElement({ title: label, summary: meaning, examples: [] }) }),
  };
}

const schema: SQLNamespace = Object.fromEntries(
  sqlTables.map(({ name, about, columns }) => [
    name,
    { self: { label: name, type: 'table', detail: 'table', info: about }, children: columns.map(columnCompletion) },
  ]),
);

const known = completeFromList(
  functions.map(([label, title]) => ({
    label,
    type: 'function',
    detail: 'function',
    info: () => helpElement({ title, summary: '', examples: [] }),
    apply: `${label}(`,
    boost: -1,
  })),
);

const help = hoverTooltip((view, position) => {
  const word = view.state.wordAt(position);
  const text = word === null ? '' : view.state.sliceDoc(word.from, word.to);
  const found = meanings.get(text);
  const call = functions.find(([name]) => name === text);
  if (word === null || (found === undefined && call === undefined)) return null;
  const summary = found?.meaning ?? '';
  const title = found === undefined ? (call?.[1] ?? text) : text;
  return {
    pos: word.from,
    end: word.to,
    above: true,
    create: () => ({ dom: helpElement({ title, summary, examples: [] }) }),
  };
});

/** SQL of the engine, with the tables that may be read and their columns in the completion. */
export const sqlLanguage: Extension = [
  sql({ dialect: clickHouse, schema, defaultTable: 'flows', upperCaseKeywords: true }),
  clickHouse.language.data.of({ autocomplete: known }),
  autocompletion({ icons: false, defaultKeymap: false, activateOnTypingDelay: 60 }),
  sqlColours,
  help,
  EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
];
