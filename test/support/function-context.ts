import type { FunctionContext } from '../../src/query/define-function.ts';
import { Abandoned, Diagnostics } from '../../src/query/diagnostics.ts';
import { recordField, recordValue } from '../../src/query/record-fields.ts';
import type { Value } from '../../src/query/value.ts';

/** What a function is given, without a query around it; the constants that it binds are collected. */
export function bareContext(): {
  readonly context: FunctionContext;
  readonly params: Record<string, string>;
  readonly diagnostics: Diagnostics;
} {
  const params: Record<string, string> = {};
  const diagnostics = new Diagnostics();
  const span = { start: 0, end: 1 };
  const field = (name: string): Value => {
    const found = recordField(name);
    if (found === undefined) throw new TypeError(`there is no field ${name}`);
    return recordValue(found);
  };
  const context: FunctionContext = {
    param(type, value) {
      const name = `q${Object.keys(params).length}`;
      params[name] = String(value);
      return `{${name}:${type}}`;
    },
    diagnostics,
    span,
    argSpans: [span, span, span, span],
    now: 1_795_406_911_000,
    range: { from: 1_795_403_251, to: 1_795_410_451 },
    zone: 'UTC',
    timestamp: () => field('@timestamp'),
    field,
    binSeconds: 300,
    ownNetworks: [],
    running: (value) => ({ ...value, sql: `sum(${value.sql}) OVER ()`, windowed: true }),
    fail(code, message, at, hint): never {
      diagnostics.error(code, message, at, { hint });
      throw new Abandoned();
    },
  };
  return { context, params, diagnostics };
}
