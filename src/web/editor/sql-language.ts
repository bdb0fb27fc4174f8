import { autocompletion, type Completion, completeFromList } from '@codemirror/autocomplete';
import { PostgreSQL, SQLDialect, type SQLNamespace, sql } from '@codemirror/lang-sql';
import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { EditorView, hoverTooltip } from '@codemirror/view';
import type { QueryDiagnostic, QueryFacts } from '../../contract/index.ts';
import { derivedColumns, fields } from '../../fields/index.ts';
import type { Scope } from '../data/queries.ts';
import { sqlColours } from './look.ts';
import { helpElement } from './tooltip.ts';
import { underlined } from './underline.ts';

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

function columnCompletion(label: string, kind: string): Completion {
  const { detail, meaning } = meanings.get(label) ?? { detail: kind, meaning: '' };
  const info = meaning === '' ? {} : { info: () => helpElement({ title: label, summary: meaning, examples: [] }) };
  return { label, type: 'field', detail, ...info };
}

function schemaOf(tables: QueryFacts['sql_tables']): SQLNamespace {
  return Object.fromEntries(
    tables.map(({ name, meaning, columns }) => [
      name,
      {
        self: { label: name, type: 'table', detail: 'table', info: meaning },
        children: columns.map((column) => columnCompletion(column.name, column.type)),
      },
    ]),
  );
}

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

export interface SqlSurroundings {
  /** The tables that SQL may read. */
  readonly tables: QueryFacts['sql_tables'];
  readonly scope: () => Scope;
  /** The statement that the server refused, and where. */
  readonly refused: { readonly query: string; readonly problem: QueryDiagnostic } | undefined;
  readonly onProblems: (problems: readonly QueryDiagnostic[]) => void;
}

/** SQL of the engine, with the tables that may be read and their columns in the completion. */
export function sqlLanguage(around: SqlSurroundings): Extension {
  return [
    sql({
      dialect: clickHouse,
      schema: schemaOf(around.tables),
      defaultTable: 'flows',
      upperCaseKeywords: true,
    }),
    clickHouse.language.data.of({ autocomplete: known }),
    autocompletion({ icons: false, defaultKeymap: false, activateOnTypingDelay: 60 }),
    sqlColours,
    help,
    linter((view) => problemsOf(view.state.doc.toString(), around), { delay: 180 }),
    EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
  ];
}

function problemsOf(text: string, { scope, refused, onProblems }: SqlSurroundings): readonly Diagnostic[] {
  const wrong = refused?.query === text ? [refused.problem] : [];
  onProblems([...wrong, ...unbounded(text, scope())]);
  return wrong.map((one) => underlined(one, text.length));
}

/** A statement is run as it stands: that neither range nor filters of the page are part of it is told. */
function unbounded(text: string, { from, to, filter }: Scope): readonly QueryDiagnostic[] {
  if (text.trim() === '' || /\b(start|minute|hour)\b/i.test(text)) return [];
  const table = /\bFROM\s+flows\b(?!\s*(?:,|AS\b))/i.exec(text);
  const end = table === null ? 0 : table.index + table[0].length;
  const condition = `start >= '${plainTime(from)}' AND start < '${plainTime(to)}'`;
  const fixes =
    table === null || /\b(WHERE|JOIN)\b/i.test(text)
      ? []
      : [{ title: 'add the range', span: { start: end, end }, text: ` WHERE ${condition}` }];
  const what = filter.length === 0 ? 'The range' : 'Range and filters';
  return [
    {
      code: 'SQL_UNBOUNDED',
      severity: 'notice',
      message: `${what} of the page ${filter.length === 0 ? 'is' : 'are'} not part of this SQL: all that is loaded is read.`,
      span: { start: 0, end: 0 },
      fixes,
    },
  ];
}

function plainTime(instant: string): string {
  return instant.slice(0, 19).replace('T', ' ');
}
