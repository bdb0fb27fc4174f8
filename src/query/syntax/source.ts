import type { Source, When } from '../ast.ts';
import type { Parser } from './parser.ts';

/** `SOURCE 'group' start=-1d end=now` and its other forms; the word itself is at hand. */
export function parseSource(p: Parser): Source {
  const start = p.take('command').span;
  const select = selection(p);
  const times: { start?: When; end?: When } = {};
  for (let word = p.takeWord('start', 'end'); word !== undefined; word = p.takeWord('start', 'end')) {
    p.needSign('=');
    times[word === 'start' ? 'start' : 'end'] = when(p);
  }
  return { select, ...times, span: p.spanFrom(start) };
}

function selection(p: Parser): Source['select'] {
  p.expect({ kind: 'text' });
  p.expect({ kind: 'keyword', word: 'flows' });
  if (p.token.kind === 'string') return { kind: 'group', name: p.string().value };
  const word = p.nameOf({ kind: 'keyword', word: 'logGroups' }, 'table');
  const name = word.name.toLowerCase();
  if (!p.isSign('(')) return { kind: 'name', name: word.name };
  if (name === 'loggroups') return { kind: 'logGroups', arguments: bracketed(p, () => p.list(() => argument(p))) };
  if (name === 'datasource') return { kind: 'dataSource', names: bracketed(p, () => strings(p)) };
  if (name === 'loggrouptags') {
    p.fail(
      'QL_NOT_BUILT',
      'SOURCE logGroupTags is not built: Weir keeps records, not log groups and their tags',
      word.span,
      'leave SOURCE out, or filter by accountId, vpcId or interfaceId',
    );
  }
  return p.fail(
    'QL_SOURCE_UNKNOWN',
    `there is no source ${word.name}(…)`,
    word.span,
    'write SOURCE flows, or leave it out',
  );
}

function bracketed<T>(p: Parser, inside: () => T): T {
  p.needSign('(');
  const value = inside();
  p.needSign(')');
  return value;
}

function strings(p: Parser): string[] {
  p.needSign('[');
  const values = p.list(() => p.string().value);
  p.needSign(']');
  return values;
}

const argumentNames = ['nameprefix', 'accountidentifier', 'accountidentifiers', 'class'];

function argument(p: Parser): { name: string; values: string[] } {
  const name = p.needWord(...argumentNames);
  p.needSign(':');
  return { name, values: strings(p) };
}

function when(p: Parser): When {
  if (p.takeWord('now') !== undefined) return { kind: 'now' };
  if (p.takeSign('-')) return { kind: 'ago', period: p.period() };
  const { value, span } = p.string();
  return { kind: 'text', text: value, span };
}
