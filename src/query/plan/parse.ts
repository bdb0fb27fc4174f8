import type { NameNode, ParseStage } from '../ast.ts';
import { toText } from '../check/coerce.ts';
import { Evaluator } from '../check/evaluate.ts';
import { regexGroupNames, regexGroups } from '../check/regex.ts';
import { recordField } from '../record-fields.ts';
import { made, mapType, textType, type Value } from '../value.ts';
import { fieldText, lineLayouts } from './message.ts';
import type { Pipeline } from './pipeline.ts';

/** `parse`: takes text apart into new fields. Records that do not match stay, with the names missing. */
export function applyParse(pipeline: Pipeline, stage: ParseStage): void {
  pipeline.open();
  const { names, values } = taken(pipeline, stage);
  for (const [i, { name, span }] of names.entries()) {
    const value = values[i];
    if (value === undefined) continue;
    pipeline.define({ name, value: () => value, role: 'value' }, span);
    pipeline.show(name, false);
  }
}

interface Taken {
  readonly names: readonly NameNode[];
  readonly values: readonly Value[];
}

function taken(pipeline: Pipeline, stage: ParseStage): Taken {
  const { pattern } = stage;
  const field = stage.field ?? { kind: 'field', name: '@message', span: stage.span };
  const isMessage = recordField(field.name)?.name === '@message' && pipeline.scope.find(field.name) === undefined;
  if (isMessage) pipeline.readsMessage = true;
  if (pattern.kind === 'glob' && isMessage && pipeline.isRecords) {
    const whole = lineFields(pipeline, pattern.text.value, pattern.names, stage);
    if (whole !== undefined) return { names: pattern.names, values: whole };
  }
  const text = toText(new Evaluator(pipeline, { kind: 'row' }), pipeline.resolve(field));
  switch (pattern.kind) {
    case 'glob': {
      const { names } = pattern;
      return { names, values: captured(pipeline, text, globRegex(pattern.text.value), names.length) };
    }
    case 'regex':
      return matched(pipeline, text, pattern);
    case 'logfmt': {
      const sql = `extractKeyValuePairs(ifNull(toString(${text.sql}), ''), '=', ' ', '"')`;
      return { names: [pattern.name], values: [made(mapType, sql, [text])] };
    }
    case 'csv':
      return { names: pattern.names, values: csvParts(pipeline, text, pattern.names.length) };
  }
}

/** `* text *` as a regular expression: each star the shortest run, one at the end all the rest. */
function globRegex(glob: string): string {
  const parts = glob.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const last = parts.length - 1;
  return parts.reduce((regex, part, i) => {
    if (i === 0) return part;
    return `${regex}${i === last && part === '' ? '([\\s\\S]*)' : '([\\s\\S]*?)'}${part}`;
  }, '');
}

/** The groups of a regular expression over a text, each missing where the expression does not match. */
function captured(pipeline: Pipeline, text: Value, regex: string, count: number): Value[] {
  const found = `extractGroups(ifNull(toString(${text.sql}), ''), ${pipeline.context.param('String', regex)})`;
  return Array.from({ length: count }, (_, i) =>
    made(textType, `if(length(${found}) = ${count} AND isNotNull(${text.sql}), toNullable(${found}[${i + 1}]), NULL)`, [
      text,
    ]),
  );
}

function matched(pipeline: Pipeline, text: Value, pattern: Extract<ParseStage['pattern'], { kind: 'regex' }>): Taken {
  const { source, span } = pattern.regex;
  const all = regexGroupNames(source);
  const named = regexGroups(source);
  const isNamed = pattern.names.length === 0;
  const names = isNamed ? named.map((name) => ({ name, span })) : pattern.names;
  if (!isNamed && names.length !== all.length) {
    const message = `the regular expression has ${all.length} groups, and ${names.length} names are given`;
    pipeline.fail('QL_PARSE_COUNT', message, span);
  }
  const places = names.map(({ name }, i) => (isNamed ? all.indexOf(name) : i));
  if (!pattern.multi) {
    const groups = captured(pipeline, text, source, all.length);
    return { names, values: places.flatMap((place) => groups[place] ?? []) };
  }
  // One record a match; a record without a match stays, with the names missing.
  const found = `extractAllGroupsVertical(ifNull(toString(${text.sql}), ''), ${pipeline.context.param('String', source)})`;
  pipeline.rows();
  const match = pipeline.level.export(`arrayJoin(if(empty(${found}), [emptyArrayString()], ${found}))`);
  pipeline.push();
  const values = places.map((place) =>
    made(textType, `if(empty(${match}), NULL, toNullable(${match}[${place + 1}]))`, [text], { uses: new Set() }),
  );
  return { names, values };
}

function csvParts(pipeline: Pipeline, text: Value, count: number): Value[] {
  // Fields in double quotes may hold commas; "" is a quote.
  const pattern = pipeline.context.param('String', '(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))');
  const parts = `arrayMap(x -> if(x[1] != '', replaceAll(x[1], '""', '"'), x[2]), extractAllGroupsVertical(ifNull(toString(${text.sql}), ''), ${pattern}))`;
  return Array.from({ length: count }, (_, i) =>
    made(textType, `if(isNotNull(${text.sql}) AND length(${parts}) > ${i}, toNullable(${parts}[${i + 1}]), NULL)`, [
      text,
    ]),
  );
}

/**
 * `parse @message "* * *" as …` names the fields of the line by their places. Where all lines have one layout, the columns
 * themselves are those texts: nothing needs to be written anew and taken apart again, and numbers stay exact.
 */
function lineFields(
  pipeline: Pipeline,
  glob: string,
  names: readonly NameNode[],
  stage: ParseStage,
): Value[] | undefined {
  if (!/^\*( \*)*$/.test(glob)) return undefined;
  const layouts = lineLayouts(pipeline.context);
  const longest = Math.max(...layouts.map((layout) => layout.length));
  if (names.length > longest) {
    pipeline.diagnostics.warning(
      'QL_PARSE_TOO_LONG',
      `the pattern names ${names.length} fields, and the lines of your logs have ${longest}: nothing matches`,
      stage.span,
      { hint: 'leave parse out: the fields are there already, by their own names' },
    );
    return names.map(() => made(textType, "CAST(NULL, 'Nullable(String)')", []));
  }
  const [layout] = layouts;
  // Behind a bound or a grouping the columns have other names.
  const isScan = layout?.every((column) => {
    const field = recordField(column);
    return field === undefined || pipeline.scope.record(field)?.sql === field.sql;
  });
  if (isScan !== true) return undefined;
  if (layout === undefined || layouts.length > 1 || names.length > layout.length) return undefined;
  return names.map((_, i): Value => {
    const isRest = i === names.length - 1 && names.length < layout.length;
    if (isRest) {
      const parts = layout
        .slice(i)
        .flatMap((column, at) => (at === 0 ? [fieldText(column)] : ["' '", fieldText(column)]));
      return made(textType, `concat(${parts.join(', ')})`, [], { uses: new Set(layout.slice(i)) });
    }
    const column = layout[i] ?? '';
    const field = recordField(column);
    const origin = field === undefined ? undefined : pipeline.scope.record(field);
    return made(textType, fieldText(column), [], {
      uses: new Set([column]),
      ...(origin === undefined ? {} : { origin }),
    });
  });
}
