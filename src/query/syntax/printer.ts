import type {
  BinaryOperator,
  Expression,
  FieldNode,
  Item,
  Key,
  NameNode,
  NumberNode,
  Period,
  Query,
  RegexNode,
  Renamed,
  SavedStage,
  Setting,
  SortKey,
  Source,
  Stage,
  When,
} from '../ast.ts';
import type { Command } from '../define-command.ts';
import { Lexer } from './lexer.ts';
import { periodText } from './period.ts';

/** How tightly a form binds (D2); the parser's functions from `disjunction` to `primary`, in this order. */
const level = { or: 1, and: 2, not: 3, comparison: 4, sum: 5, product: 6, power: 7, sign: 8, postfix: 9, primary: 10 };

const binaryLevel: Readonly<Record<BinaryOperator, number>> = {
  or: level.or,
  and: level.and,
  '=': level.comparison,
  '!=': level.comparison,
  '<': level.comparison,
  '<=': level.comparison,
  '>': level.comparison,
  '>=': level.comparison,
  '+': level.sum,
  '-': level.sum,
  '*': level.product,
  '/': level.product,
  '%': level.product,
  '^': level.power,
};

function levelOf(e: Expression): number {
  switch (e.kind) {
    case 'binary':
      return binaryLevel[e.operator];
    case 'unary':
      return e.operator === 'not' ? level.not : level.sign;
    case 'like':
    case 'in':
    case 'inQuery':
      return level.comparison;
    case 'member':
    case 'index':
      return level.postfix;
    default:
      return level.primary;
  }
}

const plainName = /^@?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/;
const reserved = /^(and|or|not|in|like|as|by|asc|desc|true|false|null)$/i;
const sourceArguments = ['namePrefix', 'accountIdentifier', 'accountIdentifiers', 'class'];

/** Trees as text in the usual spelling, with no bracket too many: parsed again, the text gives the same tree. */
export class Printer {
  readonly #commands: ReadonlyMap<string, Command>;

  /** `commands`: by name in lower case. */
  constructor(commands: ReadonlyMap<string, Command>) {
    this.#commands = commands;
  }

  query(query: Query): string {
    const source = query.source === undefined ? [] : [this.source(query.source)];
    return [...source, ...query.stages.map((stage) => this.stage(stage))].join(' | ');
  }

  stage(stage: Stage): string {
    if (stage.command === 'saved') return this.#saved(stage);
    const command = this.#commands.get(stage.command);
    if (command === undefined) throw new TypeError(`nothing prints ${stage.command}`);
    return command.print(stage, this);
  }

  source(source: Source): string {
    const times = [
      ...(source.start === undefined ? [] : [` start=${this.#when(source.start)}`]),
      ...(source.end === undefined ? [] : [` end=${this.#when(source.end)}`]),
    ];
    return `SOURCE ${this.#selection(source.select)}${times.join('')}`;
  }

  /** `least`: the loosest form that may stand here without brackets. */
  expression(e: Expression, least = level.or): string {
    const text = this.#bare(e);
    return levelOf(e) < least ? `(${text})` : text;
  }

  item(item: Item): string {
    return `${this.expression(item.expression)}${this.as(item.as)}`;
  }

  items(items: readonly Item[]): string {
    return items.map((item) => this.item(item)).join(', ');
  }

  key(key: Key): string {
    const offset = key.offset === undefined ? '' : ` offset ${this.period(key.offset)}`;
    return `${this.expression(key.expression)}${offset}${this.as(key.as)}`;
  }

  keys(keys: readonly Key[]): string {
    return keys.map((key) => this.key(key)).join(', ');
  }

  sortKeys(keys: readonly SortKey[]): string {
    return keys.map((key) => `${this.expression(key.expression)}${key.descending ? ' desc' : ''}`).join(', ');
  }

  /** ` as name`, or nothing. */
  as(name: NameNode | undefined): string {
    return name === undefined ? '' : ` as ${this.name(name.name)}`;
  }

  /** In backquotes where it must be. `avoid`: words, in lower case, that mean something else at this place. */
  name(text: string, avoid: readonly string[] = []): string {
    if (plainName.test(text) && !reserved.test(text) && !avoid.includes(text.toLowerCase())) return text;
    return text.startsWith('@') ? `@\`${text.slice(1)}\`` : `\`${text}\``;
  }

  names(names: readonly NameNode[] | readonly FieldNode[], avoid: readonly string[] = []): string {
    return names.map(({ name }) => this.name(name, avoid)).join(', ');
  }

  renamed(names: readonly Renamed[]): string {
    return names.map(({ name, as }) => `${this.name(name.name)}${this.as(as)}`).join(', ');
  }

  /** ` name=value` for each. */
  settings(settings: readonly Setting[]): string {
    const value = (given: Setting['value']) =>
      typeof given !== 'string' || (plainName.test(given) && !reserved.test(given)) ? `${given}` : this.string(given);
    return settings.map((one) => ` ${one.name}=${value(one.value)}`).join('');
  }

  /** A backslash is doubled only where it would be read as an escape, so that patterns stay readable. */
  string(text: string): string {
    const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
    const escaped = text.replace(/\\(?=[\\"']|$)/g, '\\\\').replaceAll(quote, `\\${quote}`);
    return `${quote}${escaped}${quote}`;
  }

  /** Undefined for what cannot stand between slashes: a line's end, an open class. */
  regex({ source }: RegexNode): string | undefined {
    const text = `/${source.replaceAll('/', '\\/')}/`;
    const token = new Lexer(text).next(0, true);
    return token.kind === 'regex' && token.raw === text && token.value === source ? text : undefined;
  }

  period(period: Period): string {
    return periodText(period);
  }

  number({ text, size }: NumberNode): string {
    return `${text}${size ?? ''}`;
  }

  #bare(e: Expression): string {
    switch (e.kind) {
      case 'number':
        return this.number(e);
      case 'string':
        return this.string(e.value);
      case 'regex':
        return this.regex(e) ?? this.string(e.source);
      case 'address':
      case 'cidr':
        return e.text;
      case 'period':
        return this.period(e.period);
      case 'field':
        return this.name(e.name);
      case 'call':
        return `${e.name}(${this.#list(e.args, level.or)})`;
      case 'boolean':
        return `${e.value}`;
      case 'null':
        return 'null';
      case 'star':
        return '*';
      case 'unary':
        return this.#unary(e);
      case 'binary':
        return this.#binary(e);
      case 'like':
        return this.#like(e);
      case 'in':
        return `${this.expression(e.operand, level.sum)}${e.negated ? ' not' : ''} in ${this.#set(e.items)}`;
      case 'inQuery':
        return `${this.expression(e.operand, level.sum)}${e.negated ? ' not' : ''} in (${this.query(e.query)})`;
      case 'member':
        return this.#member(e);
      case 'index':
        return `${this.expression(e.object, this.#postfixLevel(e.object))}[${this.expression(e.index)}]`;
    }
  }

  #list(expressions: readonly Expression[], least: number): string {
    return expressions.map((one) => this.expression(one, least)).join(', ');
  }

  #unary(e: Extract<Expression, { kind: 'unary' }>): string {
    if (e.operator === 'not') return `not ${this.expression(e.operand, level.not)}`;
    const operand = this.expression(e.operand, level.sign);
    // `--` is a sign of its own.
    return operand.startsWith(e.operator) ? `${e.operator} ${operand}` : `${e.operator}${operand}`;
  }

  /** Sums and products group to the left, powers to the right, comparisons not at all. */
  #binary(e: Extract<Expression, { kind: 'binary' }>): string {
    const own = binaryLevel[e.operator];
    const left = own === level.comparison || own === level.power ? own + 1 : own;
    const right = own === level.power ? own : own + 1;
    return `${this.expression(e.left, left)} ${e.operator} ${this.expression(e.right, right)}`;
  }

  #like(e: Extract<Expression, { kind: 'like' }>): string {
    const operand = this.expression(e.operand, level.sum);
    const negated = e.negated ? ' not' : '';
    if (e.pattern.kind === 'string') return `${operand}${negated} like ${this.string(e.pattern.value)}`;
    const regex = this.regex(e.pattern);
    return regex === undefined
      ? `${operand} =~ ${this.string(e.pattern.source)}`
      : `${operand}${negated} like ${regex}`;
  }

  #set(items: readonly Expression[]): string {
    const [first] = items;
    if (items.length === 1 && first?.kind === 'cidr') return first.text;
    return `[${this.#list(items, level.sum)}]`;
  }

  /** `m.k` without quotes would be one name, and digits behind digits an address or a fraction. */
  #member({ object, key }: Extract<Expression, { kind: 'member' }>): string {
    const digits = /^\d+$/.test(key) && !(object.kind === 'member' && /^\d+$/.test(object.key));
    const bare = object.kind !== 'field' && (digits || /^[A-Za-z_]\w*$/.test(key));
    return `${this.expression(object, this.#postfixLevel(object))}.${bare ? key : `\`${key}\``}`;
  }

  #postfixLevel(object: Expression): number {
    return object.kind === 'call' || object.kind === 'field'
      ? level.primary
      : levelOf(object) === level.primary
        ? Infinity
        : level.postfix;
  }

  #selection(select: Source['select']): string {
    const strings = (values: readonly string[]) => `[${values.map((value) => this.string(value)).join(', ')}]`;
    switch (select.kind) {
      case 'group':
        return this.string(select.name);
      case 'name':
        return this.name(select.name);
      case 'dataSource':
        return `dataSource(${strings(select.names)})`;
      case 'logGroupTags':
        return `logGroupTags(${select.text})`;
      case 'logGroups': {
        const named = select.arguments.map(({ name, values }) => {
          const shown = sourceArguments.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
          return `${shown}: ${strings(values)}`;
        });
        return `logGroups(${named.join(', ')})`;
      }
    }
  }

  #when(when: When): string {
    if (when.kind === 'now') return 'now';
    return when.kind === 'ago' ? `-${this.period(when.period)}` : this.string(when.text);
  }

  #saved(stage: SavedStage): string {
    const name = /^[A-Za-z_][\w.]*$/.test(stage.name) ? stage.name : `\`${stage.name}\``;
    const given = stage.arguments.map(
      (one) => `${this.name(one.name)}=${/^\d+(\.\d+)?$/.test(one.value) ? one.value : this.string(one.value)}`,
    );
    return `$${name}(${given.join(', ')})`;
  }
}
