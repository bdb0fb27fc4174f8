import { expect, test } from 'vitest';
import { type CompletionFacts, type Completions, complete } from './complete.ts';
import { fieldsAt } from './scope.ts';

const facts: CompletionFacts = {
  scopeAt: (stages) => fieldsAt(stages, { layouts: [], absentFields: [], ownNetworks: [], tables: [] }),
  tables: [{ name: 'ports', columns: ['port', 'name'], summary: 'Names of ports.' }],
  savedQueries: [{ name: 'Top of all' }],
};

/** Completes at the caret, `^`. */
function at(marked: string): Completions {
  return complete(marked.replace('^', ''), marked.indexOf('^'), facts);
}
const labels = (marked: string, most = 5) =>
  at(marked)
    .options.slice(0, most)
    .map(({ label }) => label);

test.each([
  ['^', ['stats', 'filter', 'fields', 'top', 'timeseries']],
  ['fil^', ['filter']],
  ['stats count(*) as n by srcAddr | ^', ['sort', 'limit', 'filter']],
  ['filter ^', ['srcAddr', 'dstAddr', 'bytes']],
  ['filter FLOWD^', ['flowDirection']],
  ['filter action ^', ['=', '!=', 'and']],
  ['filter bytes ^', ['=', '>', '<']],
  ['filter action = ^', ['ACCEPT', 'REJECT']],
  ['filter action != "R^"', ['REJECT']],
  ['filter dstPort = ^', ['443 https', '80 http', '22 ssh']],
  ['filter dstPort in [22, ^', ['443 https', '80 http']],
  ['filter protocol = tc^', ['6 TCP']],
  ['filter action = "REJECT" ^', ['and', 'or', '|']],
  ['stats ^', ['count', 'sum', 'count_distinct']],
  ['stats sum(^', ['bytes', 'packets']],
  ['stats count(*) ^', ['by', 'as', '|']],
  ['stats count(*) as n by ^', ['bin', 'srcAddr']],
  ['stats count(*) as n by srcAddr, dst^', ['dstAddr', 'dstPort']],
  ['stats count(*) by bin(^', ['5m', '1m', '1h']],
  ['timeseries count(*) by bin(^)', ['5m', '1m', '1h']],
  ['filter dstPort in ^', ['[…]', '443 https']],
  ['filter isIpInSubnet(srcAddr, ^', ['"…"']],
  ['stats count(*) as n by bin(1h) | compare ^', ['previous', '1d', '1w']],
  ['lookup ports ^', ['port', 'name']],
  ['lookup ports port as dstPort ^', ['OUTPUT', 'OUTPUTNEW']],
  ['sort bytes ^', ['desc', 'asc']],
  ['top ^', ['10', '5']],
  ['top 5 srcAddr by sum(bytes) ^', ['with others']],
  ['filter srcAddr in (^', ['stats', 'filter']],
  ['filter srcAddr like ^', ['"…"', '/…/']],
  ['fields bytes | $^', ['$Top of all']],
])('at %s come %j', (marked, first) => {
  expect(labels(marked, first.length)).toEqual(first);
});

test('behind stats there are its columns and no fields of the records', () => {
  const fields = at('stats sum(bytes) as total by srcAddr | filter ^').options.filter(({ kind }) => kind === 'field');
  expect(fields.map(({ label }) => label).sort()).toEqual(['srcAddr', 'total']);
  const inside = at('stats count(*) as n by dstAddr | filter dstAddr in (filter action = "REJECT" | fields ^');
  expect(inside.options.map(({ label }) => label)).toContain('dstPort');
});

test('within stats the names given so far can be used, and an aggregate holds no aggregate', () => {
  expect(labels('stats max(bytes) as high, hi^', 1)).toEqual(['high']);
  expect(at('stats sum(^').options.some(({ kind }) => kind === 'aggregate')).toBe(false);
  expect(at('filter ^').options.some(({ kind }) => kind === 'aggregate')).toBe(false);
  expect(labels('timeseries per_second(^', 2)).toEqual(['count', 'sum']);
});

test('what is inserted takes the place of the word, with quotes and brackets, and says where the cursor goes', () => {
  const value = at('filter action = "R^" | limit 5');
  expect([value.from, value.to, value.options[0]?.insert]).toEqual([16, 19, '"REJECT"']);
  expect(at("filter action = 'R^").options[0]?.insert).toBe("'REJECT'");
  const port = at('filter dstPort = ss^');
  expect([port.from, port.to, port.options[0]?.insert]).toEqual([17, 19, '22']);
  const [sum] = at('stats su^').options;
  expect([sum?.insert, sum?.cursor]).toEqual(['sum()', 4]);
  expect(at('stats cou^').options[0]?.insert).toBe('count(*)');
  expect(at('filter action not in rej^').options[0]).toMatchObject({ insert: '["REJECT"]', cursor: 9 });
  expect(at('SOURCE flows sta^').options[0]?.insert).toBe('start=');
  const quoted = at('fields `flow^');
  expect([quoted.from, quoted.options[0]?.insert]).toEqual([7, '`flowDirection`']);
});

test('values that only the store knows are asked for, in sight and with what is written', () => {
  expect(at('filter srcAddr = "10.0^"').wantsValues).toEqual({ field: 'srcAddr', prefix: '10.0' });
  expect(at('filter interface_id in ["eni-1", ^').wantsValues).toEqual({ field: 'interfaceId', prefix: '' });
  expect(at('filter action = "^').wantsValues).toBeUndefined();
  expect(at('stats count(*) as n by dstPort | filter srcAddr = "^').wantsValues).toBeUndefined();
});

test.each(['# com^', 'filter a = 1 # wh^', 'filter a like /x^', 'fields srcAddr as ^', 'filter "x"^'])(
  'at %s nothing comes',
  (marked) => {
    expect(at(marked).options).toEqual([]);
  },
);

test('a text in quotes is offered nothing but values', () => {
  expect(at('filter srcAddr = "^').options).toEqual([]);
  expect(at('filter action like "^').options).toEqual([]);
});

test('every place of a query can be asked', () => {
  const text = 'filter a in [1, "x"] and b like /y/ | stats count(*) as n by bin(5m), `c d` | sort n desc # end';
  for (let cursor = 0; cursor <= text.length; cursor++) {
    const { from, to, options } = complete(text, cursor, facts);
    expect(from <= cursor && cursor <= to && to <= text.length).toBe(true);
    expect(options.every(({ boost }, i) => boost <= (options[i - 1]?.boost ?? Infinity))).toBe(true);
  }
});
