import { expect, test } from 'vitest';
import { WeirError } from '../../../core/index.ts';
import { columnsOf, conditionSql, readFilters, withHolders } from './filters.ts';
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

test('what holds for either end is asked of both, of one kind of value', () => {
  expect(sqlOf(['owner:shop', '!country:IE', 'asn:64500']).sql).toEqual([
    '(f.src_owner = {p0:String} OR f.dst_owner = {p1:String})',
    'NOT ifNull((f.src_country = {p2:String} OR f.dst_country = {p3:String}), 0)',
    '(f.src_asn = {p4:UInt32} OR f.dst_asn = {p5:UInt32})',
  ]);
});

test('a thing is its interfaces of the time, a tag is of the holders of it; both as parameters', () => {
  const params = new SqlParams();
  const filters = withHolders(readFilters(["thing:sg-1'", 'thing:eni-2', 'tag:team=a=b']), {
    table: 'weir.held',
    observations: 'weir.seen',
    isSpread: true,
    from: 60,
    to: 120,
  });
  const [thing = '', tag = ''] = filters.map((filter) => conditionSql(filter, (name) => `f.${name}`, params));
  expect(thing).toContain('f.interface_id IN ({p0:String}, {p1:String}) OR f.interface_id GLOBAL IN (SELECT interface');
  expect(thing).toContain("valid_from < toDateTime(120, 'UTC') AND valid_to >= toDateTime(60, 'UTC')");
  expect(tag).toContain('f.src_interface GLOBAL IN');
  expect([...new Set(Object.values(params.values))]).toEqual(["sg-1'", 'eni-2', 'team', 'a=b']);
  expect(`${thing}${tag}`).not.toMatch(/sg-1|team/);
  expect(filters.map(columnsOf)).toEqual([['interface_id'], ['src_interface', 'dst_interface']]);
});

test('a zone goes by its identifier, and by the names that accounts give it', () => {
  const holders = { table: 'weir.held', observations: 'weir.seen', isSpread: true, from: 60, to: 120 };
  const sqlFor = (text: string) =>
    withHolders(readFilters([text]), holders).map((f) => conditionSql(f, (name) => `f.${name}`, new SqlParams()))[0];
  expect(sqlFor('az_id:use1-az1')).toBe('f.az_id = {p0:String}');
  for (const text of ['az_id:us-east-1a', 'zone:us-east-1a', '!src_zone:us-west-2-lax-1a'])
    expect(sqlFor(text)).toContain("FROM weir.seen WHERE kind = 'availability-zone'");
  expect(sqlFor('subnet_id:us-east-1a')).not.toContain('weir.seen');
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
