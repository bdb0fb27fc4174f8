import { defaultFormat, fieldNamed } from '../../fields/index.ts';
import { recordField } from '../record-fields.ts';
import { addressText, textType, type Value } from '../value.ts';
import type { CompileContext } from './context.ts';

/** A field as it stands in a line of the log; `-` where it is missing. */
export function fieldText(column: string): string {
  const field = fieldNamed(column);
  const base = `\`${column}\``;
  if (field?.percentEncoded) return `ifNull(encodeURLComponent(toString(${base})), '-')`;
  const text = field?.kind === 'address' ? addressText(base) : `toString(${recordField(column)?.sql ?? base})`;
  return `ifNull(${text}, '-')`;
}

function lineOf(layout: readonly string[]): string {
  return `concat(${layout.flatMap((column, i) => (i === 0 ? [fieldText(column)] : ["' '", fieldText(column)])).join(', ')})`;
}

/** The layouts in which the lines are written anew: those of the logs, else AWS's default. */
export function lineLayouts(context: CompileContext): readonly (readonly string[])[] {
  const { layouts } = context.options.facts;
  return layouts.length === 0 ? [defaultFormat] : layouts;
}

/** `@message`: the line of the log, written anew from the fields in the order of the log that a record came from. */
export function messageValue(context: CompileContext): Value {
  const layouts = lineLayouts(context);
  const [only] = layouts;
  const sql = layouts.length === 1 && only !== undefined ? lineOf(only) : choice(context, layouts);
  return {
    type: textType,
    sql,
    uses: new Set(['object_id']),
    aggregate: false,
    field: '@message',
  };
}

function choice(context: CompileContext, layouts: readonly (readonly string[])[]): string {
  const branches = layouts.flatMap((layout) => {
    const names = context.param('String', layout.join(' '));
    const objects = `SELECT object_id FROM ${context.table('ingest_objects')} WHERE replaceAll(replaceAll(layout, ',', ' '), '-', '_') = ${names}`;
    return [`object_id IN (${objects})`, lineOf(layout)];
  });
  return `multiIf(${branches.join(', ')}, ${lineOf(defaultFormat)})`;
}
