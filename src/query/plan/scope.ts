import type { FieldNode } from '../ast.ts';
import { looseName, type RecordField } from '../record-fields.ts';
import type { Value } from '../value.ts';
import type { Level } from './level.ts';

export type ColumnRole = 'bin' | 'key' | 'measure' | 'value';

/** A name in sight at a place of the pipeline. */
export interface Column {
  readonly name: string;
  readonly value: () => Value;
  readonly role: ColumnRole;
  /** Seconds of a bin of fixed width. */
  readonly binSeconds?: number;
  /** The expression that it stands for, in the usual spelling: `sort bin(5m)` finds its column by it. */
  readonly text?: string;
  /** Where the query gave it no name: its text, which can only be named as a whole. */
  readonly unnamed?: FieldNode['span'];
  readonly flag?: 'others';
}

function memo<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The value as an outer level sees it. Constants need no column; an origin gets one only when it is looked at. */
export function lifted(value: Value, level: Level): Value {
  if (value.constant !== undefined) return value;
  const { origin, ...rest } = value;
  const outer = { ...rest, sql: level.export(value.sql), aggregate: false };
  return origin === undefined ? outer : { ...outer, origin: lazily(origin, level) };
}

function lazily({ sql: inner, origin: _, ...rest }: Value, level: Level): Value {
  const sql = memo(() => level.export(inner));
  return {
    ...rest,
    aggregate: false,
    get sql() {
      return sql();
    },
  };
}

/** The names in sight. Record fields are there until the records are grouped. */
export class Scope {
  readonly #columns = new Map<string, Column>();
  readonly #record: ((field: RecordField) => Value) | undefined;

  constructor(record: ((field: RecordField) => Value) | undefined, columns: Iterable<Column> = []) {
    this.#record = record;
    for (const column of columns) this.#columns.set(column.name, column);
  }

  get hasRecords(): boolean {
    return this.#record !== undefined;
  }

  get columns(): readonly Column[] {
    return [...this.#columns.values()];
  }

  /** D12: as it is written, then without case, `-` and `_`. */
  find(name: string): Column | undefined {
    const exact = this.#columns.get(name);
    if (exact !== undefined) return exact;
    const loose = looseName(name);
    return this.columns.find((column) => column.unnamed === undefined && looseName(column.name) === loose);
  }

  exact(name: string): Column | undefined {
    return this.#columns.get(name);
  }

  /** The column of an expression, by the expression's usual spelling. */
  byText(text: string): Column | undefined {
    return this.columns.find((column) => column.text === text);
  }

  record(field: RecordField): Value | undefined {
    return this.#record?.(field);
  }

  set(column: Column): void {
    this.#columns.set(column.name, column);
  }

  remove(name: string): void {
    this.#columns.delete(name);
  }

  /** The same names over the rows that a level gives. */
  above(level: Level): Scope {
    const below = this.#record;
    const known = new Map<RecordField, Value>();
    const record =
      below === undefined
        ? undefined
        : (field: RecordField) => {
            const value = known.get(field) ?? lifted(below(field), level);
            known.set(field, value);
            return value;
          };
    return new Scope(
      record,
      this.columns.map((column) => ({ ...column, value: memo(() => lifted(column.value(), level)) })),
    );
  }
}
