import type { Expression, PeriodNode, Span } from '../ast.ts';
import { periodMilliseconds } from '../define-function.ts';
import type { CompileContext } from '../plan/context.ts';
import type { Pipeline } from '../plan/pipeline.ts';
import type { keptSums } from '../plan/roll-up.ts';
import { Printer } from '../syntax/printer.ts';
import { booleanType, kindWord, made, missingType, textType, type Value } from '../value.ts';
import { arithmetic, negative, numberConstant } from './arithmetic.ts';
import { callValue } from './call.ts';
import { compare } from './compare.ts';
import { elementOf, memberOf } from './elements.ts';
import { isMember, isMemberOfQuery } from './membership.ts';
import { notGrouped, refuseUnquoted } from './names.ts';
import { searchText } from './search.ts';

/**
 * Where an expression stands: over rows; or in stats, where aggregates may stand and names are those of keys and of what
 * was summed before. `kept`: sums are taken from a roll-up.
 */
export type Mode =
  | { readonly kind: 'row' }
  | {
      readonly kind: 'group';
      readonly names: ReadonlyMap<string, Value>;
      readonly kept: typeof keptSums | undefined;
      /** SQL of the bin and of the other keys; absent where there is no bin. */
      readonly line?: { readonly bin: string; readonly keys: readonly string[] };
    };

/** Letters of SQL of one expression. */
const largest = 50_000;

const printer = new Printer(new Map());

/** The usual spelling of an expression, by which a column can be found; undefined where there is none. */
export function usualText(expression: Expression): string | undefined {
  return expression.kind === 'inQuery' ? undefined : printer.expression(expression);
}

/** Turns expressions into SQL over the rows of a pipeline, with types. */
export class Evaluator {
  readonly pipeline: Pipeline;
  readonly mode: Mode;

  constructor(pipeline: Pipeline, mode: Mode) {
    this.pipeline = pipeline;
    this.mode = mode;
  }

  get context(): CompileContext {
    return this.pipeline.context;
  }

  /** An evaluator for what stands inside an aggregate: rows again. */
  get inRows(): Evaluator {
    return new Evaluator(this.pipeline, { kind: 'row' });
  }

  fail(code: string, message: string, span: Span, hint?: string): never {
    return this.context.fail(code, message, span, hint);
  }

  /** The value of a period, for what takes one. */
  period({ period, span }: PeriodNode): Value {
    const { count, unit } = period;
    const constant = { kind: 'period', milliseconds: periodMilliseconds(period), count, unit } as const;
    return made(missingType, 'NULL', [], { constant, span });
  }

  value(expression: Expression): Value {
    const value = this.#known(expression) ?? this.#made(expression);
    if (value.sql.length > largest) {
      this.fail('QL_TOO_LARGE', 'this expression uses others over and over, and becomes too large', expression.span);
    }
    return { ...value, span: expression.span };
  }

  /** A column that stands for this very expression: `sort bin(5m)` after `stats … by bin(5m)`. */
  #known(expression: Expression): Value | undefined {
    if (expression.kind !== 'call' || this.pipeline.isRecords || this.mode.kind !== 'row') return undefined;
    const text = usualText(expression);
    return text === undefined ? undefined : this.pipeline.scope.byText(text)?.value();
  }

  #made(expression: Expression): Value {
    const { context } = this;
    switch (expression.kind) {
      case 'number':
        return numberConstant(context, expression);
      case 'string':
        return made(textType, context.param('String', expression.value), [], {
          constant: { kind: 'text', value: expression.value },
        });
      case 'boolean':
        return made(booleanType, `toUInt8(${expression.value ? 1 : 0})`, [], {
          constant: { kind: 'boolean', value: expression.value },
        });
      case 'null':
        return made(missingType, 'NULL', [], { constant: { kind: 'missing' } });
      case 'address':
      case 'cidr':
        return made(textType, context.param('String', expression.text), [], {
          constant: { kind: expression.kind, text: expression.text },
        });
      case 'regex':
        return made(textType, context.param('String', expression.source), [], {
          constant: { kind: 'regex', source: expression.source },
        });
      case 'period':
        return this.fail(
          'QL_PERIOD_MISPLACED',
          `${context.source(expression.span)} is a period: it belongs into bin(…), datefloor(…) and the like`,
          expression.span,
          'durations are numbers of seconds: endTime - startTime > 30',
        );
      case 'star':
        return this.fail(
          'QL_STAR_MISPLACED',
          '"*" stands for whole records, and only count(*) takes them',
          expression.span,
        );
      case 'field':
        return this.#field(expression);
      case 'call':
        return callValue(this, expression);
      case 'unary':
        return expression.operator === 'not' ? this.#not(expression.operand) : this.#signed(expression);
      case 'binary':
        return this.#binary(expression);
      case 'like':
        return searchText(this, expression);
      case 'in':
        return isMember(this, expression);
      case 'inQuery':
        return isMemberOfQuery(this, expression);
      case 'member':
        return memberOf(this, expression);
      case 'index':
        return elementOf(this, expression);
    }
  }

  #field(expression: Extract<Expression, { kind: 'field' }>): Value {
    if (this.mode.kind === 'row') return this.pipeline.resolve(expression);
    const known = this.mode.names.get(expression.name);
    return known ?? notGrouped(this.pipeline, this.mode.names, expression);
  }

  #signed(expression: Extract<Expression, { kind: 'unary' }>): Value {
    const operand = this.value(expression.operand);
    return expression.operator === '-' ? negative(this, operand, expression) : arithmetic(this, '+', [zero, operand]);
  }

  #not(expression: Expression): Value {
    const operand = this.condition(expression);
    return made(booleanType, `NOT (${operand.sql})`, [operand]);
  }

  /** An expression that must be true or false. */
  condition(expression: Expression): Value {
    const value = this.value(expression);
    if (value.type.kind === 'boolean') return value;
    if (value.type.kind === 'missing') return made(booleanType, "CAST(NULL, 'Nullable(UInt8)')", [value]);
    return this.fail(
      'QL_NOT_A_CONDITION',
      `${this.context.source(expression.span)} is ${kindWord(value.type)}, not true or false`,
      expression.span,
      'compare it with something: = != < > like in, or ask ispresent(…)',
    );
  }

  #binary(expression: Extract<Expression, { kind: 'binary' }>): Value {
    const { operator } = expression;
    if (operator === 'and' || operator === 'or') {
      // Flat: chains of a thousand are no deep tree for the engine.
      const parts = chain(expression, [operator]).map((part) => this.condition(part));
      return made(booleanType, `(${parts.map((part) => part.sql).join(operator === 'and' ? ' AND ' : ' OR ')})`, parts);
    }
    if (operator === '+' || operator === '*') {
      return arithmetic(
        this,
        operator,
        chain(expression, [operator]).map((part) => this.value(part)),
      );
    }
    const left = this.value(expression.left);
    refuseUnquoted(this, left, expression);
    const right = this.value(expression.right);
    switch (operator) {
      case '-':
      case '/':
      case '%':
      case '^':
        return arithmetic(this, operator, [left, right]);
      default:
        return compare(this, operator, left, right, expression.span);
    }
  }
}

const zero: Value = made({ kind: 'integer', min: 0n, max: 0n }, 'toInt64(0)', [], {
  constant: { kind: 'number', value: 0n },
});

/** `a or b or c` as its parts; operators of one kind that lean left. */
function chain(expression: Expression, operators: readonly string[]): Expression[] {
  const parts: Expression[] = [];
  let rest = expression;
  while (rest.kind === 'binary' && operators.includes(rest.operator)) {
    parts.unshift(rest.right);
    rest = rest.left;
  }
  return [rest, ...parts];
}
