import type { Source, Span, When } from '../ast.ts';
import { timeOfText } from '../check/coerce.ts';
import { periodMilliseconds } from '../define-function.ts';
import { recordField } from '../record-fields.ts';
import type { CompileContext, TimeRange } from './context.ts';
import type { Pipeline } from './pipeline.ts';

/** E10: the range that SOURCE gives. */
export function sourceRange(context: CompileContext, source: Source | undefined, range: TimeRange): TimeRange {
  if (source === undefined) return range;
  const now = Math.floor(context.options.now / 1000);
  const from = source.start === undefined ? range.from : moment(context, source.start, now, source.span);
  const to =
    source.end === undefined
      ? source.start === undefined
        ? range.to
        : Math.max(range.to, from)
      : moment(context, source.end, now, source.span);
  if (from > to) context.fail('QL_RANGE_EMPTY', 'SOURCE starts after its end', source.span, 'start=-1d end=now');
  return { from: Math.max(from, 0), to: Math.min(to, 4_294_967_294) };
}

function moment(context: CompileContext, when: When, now: number, span: Span): number {
  if (when.kind === 'now') return now;
  if (when.kind === 'text') {
    const ms = timeOfText(when.text);
    if (ms === undefined)
      return context.fail(
        'QL_NOT_A_TIME',
        `"${when.text}" is not a time`,
        when.span,
        'write it as "2026-11-23T04:00:00Z"',
      );
    return Math.floor(ms / 1000);
  }
  const milliseconds = periodMilliseconds(when.period);
  if (milliseconds !== undefined) return now - Number(milliseconds / 1000n);
  const date = new Date(now * 1000);
  const months = when.period.count * { mo: 1, q: 3, y: 12, ms: 0, s: 0, m: 0, h: 0, d: 0, w: 0 }[when.period.unit];
  if (months === 0) return context.fail('QL_NOT_A_TIME', 'this is no time', span);
  return Math.floor(date.setUTCMonth(date.getUTCMonth() - months) / 1000);
}

/** What SOURCE selects: all records, or those of some accounts. */
export function applySource(pipeline: Pipeline, source: Source | undefined): void {
  if (source === undefined) return;
  const { select, span } = source;
  const { diagnostics } = pipeline;
  switch (select.kind) {
    case 'name':
      if (!/^flows?$/i.test(select.name))
        pipeline.fail(
          'QL_SOURCE_UNKNOWN',
          `there is no source "${select.name}"`,
          span,
          'write SOURCE flows, or leave it out',
        );
      return;
    case 'dataSource':
      for (const name of select.names)
        if (!/^amazon_vpc(\.flow)?$/i.test(name))
          pipeline.fail(
            'QL_SOURCE_UNKNOWN',
            `there is no data source "${name}" here`,
            span,
            'Weir has amazon_vpc.flow',
          );
      return;
    case 'group':
      diagnostics.notice(
        'QL_SOURCE_GROUP',
        `records of all log groups lie together: not only "${select.name}" is read`,
        span,
      );
      return;
    case 'logGroups': {
      const accounts = select.arguments.filter((a) => /^accountidentifiers?$/i.test(a.name)).flatMap((a) => a.values);
      if (accounts.length > 0) accountCondition(pipeline, accounts);
      if (select.arguments.some((a) => !/^accountidentifiers?$/i.test(a.name)))
        diagnostics.notice('QL_SOURCE_GROUP', 'records of all log groups lie together: all are read', span);
      return;
    }
    case 'logGroupTags':
      pipeline.fail('QL_NOT_BUILT', 'SOURCE logGroupTags is not built', span);
  }
}

function accountCondition(pipeline: Pipeline, accounts: readonly string[]): void {
  const field = recordField('account_id');
  const value = field === undefined ? undefined : pipeline.scope.record(field);
  if (value === undefined) return;
  const list = accounts.map((account) => pipeline.context.param('String', account)).join(', ');
  pipeline.where({ ...value, sql: `${value.sql} IN (${list})` });
}
