import type { FieldNode, Span } from '../ast.ts';
import { countType, made, textType, type Value, type ValueType } from '../value.ts';
import type { Pipeline } from './pipeline.ts';

/** The elements of a value: of a list, of JSON text that is one; anything else is its own only element. */
function elementsOf({ type, sql }: Value): { readonly list: string; readonly of: ValueType } {
  if (type.kind === 'list') return { list: sql, of: type.of };
  if (type.kind === 'map') return { list: `if(empty(${sql}), [], [${sql}])`, of: type };
  if (type.kind !== 'text') return { list: `arrayFilter(x -> isNotNull(x), [${sql}])`, of: type };
  const text = `ifNull(CAST(${sql}, 'Nullable(String)'), '')`;
  const element = "multiIf(x = 'null', NULL, startsWith(x, '\"'), JSONExtractString(x), toNullable(x))";
  const json = `arrayMap(x -> ${element}, JSONExtractArrayRaw(${text}))`;
  const whole = `arrayFilter(x -> isNotNull(x), [toNullable(toString(${sql}))])`;
  return { list: `if(JSONType(${text}) = 'Array', ${json}, ${whole})`, of: textType };
}

/**
 * Makes a row of each element of a list, all else as it was. A row without elements is gone. Elements come in the order
 * of their list.
 * @returns the element, over the level at hand
 */
export function eachElement(pipeline: Pipeline, field: FieldNode, span: Span): Value {
  pipeline.evaluate(field);
  pipeline.rows();
  const { span: _, constant, origin, ...value } = pipeline.evaluate(field);
  if (constant?.kind === 'missing')
    pipeline.fail('QL_NOT_A_LIST', `${field.name} is always missing: it has no elements`, span);
  const { list, of } = elementsOf(value);
  const pair = pipeline.level.export(`arrayJoin(arrayZip(${list}, arrayEnumerate(${list})))`);
  const { order } = pipeline;
  pipeline.push();
  const place = made(countType, `${pair}.2`, []);
  const lifted = order.length === 0 ? [] : pipeline.order;
  pipeline.sort([...lifted, { value: () => place, descending: false }]);
  return made(of, `${pair}.1`, [], value.field === undefined ? {} : { field: value.field });
}
