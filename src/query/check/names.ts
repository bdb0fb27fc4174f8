import type { Expression, FieldNode } from '../ast.ts';
import { Abandoned } from '../diagnostics.ts';
import type { Pipeline } from '../plan/pipeline.ts';
import { recordField, recordFields } from '../record-fields.ts';
import { nearest } from '../suggest.ts';
import type { Value } from '../value.ts';

/** What can be named at a place. */
function names(pipeline: Pipeline): string[] {
  const own = pipeline.scope.columns.filter((c) => c.unnamed === undefined).map((c) => c.name);
  if (!pipeline.isRecords) return own;
  return [...own, ...recordFields.filter((f) => f.absent === undefined).map((f) => f.name)];
}

/** `action = REJECT`, `interfaceId = eni-0123`: a word that is no name, where a text belongs, lacks its quotes. */
export function refuseUnquoted(
  e: { readonly pipeline: Pipeline },
  left: Value,
  { operator, right }: Extract<Expression, { kind: 'binary' }>,
): void {
  const { pipeline } = e;
  if (!/^(=|!=)$/.test(operator) || left.field === undefined) return;
  const word = firstName(right);
  const text = pipeline.context.source(right.span);
  if (word === undefined || pipeline.find(word.name) !== undefined || !/^[A-Za-z][\w.-]*$/.test(text)) return;
  pipeline.diagnostics.error('QL_QUOTES_MISSING', `${text} is no field: a text stands in quotes`, right.span, {
    hint: `write "${text}"`,
    fixes: [{ title: `write "${text}"`, span: right.span, text: `"${text}"` }],
  });
  throw new Abandoned();
}

/** The name with which `eni - 0123` begins. */
function firstName(expression: Expression): FieldNode | undefined {
  if (expression.kind === 'field') return expression;
  return expression.kind === 'binary' && expression.operator === '-' ? firstName(expression.left) : undefined;
}

/** D12: a name that nothing has is an error with the nearest names. */
export function unknownName(pipeline: Pipeline, node: FieldNode): never {
  const { name, span } = node;
  const { diagnostics } = pipeline;
  const unnamed = pipeline.scope.columns.find(
    (c) => c.unnamed !== undefined && c.name.toLowerCase().startsWith(`${name.toLowerCase()}(`),
  );
  if (unnamed?.unnamed !== undefined) {
    const at = unnamed.unnamed.end;
    diagnostics.error('QL_COLUMN_UNNAMED', `there is no "${name}": ${unnamed.name} has no name of its own`, span, {
      hint: `name it: ${unnamed.name} as ${name}`,
      fixes: [{ title: `name it: ${unnamed.name} as ${name}`, span: { start: at, end: at }, text: ` as ${name}` }],
    });
    throw new Abandoned();
  }
  const near = nearest(name, names(pipeline), 3);
  const replace = near.map((other) => ({ title: `use ${other}`, span, text: other }));
  if (!pipeline.isRecords && (recordField(name) !== undefined || pipeline.dropped?.find(name) !== undefined)) {
    diagnostics.error('QL_COLUMN_GONE', `${name} is gone: after stats only its own columns exist`, span, {
      hint: `use ${name} before stats, or add it behind "by"`,
      fixes: replace,
    });
    throw new Abandoned();
  }
  diagnostics.error('QL_FIELD_UNKNOWN', `there is no field "${name}"`, span, {
    hint: unknownHint(pipeline, name, near),
    fixes: replace,
  });
  throw new Abandoned();
}

function unknownHint(pipeline: Pipeline, name: string, near: readonly string[]): string {
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  if (/az$/i.test(name)) return 'a record knows the zone of its own interface: azId';
  const all = names(pipeline);
  return all.length <= 12
    ? `there is ${all.join(', ')}`
    : 'the fields are listed beside the editor and in the reference';
}

/** A name in stats that stands outside of an aggregate and is no key. */
export function notGrouped(pipeline: Pipeline, known: ReadonlyMap<string, Value>, node: FieldNode): never {
  const { name, span } = node;
  const isField = pipeline.find(name) !== undefined;
  if (!isField) {
    const near = nearest(name, [...known.keys(), ...names(pipeline)], 2);
    pipeline.diagnostics.error('QL_FIELD_UNKNOWN', `there is no field "${name}"`, span, {
      hint: near.length === 0 ? 'stats sums up: write count(*), sum(bytes) …' : `did you mean ${near.join(' or ')}?`,
      fixes: near.map((other) => ({ title: `use ${other}`, span, text: other })),
    });
    throw new Abandoned();
  }
  pipeline.diagnostics.error(
    'QL_NOT_AGGREGATED',
    `${name} has a value for every record, and stats gives one for many`,
    span,
    {
      hint: `sum it up, such as max(${name}), or add it behind "by"`,
      fixes: [{ title: `write max(${name})`, span, text: `max(${name})` }],
    },
  );
  throw new Abandoned();
}
