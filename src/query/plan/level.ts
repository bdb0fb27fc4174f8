/** Where the rows of a SELECT come from. */
export interface RowSource {
  /** The text behind FROM. */
  render(): string;
  /** Conditions that belong to the source itself, such as the range of time. */
  conditions?(): readonly string[];
}

export interface OrderTerm {
  readonly sql: string;
  readonly descending: boolean;
  readonly missingFirst?: boolean;
}

/**
 * One SELECT. Its columns have names of their own (c1, c2 …), given when an outer level or the answer first asks for
 * them: what nobody asks for is not computed, and no alias can shadow a column.
 */
export class Level {
  readonly source: RowSource;
  readonly where: string[] = [];
  /** Aliases of the keys; present when rows are grouped, empty for one group of all. */
  groupBy: string[] | undefined;
  readonly having: string[] = [];
  order: readonly OrderTerm[] = [];
  /** Goes behind ORDER BY: `WITH FILL …` belongs to its last term. */
  fill = '';
  limitBy: { readonly count: number; readonly sql: readonly string[] } | undefined;
  limit: number | undefined;
  readonly #alias: () => string;
  readonly #columns = new Map<string, string>();

  constructor(source: RowSource, alias: () => string) {
    this.source = source;
    this.#alias = alias;
  }

  /** Another SELECT over the same rows, as long as they are only filtered. */
  twin(): Level {
    const other = new Level(this.source, this.#alias);
    other.where.push(...this.where);
    return other;
  }

  /** The name under which an outer level finds an expression of this one. */
  export(sql: string): string {
    const known = this.#columns.get(sql);
    if (known !== undefined) return known;
    const isOwn = [...this.#columns.values()].includes(sql);
    if (isOwn) return sql;
    const alias = this.#alias();
    this.#columns.set(sql, alias);
    return alias;
  }

  /** True while conditions and grouping see the rows as they come: nothing was cut, grouped or put in order to be cut. */
  get isPlain(): boolean {
    return this.groupBy === undefined && !this.isCut && this.fill === '';
  }

  get isCut(): boolean {
    return this.limit !== undefined || this.limitBy !== undefined;
  }

  render(): string {
    const columns = [...this.#columns].map(([sql, alias]) => `${sql} AS ${alias}`);
    const where = [...(this.source.conditions?.() ?? []), ...this.where];
    const order = this.order.map(
      (term) =>
        `${term.sql} ${term.descending ? 'DESC' : 'ASC'}${this.fill === '' ? ` NULLS ${term.missingFirst === true ? 'FIRST' : 'LAST'}` : ''}`,
    );
    return [
      `SELECT ${columns.length === 0 ? '1 AS c0' : columns.join(', ')}`,
      `FROM ${this.source.render()}`,
      where.length === 0 ? '' : `WHERE ${where.map((one) => `(${one})`).join(' AND ')}`,
      this.groupBy === undefined || this.groupBy.length === 0 ? '' : `GROUP BY ${this.groupBy.join(', ')}`,
      this.having.length === 0 ? '' : `HAVING ${this.having.map((one) => `(${one})`).join(' AND ')}`,
      order.length === 0 ? '' : `ORDER BY ${order.join(', ')}${this.fill}`,
      this.limitBy === undefined ? '' : `LIMIT ${this.limitBy.count} BY ${this.limitBy.sql.join(', ')}`,
      this.limit === undefined ? '' : `LIMIT ${this.limit}`,
    ]
      .filter((part) => part !== '')
      .join(' ');
  }
}

/** Rows of a level as the source of another. */
export function rowsOf(level: Level): RowSource {
  return { render: () => `(${level.render()})` };
}
