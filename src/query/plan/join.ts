import type { FieldNode, JoinStage, NameNode } from '../ast.ts';
import { toAddress, toNumber, toText, toTime } from '../check/coerce.ts';
import { Evaluator } from '../check/evaluate.ts';
import { unifyNumbers } from '../number-sql.ts';
import { looseName, type RecordField, recordField, recordFields } from '../record-fields.ts';
import { isNumeric, type Value } from '../value.ts';
import { acrossFrom, meet } from './beside.ts';
import type { Level } from './level.ts';
import type { Pipeline } from './pipeline.ts';
import { type Column, Scope } from './scope.ts';

/** Both sides of an equality as SQL of one type; text beside a number or an address is read as one (D10). */
function alike(
  sides: readonly [Pipeline, Pipeline],
  values: readonly [Value, Value],
  nodes: readonly [FieldNode, FieldNode],
): [string, string] {
  const both = (turn: (e: Evaluator, value: Value, node: FieldNode) => Value): [Value, Value] => {
    const [left, right] = sides.map((side) => new Evaluator(side, { kind: 'row' }));
    if (left === undefined || right === undefined) throw new TypeError('a join has two sides');
    return [turn(left, values[0], nodes[0]), turn(right, values[1], nodes[1])];
  };
  const sql = ([left, right]: readonly [Value, Value]): [string, string] => [left.sql, right.sql];
  const kinds = values.map(({ type }) => type.kind);
  for (const [i, kind] of kinds.entries()) {
    if (kind !== 'list' && kind !== 'map') continue;
    const node = nodes[i] ?? nodes[0];
    sides[0].fail('QL_KEY_KIND', `${node.name} is a ${kind}, and cannot be compared`, node.span);
  }
  if (kinds.includes('address')) return sql(both((e, value, { span }) => toAddress(e, value, span)));
  if (kinds.includes('time')) {
    const [left, right] = sql(both((e, value, { span }) => toTime(e, value, span)));
    return [`toDateTime64(${left}, 3, 'UTC')`, `toDateTime64(${right}, 3, 'UTC')`];
  }
  if (values.some(({ type }) => isNumeric(type))) {
    const [left, right] = unifyNumbers(both((e, value, { span }) => toNumber(e, value, span))).sql;
    return [left ?? 'NULL', right ?? 'NULL'];
  }
  const [left, right] = sql(both((e, value) => toText(e, value)));
  return [`toString(${left})`, `toString(${right})`];
}

/** Which side a name such as `a.srcAddr` is of, and its name there. */
function sideOf(pipeline: Pipeline, stage: JoinStage, node: FieldNode): { isLeft: boolean; field: FieldNode } {
  // Names of sides may hold dots: the longer one is meant.
  const sides = [stage.left.name, stage.right.name].sort((a, b) => b.length - a.length);
  const name = sides.find((side) => node.name.startsWith(`${side}.`));
  if (name !== undefined)
    return { isLeft: name === stage.left.name, field: { ...node, name: node.name.slice(name.length + 1) } };
  return pipeline.fail(
    'QL_JOIN_SIDE',
    `${node.name} is of neither side of the join`,
    node.span,
    `write ${stage.left.name}.… for the rows at hand and ${stage.right.name}.… for those in brackets`,
  );
}

function keysOf(
  pipeline: Pipeline,
  other: Pipeline,
  theirs: readonly string[],
  stage: JoinStage,
): (readonly [string, string])[] {
  return stage.on.map((pair) => {
    const sides = [sideOf(pipeline, stage, pair.left), sideOf(pipeline, stage, pair.right)];
    const left = sides.find(({ isLeft }) => isLeft);
    const right = sides.find(({ isLeft }) => !isLeft);
    if (left === undefined || right === undefined) {
      return pipeline.fail('QL_JOIN_SIDE', 'a join compares a field of one side with one of the other', {
        start: pair.left.span.start,
        end: pair.right.span.end,
      });
    }
    const isShown = theirs.some((name) => looseName(name) === looseName(right.field.name));
    const theirValue = isShown ? other.find(right.field.name) : undefined;
    if (theirValue === undefined)
      return pipeline.fail(
        'QL_FIELD_UNKNOWN',
        `the query in brackets gives no "${right.field.name}"`,
        right.field.span,
        `it gives ${theirs.join(', ')}`,
      );
    return alike([pipeline, other], [pipeline.resolve(left.field), theirValue], [left.field, right.field]);
  });
}

/**
 * `join`: rows that agree in all keys beside each other. What a side has is named `a.x` and `b.x`; a name that only one
 * of them has means it without the prefix, too.
 */
export function join(pipeline: Pipeline, stage: JoinStage): void {
  if (stage.left.name === stage.right.name)
    pipeline.fail(
      'QL_NAME_TWICE',
      `both sides are called ${stage.left.name}`,
      stage.right.span,
      'call them left=a right=b',
    );
  if (pipeline.stages.filter(({ command }) => command === 'join').length > 1)
    pipeline.fail('QL_JOIN_TWICE', 'a query joins once', stage.span, 'put the other join into the query in brackets');
  const shown = pipeline.shown;
  const other = pipeline.nested(stage.query);
  const theirs = other.shown;
  other.settleOrder();
  other.push();
  pipeline.rows();
  const left = pipeline.level;
  const right = other.level;
  const on = keysOf(pipeline, other, theirs, stage).map(([one, two]): [string, string] => [
    left.export(one),
    right.export(two),
  ]);
  const columns = theirs.map((name): Column => {
    const value = acrossFrom(other.resolve({ kind: 'field', name, span: stage.query.span }), right);
    const { flag: _, ...known } = other.scope.find(name) ?? { role: 'value' as const };
    return { ...known, name, value: () => value };
  });
  const meeting = stage.type === 'left' ? 'LEFT JOIN' : 'INNER JOIN';
  pipeline.push({ render: () => meet(pipeline, meeting, [left, right], on) });
  nameSides(pipeline, stage, columns);
  pipeline.showUsually([
    ...shown.map((name) => `${stage.left.name}.${name}`),
    ...columns.map(({ name }) => `${stage.right.name}.${name}`),
  ]);
}

function prefixed({ name: prefix }: NameNode, { flag, unnamed, text, ...column }: Column): Column {
  return { ...column, name: `${prefix}.${column.name}` };
}

/** Puts the columns of both sides in sight under their prefixes. */
function nameSides(pipeline: Pipeline, { left, right }: JoinStage, theirs: readonly Column[]): void {
  const { scope } = pipeline;
  const record = (field: RecordField): Value => {
    const value = scope.record(field);
    if (value === undefined) throw new TypeError('there are no records in sight');
    return value;
  };
  const ambiguous = (name: string): never => {
    const names = [left, right].map((side) => `${side.name}.${name}`).join(' or ');
    return pipeline.fail('QL_NAME_AMBIGUOUS', `${name} is on both sides of the join`, left.span, `write ${names}`);
  };
  const bothFields = new Set(theirs.map(({ name }) => recordField(name)));
  const plainRecord = (field: RecordField): Value =>
    field.name !== '@timestamp' && bothFields.has(field) ? ambiguous(field.name) : record(field);
  const flags = scope.columns.filter(({ flag }) => flag !== undefined);
  const own = scope.columns.filter(({ flag }) => flag === undefined).map((column) => prefixed(left, column));
  const named = [...flags, ...own, ...theirs.map((column) => prefixed(right, column))];
  const spelled = new Set(named.map(({ name }) => looseName(name)));
  const fields = scope.hasRecords ? recordFields : [];
  const records = fields.flatMap((field): Column[] => {
    const names = [field.name, ...(field.origin === 'system' || field.column === undefined ? [] : [field.column])];
    return names.flatMap((name): Column[] => {
      const full = `${left.name}.${name}`;
      if (spelled.has(looseName(full))) return [];
      spelled.add(looseName(full));
      return [{ name: full, role: 'value', value: () => record(field) }];
    });
  });
  const sides = { left: left.name, right: right.name, ambiguous };
  pipeline.scope = new BothSides(sides, scope.hasRecords ? plainRecord : undefined, [...named, ...records]);
}

interface Sides {
  readonly left: string;
  readonly right: string;
  ambiguous(name: string): never;
}

/** Where a name without a prefix means the column of the only side that has it; what the query defines goes before. */
class BothSides extends Scope {
  readonly #sides: Sides;

  constructor(sides: Sides, record: ((field: RecordField) => Value) | undefined, columns: Iterable<Column>) {
    super(record, columns);
    this.#sides = sides;
  }

  override find(name: string): Column | undefined {
    const known = super.find(name);
    if (known !== undefined) return known;
    const { left, right, ambiguous } = this.#sides;
    const own = super.find(`${left}.${name}`);
    const their = super.find(`${right}.${name}`);
    // Both of these are asked for in passing: the time of the rows is theirs, and count( is no column.
    if (own === undefined || their === undefined || name === '@timestamp') return own ?? their;
    return name === 'count' ? undefined : ambiguous(name);
  }

  override above(level: Level): Scope {
    const outer = super.above(level);
    const record = (field: RecordField): Value => {
      const value = outer.record(field);
      if (value === undefined) throw new TypeError('there are no records in sight');
      return value;
    };
    return new BothSides(this.#sides, outer.hasRecords ? record : undefined, outer.columns);
  }
}
