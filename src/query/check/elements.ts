import type { Expression } from '../ast.ts';
import { once } from '../once.ts';
import { made, textType, type Value } from '../value.ts';
import { toNumber } from './coerce.ts';
import type { Evaluator } from './evaluate.ts';

/** `m.key` of a map or of JSON text. */
export function memberOf(e: Evaluator, expression: Extract<Expression, { kind: 'member' }>): Value {
  const object = e.value(expression.object);
  return member(e, object, expression.key, expression.span);
}

export function member(e: Evaluator, object: Value, key: string, span: Expression['span']): Value {
  const name = e.context.param('String', key);
  if (object.type.kind === 'map')
    return made(textType, `if(mapContains(${object.sql}, ${name}), ${object.sql}[${name}], NULL)`, [object]);
  if (object.type.kind === 'text') return jsonPart(object, name);
  return e.fail('QL_NO_PARTS', `${e.context.source(span)} has no parts: it is neither a map nor JSON`, span);
}

/** A part of JSON text: text as it is, all else as JSON. */
function jsonPart(object: Value, path: string): Value {
  const sql = once(`toString(${object.sql})`, (json) =>
    once(
      `JSONExtractRaw(${json}, ${path})`,
      (raw) =>
        `multiIf(${raw} = '' OR ${raw} = 'null', NULL, startsWith(${raw}, '"'), JSONExtractString(${json}, ${path}), ${raw})`,
      'r',
    ),
  );
  return made(textType, sql, [object]);
}

/** `list[i]`, counted from 0; beyond the end it is missing. */
export function elementOf(e: Evaluator, expression: Extract<Expression, { kind: 'index' }>): Value {
  const object = e.value(expression.object);
  const index = e.value(expression.index);
  if (object.type.kind === 'map' && index.constant?.kind === 'text')
    return member(e, object, index.constant.value, expression.span);
  const number = toNumber(e, index, expression.index.span);
  const at = `(toInt64(${number.sql}) + 1)`;
  if (object.type.kind === 'list') {
    // Beyond its end an array of the engine gives a default, which of Nullable elements is NULL.
    const isPlain = object.type.of.kind !== 'list' && object.type.of.kind !== 'map';
    const list = isPlain ? `arrayMap(x -> toNullable(x), ${object.sql})` : object.sql;
    const element = `${list}[if(${number.sql} >= 0, ${at}, length(${object.sql}) + 1)]`;
    return made(object.type.of, element, [object, number]);
  }
  if (object.type.kind === 'text') return jsonPart(object, at);
  return e.fail('QL_NO_PARTS', `${e.context.source(expression.object.span)} is no list`, expression.object.span);
}
