import type { CallNode, Expression, Span } from '../ast.ts';
import type { FunctionContext, Parameter, QueryFunction, Takes } from '../define-function.ts';
import { functions } from '../function-list.ts';
import { isMeasure } from '../plan/roll-up.ts';
import { recordField } from '../record-fields.ts';
import { nearest } from '../suggest.ts';
import { isNumeric, made, missingType, type Value } from '../value.ts';
import { arithmetic } from './arithmetic.ts';
import { toAddress, toCondition, toNumber, toText, toTime } from './coerce.ts';
import type { Evaluator } from './evaluate.ts';
import { NotKept } from './not-kept.ts';

const byName = new Map<string, QueryFunction>(
  functions.flatMap((fn) =>
    [fn.name, ...(fn.aliases ?? [])].map((name): [string, QueryFunction] => [name.toLowerCase(), fn]),
  ),
);

export function functionNamed(name: string): QueryFunction | undefined {
  return byName.get(name.toLowerCase());
}

/** Names that people invent, and what they want. */
const invented: Readonly<Record<string, string>> = {
  isprivateaddr: 'isPrivateIP',
  datetimepart: 'formatDate',
  countif: 'sum',
  ifnull: 'coalesce',
  len: 'strlen',
  length: 'strlen',
  lower: 'tolower',
  upper: 'toupper',
  percentile: 'pct',
  distinct: 'count_distinct',
  date_trunc: 'datefloor',
};

/** A call: finds the function, brings the arguments to what it takes, and lets it write its SQL. */
export function callValue(e: Evaluator, call: CallNode): Value {
  const fn = functionNamed(call.name);
  if (fn === undefined) return unknownFunction(e, call);
  if (fn.aggregate === true) return aggregateValue(e, fn, call);
  warnOfCondition(e, fn, call);
  const args = argumentsOf(e, fn, call);
  return keepSpan(fn.compile(args, contextOf(e, call)), call);
}

function keepSpan(value: Value, call: CallNode): Value {
  return { ...value, span: call.span };
}

function aggregateValue(e: Evaluator, fn: QueryFunction, call: CallNode): Value {
  const { mode } = e;
  if (mode.kind === 'row') {
    return e.fail(
      'QL_AGGREGATE_MISPLACED',
      `${fn.name} sums up many records, and here there is one at a time`,
      call.span,
      'write it in stats; a filter behind stats can ask for its result',
    );
  }
  const inner = e.inRows;
  const outside = dividedOutside(e, fn, call);
  if (outside !== undefined) return outside;
  warnOfWords(inner, fn, call);
  const args = argumentsOf(inner, fn, call).map(notConstant);
  const context = { ...contextOf(inner, call), running: (value: Value) => runningTotal(e, call, value) };
  const adds = fn.name === 'sum' || fn.name === 'count' ? { additive: true } : {};
  if (mode.kept === undefined) return keepSpan({ ...fn.compile(args, context), ...adds, aggregate: true }, call);
  for (const arg of args) {
    const measured = [...arg.uses].some(isMeasure);
    const plain = arg.uses.size === 1 && isMeasure(arg.field ?? '');
    if (measured && !(plain && fn.ofMeasures === true)) throw new NotKept();
  }
  const value = fn.fromSums?.(args, mode.kept, context);
  if (value === undefined) throw new NotKept();
  return keepSpan({ ...value, ...adds, aggregate: true }, call);
}

/** `ispresent(a like "x")` asks whether a is there, and not whether it is like that. */
function warnOfCondition(e: Evaluator, fn: QueryFunction, call: CallNode): void {
  const [argument] = call.args;
  const asks = argument?.kind === 'like' || argument?.kind === 'in' || argument?.kind === 'binary';
  if (fn.name !== 'ispresent' || !asks || argument === undefined) return;
  if (argument.kind === 'binary' && !/^(=|!=|<|<=|>|>=|and|or)$/.test(argument.operator)) return;
  const text = e.context.source(argument.span);
  e.context.diagnostics.warning(
    'QL_CONDITION_PRESENT',
    'a condition is there wherever its field is, true or false: this does not ask whether it is true',
    call.span,
    {
      hint: `write ${text}, or not (${text})`,
      fixes: [{ title: `write (${text})`, span: call.span, text: `(${text})` }],
    },
  );
}

/** Words have no sum: it would be missing without a word. */
function warnOfWords(e: Evaluator, fn: QueryFunction, call: CallNode): void {
  const [argument] = call.args;
  const [parameter] = fn.parameters;
  const takes = [parameter?.takes ?? []].flat();
  if (argument?.kind !== 'field' || !takes.includes('number') || takes.includes('any') || takes.includes('text'))
    return;
  const value = e.value(argument);
  const known = value.field === undefined ? undefined : recordField(value.field);
  if (value.type.kind !== 'text' || known === undefined || known.column === undefined) return;
  e.context.diagnostics.warning(
    'QL_TEXT_AS_NUMBER',
    `${argument.name} is text: there is no number in it to take`,
    argument.span,
    {
      hint: `count its values: count_distinct(${argument.name}), or count(*) … by ${argument.name}`,
    },
  );
}

/** The engine works out aggregates of constants ahead of time, and not always rightly. */
function notConstant(value: Value): Value {
  return value.uses.size > 0 || value.sql === '' ? value : { ...value, sql: `materialize(${value.sql})` };
}

/** `sum(bytes / 1048576)` is `sum(bytes) / 1048576`: summed exactly, divided once, and found in kept sums. */
function dividedOutside(e: Evaluator, fn: QueryFunction, call: CallNode): Value | undefined {
  const [argument] = call.args;
  if ((fn.name !== 'sum' && fn.name !== 'avg') || argument?.kind !== 'binary' || argument.operator !== '/')
    return undefined;
  const divisor = e.inRows.value(argument.right);
  const { constant } = divisor;
  if (constant?.kind !== 'number' || Number(constant.value) === 0) return undefined;
  const dividend = aggregateValue(e, fn, { ...call, args: [argument.left] });
  return keepSpan(arithmetic(e, '/', [dividend, divisor]), call);
}

function unknownFunction(e: Evaluator, call: CallNode): never {
  const known = invented[call.name.toLowerCase()];
  const near = [
    ...(known === undefined ? [] : [known]),
    ...nearest(
      call.name,
      functions.map((f) => f.name),
      3,
    ),
  ];
  const unique = [...new Set(near)].slice(0, 3);
  e.context.diagnostics.error('QL_FUNCTION_UNKNOWN', `there is no function "${call.name}"`, call.nameSpan, {
    hint:
      call.name.toLowerCase() === 'datetimepart'
        ? 'write toNumber(formatDate(@timestamp, "HH")) for the hour of the day'
        : unique.length === 0
          ? 'the functions are listed in the reference'
          : `did you mean ${unique.join(' or ')}?`,
    fixes: unique.map((other) => ({ title: `use ${other}`, span: call.nameSpan, text: other })),
  });
  return e.fail('QL_FUNCTION_UNKNOWN', `there is no function "${call.name}"`, call.nameSpan);
}

/** What the signature looks like: `substr(text, start[, length])`. */
export function signature(fn: QueryFunction): string {
  let text = '';
  for (const [i, { name, optional, variadic }] of fn.parameters.entries()) {
    const piece = `${i === 0 ? '' : ', '}${name}${variadic === true ? ' …' : ''}`;
    text += optional === true ? `[${piece}]` : piece;
  }
  return `${fn.name}(${text})`;
}

function argumentsOf(e: Evaluator, fn: QueryFunction, call: CallNode): Value[] {
  const { parameters } = fn;
  const least = parameters.filter((p) => p.optional !== true).length;
  const most = parameters.at(-1)?.variadic === true ? Number.POSITIVE_INFINITY : parameters.length;
  const given = call.args.length;
  if (given < least || given > most) {
    const wanted =
      least === most ? String(least) : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
    e.fail(
      'QL_ARGUMENT_COUNT',
      `${fn.name} takes ${wanted} argument${wanted === '1' ? '' : 's'}, and ${given} ${given === 1 ? 'was' : 'were'} given`,
      call.span,
      signature(fn),
    );
  }
  return call.args.map((argument, i) => {
    const parameter = parameters[Math.min(i, parameters.length - 1)];
    if (parameter === undefined) throw new TypeError(`${fn.name} has no parameter ${i}`);
    return argumentValue(e, fn, parameter, argument);
  });
}

function argumentValue(e: Evaluator, fn: QueryFunction, parameter: Parameter, argument: Expression): Value {
  const takes = typeof parameter.takes === 'string' ? [parameter.takes] : parameter.takes;
  if (argument.kind === 'star') {
    if (!takes.includes('star'))
      e.fail('QL_STAR_MISPLACED', `${fn.name}(*) has no meaning`, argument.span, signature(fn));
    return made(missingType, '', []);
  }
  if (takes.includes('aggregate')) return needAggregate(e, fn, argument);
  const value = argument.kind === 'period' && takes.includes('period') ? e.period(argument) : e.value(argument);
  const fitting = takes.find((one) => fits(one, value)) ?? takes.find((one) => one !== 'star');
  return { ...coerced(e, fn, parameter, fitting ?? 'any', value, argument.span), span: argument.span };
}

function needAggregate(e: Evaluator, fn: QueryFunction, argument: Expression): Value {
  const value = e.value(argument);
  if (!value.aggregate)
    e.fail('QL_AGGREGATE_NEEDED', `${fn.name} takes an aggregate, such as ${fn.name}(sum(bytes))`, argument.span);
  return value;
}

function fits(takes: Takes, { type, constant }: Value): boolean {
  switch (takes) {
    case 'any':
      return true;
    case 'number':
    case 'integer':
      return isNumeric(type);
    case 'text':
    case 'boolean':
    case 'time':
    case 'address':
    case 'list':
    case 'map':
      return type.kind === takes && constant?.kind !== 'regex';
    case 'regex':
    case 'period':
      return constant?.kind === takes;
    case 'constant number':
    case 'constant integer':
      return constant?.kind === 'number';
    case 'constant text':
      return constant?.kind === 'text';
    case 'cidr':
      return constant?.kind === 'cidr' || constant?.kind === 'text' || constant?.kind === 'address';
    case 'star':
    case 'aggregate':
      return false;
  }
}

function coerced(e: Evaluator, fn: QueryFunction, parameter: Parameter, takes: Takes, value: Value, span: Span): Value {
  const { constant } = value;
  switch (takes) {
    case 'number':
      return toNumber(e, value, span);
    case 'integer': {
      const number = toNumber(e, value, span);
      if (number.type.kind !== 'number') return number;
      return made(
        { kind: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n },
        `accurateCastOrNull(trunc(${number.sql}), 'Int64')`,
        [number],
      );
    }
    case 'text':
      return toText(e, value);
    case 'boolean':
      return toCondition(e, value, span);
    case 'time':
      return toTime(e, value, span);
    case 'address':
      return toAddress(e, value, span);
    case 'list':
    case 'map':
      if (value.type.kind !== takes) return needed(e, fn, parameter, `a ${takes}`, span);
      return value;
    case 'constant number':
    case 'constant integer': {
      const isWhole = constant?.kind === 'number' && typeof constant.value === 'bigint';
      if (constant?.kind !== 'number' || (takes === 'constant integer' && !isWhole))
        return needed(e, fn, parameter, takes === 'constant integer' ? 'a whole number' : 'a number', span);
      return value;
    }
    case 'constant text':
      if (constant?.kind !== 'text') return needed(e, fn, parameter, 'a text in quotes', span);
      return value;
    case 'cidr':
      if (constant?.kind !== 'cidr' && constant?.kind !== 'text' && constant?.kind !== 'address')
        return needed(e, fn, parameter, 'a network such as 10.0.0.0/8', span);
      return value;
    case 'regex':
      if (constant?.kind === 'text') return { ...value, constant: { kind: 'regex', source: constant.value } };
      if (constant?.kind !== 'regex') return needed(e, fn, parameter, 'a regular expression such as /eni-.*/', span);
      return value;
    case 'period':
      if (constant?.kind !== 'period') return needed(e, fn, parameter, 'a period such as 5m', span);
      return value;
    default:
      return value;
  }
}

function needed(e: Evaluator, fn: QueryFunction, { name }: Parameter, what: string, span: Span): never {
  return e.fail(
    'QL_ARGUMENT_KIND',
    `${fn.name}: ${name} must be ${what}, known before the query runs`,
    span,
    signature(fn),
  );
}

function contextOf(e: Evaluator, call: CallNode): FunctionContext {
  const { context, pipeline } = e;
  const { range } = pipeline;
  const field = (name: string, span: Span): Value => {
    const found = recordField(name);
    const value = found === undefined ? undefined : pipeline.scope.record(found);
    return (
      value ??
      e.fail('QL_COLUMN_GONE', `${call.name} needs ${name}, which is gone: after stats only its columns exist`, span)
    );
  };
  return {
    param: (type, value) => context.param(type, value),
    diagnostics: context.diagnostics,
    span: call.span,
    argSpans: call.args.map((arg) => arg.span),
    now: context.options.now,
    range,
    zone: 'UTC',
    timestamp: () => {
      const own = pipeline.find('@timestamp');
      if (own !== undefined) return own;
      return e.fail(
        'QL_TIME_GONE',
        `${call.name} needs @timestamp, which is gone after stats`,
        call.span,
        'carry the time along: stats … by bin(5m) as t, then datefloor(t, 1h)',
      );
    },
    field: (name) => field(name, call.span),
    binSeconds: pipeline.binSeconds ?? range.to - range.from + 1,
    ownNetworks: context.options.facts.ownNetworks,
    running: (value) => runningTotal(e, call, value),
    fail: (code, message, span, hint) => e.fail(code, message, span, hint),
  };
}

function runningTotal(e: Evaluator, call: CallNode, value: Value): Value {
  const line = e.mode.kind === 'group' ? e.mode.line : undefined;
  if (line === undefined || e.pipeline.stages.at(-1)?.command !== 'stats') {
    return e.fail('QL_BIN_NEEDED', `${call.name} goes on from bin to bin`, call.span, 'write it in stats … by bin(5m)');
  }
  const by = line.keys.length === 0 ? '' : `PARTITION BY ${line.keys.join(', ')} `;
  const sql = `sum(${value.sql}) OVER (${by}ORDER BY ${line.bin} ROWS UNBOUNDED PRECEDING)`;
  return { ...value, sql, windowed: true };
}
