/** The tree of a query. Spans are offsets in UTF-16 units into the text that was parsed, end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
export type BinaryOperator = ComparisonOperator | ArithmeticOperator | 'and' | 'or';

export type PeriodUnit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'mo' | 'q' | 'y';
export interface Period {
  readonly count: number;
  readonly unit: PeriodUnit;
}

/** A number as it was written; `10MiB` is the number 10485760 with its spelling in `size`. */
export interface NumberNode {
  readonly kind: 'number';
  /** Decimal digits, perhaps with a fraction or an exponent. */
  readonly text: string;
  /** The unit of a size constant: `10MiB` → `MiB`, while `text` stays `10`. */
  readonly size?: SizeUnit;
  readonly span: Span;
}
export type SizeUnit = 'kB' | 'MB' | 'GB' | 'TB' | 'KiB' | 'MiB' | 'GiB' | 'TiB';

export interface StringNode {
  readonly kind: 'string';
  readonly value: string;
  readonly span: Span;
}
export interface RegexNode {
  readonly kind: 'regex';
  /** Between the slashes, `\/` already turned into `/`. */
  readonly source: string;
  readonly span: Span;
}
/** `in 10.0.0.0/8`, `10.0.0.1`: text as written; `cidr` has a prefix length. */
interface AddressNode {
  readonly kind: 'address' | 'cidr';
  readonly text: string;
  readonly span: Span;
}
export interface PeriodNode {
  readonly kind: 'period';
  readonly period: Period;
  readonly span: Span;
}
export interface FieldNode {
  readonly kind: 'field';
  /** With `@` in front and dots inside where it has them; without backquotes. */
  readonly name: string;
  readonly span: Span;
}
export interface CallNode {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly nameSpan: Span;
  readonly span: Span;
}

export type Expression =
  | NumberNode
  | StringNode
  | RegexNode
  | AddressNode
  | PeriodNode
  | FieldNode
  | CallNode
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'null'; readonly span: Span }
  /** `*`, only as an argument. */
  | { readonly kind: 'star'; readonly span: Span }
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | 'not'; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  /** `like "text"` is a substring test; `like /re/` and `=~` search a regular expression. `=~ "text"` is one, too. */
  | {
      readonly kind: 'like';
      readonly operand: Expression;
      readonly pattern: StringNode | RegexNode;
      readonly negated: boolean;
      readonly span: Span;
    }
  /** `in [a, b]` and `in 10.0.0.0/8`; items of an address test may be CIDRs. */
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly items: readonly Expression[];
      readonly negated: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'inQuery';
      readonly operand: Expression;
      readonly query: Query;
      readonly negated: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'member'; readonly object: Expression; readonly key: string; readonly span: Span }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression; readonly span: Span };

/** A name that the query gives, or a column it speaks of. */
export interface NameNode {
  readonly name: string;
  readonly span: Span;
}
/** `expr [as name]` */
export interface Item {
  readonly expression: Expression;
  readonly as?: NameNode;
}
/** `expr [offset 15m] [as name]` behind `by`. */
export interface Key extends Item {
  readonly offset?: Period;
}
export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
}
/** `name [as name]`: of a lookup key, the table's column and the log's field; of an output, the column and its new name. */
export interface Renamed {
  readonly name: NameNode;
  readonly as?: NameNode;
}

/** A moment of SOURCE: `now`, `-1d`, or ISO text. */
export type When =
  | { readonly kind: 'now' }
  | { readonly kind: 'ago'; readonly period: Period }
  | { readonly kind: 'text'; readonly text: string; readonly span: Span };

export interface Source {
  readonly select:
    | { readonly kind: 'group'; readonly name: string }
    | { readonly kind: 'name'; readonly name: string }
    | {
        readonly kind: 'logGroups';
        readonly arguments: readonly { readonly name: string; readonly values: readonly string[] }[];
      }
    | { readonly kind: 'dataSource'; readonly names: readonly string[] }
    | { readonly kind: 'logGroupTags'; readonly text: string };
  readonly start?: When;
  readonly end?: When;
  readonly span: Span;
}

export interface Query {
  readonly source?: Source;
  readonly stages: readonly Stage[];
  /** How many of the stages stand before the first place that could not be read; what follows may miss its names. */
  readonly readable?: number;
  readonly span: Span;
}

interface Base<Name extends string> {
  readonly command: Name;
  readonly span: Span;
}
interface WithItems<Name extends string> extends Base<Name> {
  readonly items: readonly Item[];
}
interface WithField<Name extends string> extends Base<Name> {
  readonly field: FieldNode;
}
/** `action=remove`: settings of a command, names in lower case. */
export interface Setting {
  readonly name: string;
  readonly value: string | number | boolean;
  readonly span: Span;
}

export type FieldsStage = WithItems<'fields'>;
export type DisplayStage = WithItems<'display'>;
export interface FilterStage extends Base<'filter'> {
  readonly condition: Expression;
}
export interface StatsStage extends Base<'stats'> {
  readonly items: readonly Item[];
  readonly by: readonly Key[];
}
export interface SortStage extends Base<'sort'> {
  readonly keys: readonly SortKey[];
}
export interface LimitStage extends Base<'limit'> {
  readonly count: number;
  readonly any: boolean;
  /** `tail n`: the last n of the current order. */
  readonly last: boolean;
}
export interface DedupStage extends Base<'dedup'> {
  readonly fields: readonly FieldNode[];
}
export interface ParseStage extends Base<'parse'> {
  /** Absent: `@message`. */
  readonly field?: FieldNode;
  readonly pattern:
    | { readonly kind: 'glob'; readonly text: StringNode; readonly names: readonly NameNode[] }
    | {
        readonly kind: 'regex';
        readonly regex: RegexNode;
        /** Given behind `as`; else the named groups are the names. */
        readonly names: readonly NameNode[];
        readonly multi: boolean;
      }
    | { readonly kind: 'logfmt'; readonly name: NameNode }
    | { readonly kind: 'csv'; readonly names: readonly NameNode[] };
}
export interface UnnestStage extends WithField<'unnest'> {
  readonly into: NameNode;
}
export type ExpandStage = WithField<'expand'>;
export interface LookupStage extends Base<'lookup'> {
  readonly table: NameNode;
  readonly keys: readonly Renamed[];
  /** OUTPUTNEW: fills only what is missing. */
  readonly onlyMissing: boolean;
  readonly outputs: readonly Renamed[];
}
export interface CidrLookupStage extends Base<'cidrlookup'> {
  readonly table: NameNode;
  readonly field: FieldNode;
  readonly column?: NameNode;
  readonly onlyMissing: boolean;
  readonly outputs: readonly Renamed[];
}
export interface JoinStage extends Base<'join'> {
  readonly type: 'inner' | 'left';
  readonly left: NameNode;
  readonly right: NameNode;
  /** Names as written, `a.srcAddr`. */
  readonly on: readonly { readonly left: FieldNode; readonly right: FieldNode }[];
  readonly query: Query;
}
export interface FillMissingStage extends Base<'fillmissing'> {
  readonly value?: Expression;
  readonly fields: readonly FieldNode[];
}
export interface FillDownStage extends Base<'filldown'> {
  /** Empty: all. A name may end in `*`. */
  readonly fields: readonly FieldNode[];
}
export interface AccumStage extends WithField<'accum'> {
  readonly as?: NameNode;
}
export interface AutoregressStage extends WithField<'autoregress'> {
  readonly as?: NameNode;
  readonly from: number;
  readonly to: number;
}
export interface AppendColsStage extends Base<'appendcols'> {
  readonly settings: readonly Setting[];
  readonly query: Query;
}
export interface AddTotalsStage extends Base<'addtotals'> {
  readonly settings: readonly Setting[];
  readonly fields: readonly FieldNode[];
}
export interface SessionizeStage extends Base<'sessionize'> {
  readonly fields: readonly FieldNode[];
  readonly maxspan?: Period;
  readonly as?: NameNode;
}
export interface CountFrequentStage extends Base<'countfrequent'> {
  readonly fields: readonly FieldNode[];
}
/** `compare previous`, `compare 1d`, and AWS's `logcompare timeshift 7d`. */
export interface CompareStage extends Base<'compare'> {
  /** Absent: the range just before. */
  readonly shift?: Period;
}
export interface TopStage extends Base<'top'> {
  readonly count: number;
  readonly fields: readonly Item[];
  readonly by: Item;
  readonly others: boolean;
}
export interface TimeseriesStage extends Base<'timeseries'> {
  readonly items: readonly Item[];
  /** Absent: chosen from the range. */
  readonly bin?: Period;
  readonly keys: readonly Key[];
  readonly limit?: number;
}
/** `$Name(arg = "x")`: replaced by the stages of the saved query before anything is checked. */
export interface SavedStage extends Base<'saved'> {
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly value: string; readonly span: Span }[];
}

export type Stage =
  | FieldsStage
  | DisplayStage
  | FilterStage
  | StatsStage
  | SortStage
  | LimitStage
  | DedupStage
  | ParseStage
  | UnnestStage
  | ExpandStage
  | LookupStage
  | CidrLookupStage
  | JoinStage
  | FillMissingStage
  | FillDownStage
  | AccumStage
  | AutoregressStage
  | AppendColsStage
  | AddTotalsStage
  | SessionizeStage
  | CountFrequentStage
  | CompareStage
  | TopStage
  | TimeseriesStage
  | SavedStage;

export type StageOf<Name extends Stage['command']> = Extract<Stage, { command: Name }>;

export function spanOver(first: { readonly span: Span }, last: { readonly span: Span }): Span {
  return { start: first.span.start, end: last.span.end };
}
