import { expect, test } from 'vitest';
import { WeirError } from '../../../core/index.ts';
import { conditionSql, readFilters } from './filters.ts';
import { SqlParams } from './sql-params.ts';

function sqlOf(texts: string[]): { sql: string[]; values: Record<string, string> } {
  const params = new SqlParams();
  return { sql: readFilters(texts).map((f) => conditionSql(f, (name) => `f.${name}`, params)), values: params.values };
}

test('values are parameters, never text', () => {
  const { sql, values } = sqlOf(["interface_id:x' OR 1=1 --", 'srcaddr:10.0.0.1']);
  expect(sql).toEqual(['f.interface_id = {p0:String}', 'f.srcaddr = {p1:IPv6}']);
  expect(values).toEqual({ p0: "x' OR 1=1 --", p1: '10.0.0.1' });
});

test('values of one field are alternatives, fields must all hold', () => {
  expect(sqlOf(['dstport:22', 'dstport:3389', 'dstport:-', 'action:reject']).sql).toEqual([
    '(f.dstport IN ({p0:UInt16}, {p1:UInt16}) OR isNull(f.dstport))',
    'f.action = {p2:String}',
  ]);
});

test('networks are ranges of addresses, of both families', () => {
  expect(sqlOf(['srcaddr:10.0.0.0/8']).values).toEqual({ p0: '10.0.0.0', p1: '10.255.255.255' });
  expect(sqlOf(['address:2001:db8::/32']).sql).toEqual([
    '(f.srcaddr BETWEEN {p0:IPv6} AND {p1:IPv6} OR f.dstaddr BETWEEN {p2:IPv6} AND {p3:IPv6})',
  ]);
});

test('excluding leaves in what is missing', () => {
  expect(sqlOf(['!action:ACCEPT', '!srcaddr:-']).sql).toEqual([
    'NOT ifNull(f.action = {p0:String}, 0)',
    'NOT ifNull(isNull(f.srcaddr), 0)',
  ]);
});

test('names go where numbers are meant, and AWS spelling is understood', () => {
  expect(sqlOf(['protocol:tcp', 'interface-id:eni-1']).values).toEqual({ p0: '6', p1: 'eni-1' });
});

test('what makes no sense is refused with a hint', () => {
  for (const text of [
    'nonsense',
    'scraddr:10.0.0.1',
    'srcaddr:10.0.0',
    'srcaddr:10.0.0.0/33',
    'dstport:65536',
    'dstport:-1',
    'dstport:x',
    'bytes:18446744073709551616',
    'action:MAYBE',
    'extra:1',
    'start:yesterday',
    'action:',
    ':x',
  ]) {
    let thrown: unknown;
    try {
      readFilters([text]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown, text).toBeInstanceOf(WeirError);
    if (thrown instanceof WeirError) expect([thrown.code, typeof thrown.hint]).toEqual(['FILTER_INVALID', 'string']);
  }
});
