/** Values of a statement: each becomes a query parameter, so no value is ever part of the SQL text. */
export class SqlParams {
  readonly values: Record<string, string> = {};
  #count = 0;

  /** The placeholder that stands for the value. */
  add(type: string, value: string): string {
    const name = `p${this.#count++}`;
    this.values[name] = value;
    return `{${name}:${type}}`;
  }
}

/** A moment in Unix seconds, for comparisons with DateTime columns. Numbers only, so it is safe in the text. */
export function moment(seconds: number): string {
  return `toDateTime(${Math.trunc(seconds)}, 'UTC')`;
}
