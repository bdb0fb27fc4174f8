import { expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics.ts';
import { parseQuery } from '../parse-query.ts';

/** A query, the code of its first error, the text that is underlined, and the query behind the first fix. */
type Case = readonly [query: string, code: string, underlined: string, mended?: string];

const otherLanguages: readonly Case[] = [
  ['select srcAddr from flows', 'QL_SQL', 'select'],
  ['INSERT INTO flows VALUES (1)', 'QL_SQL', 'INSERT'],
  ['filter a = 1 -- all', 'QL_COMMENT', '--', 'filter a = 1 # all'],
  ['// all\nfilter a = 1', 'QL_COMMENT', '//', '# all\nfilter a = 1'],
  ['/* all */ filter a = 1', 'QL_COMMENT', '/* all */', ' filter a = 1'],
  ['filter a = 1 && b = 2', 'QL_OPERATOR_UNKNOWN', '&&', 'filter a = 1 and b = 2'],
  ['filter a = 1 || b = 2', 'QL_OPERATOR_UNKNOWN', '||', 'filter a = 1 or b = 2'],
  ['filter a = 1 || limit 5', 'QL_OPERATOR_UNKNOWN', '||', 'filter a = 1 | limit 5'],
  ['filter a <> 1', 'QL_OPERATOR_UNKNOWN', '<>', 'filter a != 1'],
  ['filter a === 1', 'QL_OPERATOR_UNKNOWN', '===', 'filter a = 1'],
  ['filter a => 1', 'QL_OPERATOR_UNKNOWN', '=>', 'filter a >= 1'],
  ['filter a !~ /x/', 'QL_OPERATOR_UNKNOWN', '!~', 'filter a not like /x/'],
  ['filter action: "REJECT"', 'QL_OPERATOR_UNKNOWN', ':', 'filter action = "REJECT"'],
  ['filter a contains "x"', 'QL_OPERATOR_UNKNOWN', 'contains', 'filter a like "x"'],
  ['filter a startsWith "x"', 'QL_OPERATOR_UNKNOWN', 'startsWith', 'filter startsWith(a, "x")'],
  ['filter a is "x"', 'QL_OPERATOR_UNKNOWN', 'is', 'filter a = "x"'],
  ['filter a is null', 'QL_IS_NULL', 'is', 'filter not ispresent(a)'],
  ['filter a IS NOT NULL', 'QL_IS_NULL', 'IS', 'filter ispresent(a)'],
  ['filter a between 1 and 5 | limit 2', 'QL_BETWEEN', 'between', 'filter a >= 1 and a <= 5 | limit 2'],
  ['filter a not between 1 and 5', 'QL_BETWEEN', 'between', 'filter (a < 1 or a > 5)'],
  ['stats count(*) group by a', 'QL_GROUP_BY', 'group by', 'stats count(*) by a'],
  ['stats count(*) as n by a having n > 5', 'QL_HAVING', 'having', 'stats count(*) as n by a | filter n > 5'],
  ['stats count(distinct a) by b', 'QL_COUNT_DISTINCT', 'count(distinct a)', 'stats count_distinct(a) by b'],
  ['stats count distinct a by b', 'QL_COUNT_DISTINCT', 'count distinct a', 'stats count_distinct(a) by b'],
  ['fields case when a = 1 then 2', 'QL_CASE_WHEN', 'when'],
  ['sort desc bytes', 'QL_DIRECTION', 'desc', 'sort bytes desc'],
  ['sort bytes descending', 'QL_DIRECTION', 'descending', 'sort bytes desc'],
  ['limit 1,000', 'QL_NUMBER_COMMA', '1,000', 'limit 1000'],
  ['stats count(*);', 'QL_SEMICOLON', ';', 'stats count(*)'],
  ['fields *', 'QL_STAR', '*', 'fields @timestamp, @message'],
  ['filter a like /x/i', 'QL_REGEX_FLAGS', 'i', 'filter a like /(?i)x/'],
  ['filter a like /x/g | limit 1', 'QL_REGEX_FLAGS', 'g', 'filter a like /x/ | limit 1'],
];

const signs: readonly Case[] = [
  ['filter a = {{host}}', 'QL_PARAMETER_MISSING', '{{host}}'],
  ['filter a = $host', 'QL_PARAMETER_FORM', '$host'],
  ['filter a = "x | stats count(*)', 'QL_UNCLOSED', '"x', 'filter a = "x" | stats count(*)'],
  ['filter a in ["x, 5]', 'QL_UNCLOSED', '"x', 'filter a in ["x", 5]'],
  ['filter a in ["x, "y"]', 'QL_UNCLOSED', '"x, "'],
  ['filter `flow-direction = "egress"', 'QL_UNCLOSED', '`flow-direction', 'filter `flow-direction` = "egress"'],
  ['filter a like /x | limit 5', 'QL_UNCLOSED', '/x', 'filter a like /x/ | limit 5'],
  ['filter (a = 1 or b = 2 | limit 5', 'QL_UNCLOSED', '(', 'filter (a = 1 or b = 2) | limit 5'],
  ['stats sum(bytes by srcAddr', 'QL_UNCLOSED', '(', 'stats sum(bytes) by srcAddr'],
  ['filter a in [1, 2', 'QL_UNCLOSED', '[', 'filter a in [1, 2]'],
  ['filter a = 1)', 'QL_BRACKET', ')', 'filter a = 1'],
  ['filter a in [1, 2)', 'QL_BRACKET', ')', 'filter a in [1, 2]'],
  ['filter a = “x”', 'QL_QUOTES', '“', 'filter a = "x"'],
  ['filter a = ‘x’ or b = ‘y’ | limit 1', 'QL_QUOTES', '‘', "filter a = 'x' or b = 'y' | limit 1"],
  ['filter a ≥ 5', 'QL_CHARACTER', '≥', 'filter a >= 5'],
  ['filter ☃ = 5', 'QL_CHARACTER', '☃'],
  ['filter a = 10.0.0.300', 'QL_ADDRESS_WRONG', '10.0.0.300'],
  ['filter a = 10.0.*', 'QL_ADDRESS_WRONG', '10.0.*', 'filter a like "10.0."'],
  ['filter a != 10.0.0. | limit 1', 'QL_ADDRESS_WRONG', '10.0.0.', 'filter a not like "10.0.0." | limit 1'],
  ['filter a = eni-0a1b2c', 'QL_QUOTES_MISSING', 'eni-0a1b2c', 'filter a = "eni-0a1b2c"'],
  ['filter a > 2026-01-31T10:00', 'QL_QUOTES_MISSING', '2026-01-31T10:00', 'filter a > "2026-01-31T10:00"'],
  ['stats count(*) by bin(5 m)', 'QL_PERIOD_BLANK', '5 m', 'stats count(*) by bin(5m)'],
  ['stats count(*) by bin(5x)', 'QL_UNIT_UNKNOWN', '5x'],
  ['stats count(*) by bin(5minn)', 'QL_UNIT_UNKNOWN', '5minn', 'stats count(*) by bin(5min)'],
  ['stats count(*) by bin(1.5h)', 'QL_PERIOD_FRACTION', '1.5h', 'stats count(*) by bin(90m)'],
  ['timeseries count(*) by bin(5)', 'QL_UNIT_MISSING', '5', 'timeseries count(*) by bin(5s)'],
];

const stages: readonly Case[] = [
  ['', 'QL_EMPTY', ''],
  ['# nothing', 'QL_EMPTY', ''],
  ['| fields a', 'QL_STAGE_EMPTY', '|', ' fields a'],
  ['fields a |', 'QL_STAGE_EMPTY', '|', 'fields a '],
  ['fields a | | limit 5', 'QL_STAGE_EMPTY', '|', 'fields a | limit 5'],
  ['filter a in ()', 'QL_STAGE_EMPTY', ')'],
  ['filte a = 1', 'QL_COMMAND_UNKNOWN', 'filte', 'filter a = 1'],
  ['fields a | sotr b', 'QL_COMMAND_UNKNOWN', 'sotr', 'fields a | sort b'],
  ['summarize count(*) by a', 'QL_COMMAND_UNKNOWN', 'summarize', 'stats count(*) by a'],
  ['xyzzy', 'QL_COMMAND_UNKNOWN', 'xyzzy'],
  ['action = "REJECT" | limit 5', 'QL_COMMAND_MISSING', 'action', 'filter action = "REJECT" | limit 5'],
  ['count(*) by srcAddr', 'QL_COMMAND_MISSING', 'count', 'stats count(*) by srcAddr'],
  ['"10.0.0.1"', 'QL_COMMAND_MISSING', '"10.0.0.1"', 'filter @message like "10.0.0.1"'],
  ['filter a = 1 stats count(*)', 'QL_BAR_MISSING', 'stats', 'filter a = 1 | stats count(*)'],
  ['stats count(*) by a order by a', 'QL_BAR_MISSING', 'order', 'stats count(*) by a | order by a'],
  ['fields a\nfilter a = 1', 'QL_BAR_MISSING', 'filter', 'fields a\n| filter a = 1'],
  ['filter a = 1 and stats count(*)', 'QL_BAR_MISSING', 'and stats', 'filter a = 1 | stats count(*)'],
  ['fields a, limit 5', 'QL_BAR_MISSING', ', limit', 'fields a | limit 5'],
  ['limit 5 $Talkers()', 'QL_BAR_MISSING', '$Talkers', 'limit 5 | $Talkers()'],
];

const shapes: readonly Case[] = [
  ['stats count by a', 'QL_COUNT_BRACKETS', 'count', 'stats count(*) by a'],
  ['stats sum(bytes), count | limit 1', 'QL_COUNT_BRACKETS', 'count', 'stats sum(bytes), count(*) | limit 1'],
  ['top 5 a by count', 'QL_COUNT_BRACKETS', 'count', 'top 5 a by count(*)'],
  ['stats sum bytes by a', 'QL_BRACKETS_MISSING', 'sum bytes', 'stats sum(bytes) by a'],
  ['filter a like', 'QL_PATTERN_MISSING', 'like'],
  ['filter a like | limit 1', 'QL_PATTERN_MISSING', 'like'],
  ['filter a not like 10.0.0.1', 'QL_PATTERN_MISSING', '10.0.0.1', 'filter a not like "10.0.0.1"'],
  ['filter a like eni-1', 'QL_PATTERN_MISSING', 'eni-1', 'filter a like "eni-1"'],
  ['filter a = /x/', 'QL_REGEX_PLACE', '/x/', 'filter a like /x/'],
  ['filter a != /x/', 'QL_REGEX_PLACE', '/x/', 'filter a not like /x/'],
  ['filter /x/', 'QL_REGEX_PLACE', '/x/', 'filter @message like /x/'],
  ['filter a = [1, 2]', 'QL_LIST', '[', 'filter a in [1, 2]'],
  ['filter a != [1, 2]', 'QL_LIST', '[', 'filter a not in [1, 2]'],
  ['filter a in "x"', 'QL_LIST', '"x"', 'filter a in ["x"]'],
  ['filter a not in 80, 443 | limit 1', 'QL_LIST', '80, 443', 'filter a not in [80, 443] | limit 1'],
  ['filter a in (80, 443)', 'QL_LIST', '(80, 443)', 'filter a in [80, 443]'],
  ['filter a in []', 'QL_LIST', ']'],
  ['filter a not = 5', 'QL_NOT', 'not', 'filter a != 5'],
  ['filter a = b = c', 'QL_CHAINED_COMPARISON', '='],
  ['fields a b', 'QL_COMMA_MISSING', 'b', 'fields a, b'],
  ['stats count(*) sum(bytes)', 'QL_COMMA_MISSING', 'sum', 'stats count(*), sum(bytes)'],
  ['fields a, b, | limit 1', 'QL_COMMA_EXTRA', ',', 'fields a, b | limit 1'],
  ['fields a,, b', 'QL_COMMA_EXTRA', ',', 'fields a, b'],
  ['filter a =', 'QL_VALUE_MISSING', '='],
  ['stats by a', 'QL_VALUE_MISSING', 'by', 'stats count(*) by a'],
  ['filter a = 1 and', 'QL_CONDITION_MISSING', 'and', 'filter a = 1 '],
  ['filter or a = 1', 'QL_CONDITION_MISSING', 'or', 'filter  a = 1'],
  ['stats count(*) as | limit 5', 'QL_NAME_MISSING', 'as'],
  ['stats count(*) as by a', 'QL_NAME_MISSING', 'as', 'stats count(*) by a'],
  ['stats count(*) as "n" by a', 'QL_NAME_MISSING', '"n"', 'stats count(*) as n by a'],
  ['limit', 'QL_NUMBER_MISSING', 'limit'],
  ['limit -5', 'QL_NUMBER_MISSING', '-5', 'limit 5'],
  ['top a by sum(bytes)', 'QL_NUMBER_MISSING', 'top', 'top 10 a by sum(bytes)'],
  ['timeseries sum(bytes) by a', 'QL_BIN_MISSING', 'a', 'timeseries sum(bytes) by bin(), a'],
  ['filter in = 1', 'QL_RESERVED', 'in', 'filter `in` = 1'],
  ['unnest a as b', 'QL_WORD_MISSING', 'as', 'unnest a into b'],
  ['parse "*" a', 'QL_WORD_MISSING', 'a', 'parse "*" as a'],
  ['stats count(*) | compare prevoius', 'QL_WORD_UNKNOWN', 'prevoius', 'stats count(*) | compare previous'],
  ['SOURCE flows start=1d | limit 5', 'QL_SIGN_MISSING', '1d', 'SOURCE flows start=-1d | limit 5'],
  ['sessionize a maxspan 30 m', 'QL_PERIOD_BLANK', '30 m', 'sessionize a maxspan 30m'],
  ['lookup ports port as dstPort', 'QL_INCOMPLETE', 'dstPort'],
  ['top 5 a', 'QL_INCOMPLETE', 'a'],
  ['limit 5 6', 'QL_UNEXPECTED', '6'],
];

function firstError(query: string): Diagnostic | undefined {
  return parseQuery(query).diagnostics.list.find(({ severity }) => severity === 'error');
}

for (const [query, code, underlined, mended] of [...otherLanguages, ...signs, ...stages, ...shapes]) {
  test(`${JSON.stringify(query)} is ${code}`, () => {
    const error = firstError(query);
    expect([error?.code, query.slice(error?.span.start, error?.span.end)]).toEqual([code, underlined]);
    expect(error?.message).not.toMatch(/undefined|""|\s$/);
    const [fix] = error?.fixes ?? [];
    const text = fix && `${query.slice(0, fix.span.start)}${fix.text}${query.slice(fix.span.end)}`;
    expect(text).toBe(mended);
    if (text !== undefined) expect(parseQuery(text).diagnostics.list).toEqual([]);
  });
}

test('what has no fix has a hint, or says what must follow', () => {
  const without = [...otherLanguages, ...signs, ...stages, ...shapes].filter(([, , , mended]) => mended === undefined);
  for (const [query] of without) {
    const { hint, message = '' } = firstError(query) ?? {};
    expect(hint ?? / must follow|what can: /.test(message), query).toBeTruthy();
  }
});

test('an error in one stage does not hide those of the next, and the good ones are read', () => {
  const { query, diagnostics } = parseQuery('filter a = | stats count(*) as n by b | sotr n | limit 5');
  expect(diagnostics.list.map(({ code, span }) => [code, span.start])).toEqual([
    ['QL_VALUE_MISSING', 9],
    ['QL_COMMAND_UNKNOWN', 40],
  ]);
  expect(query.stages.map(({ command }) => command)).toEqual(['stats', 'limit']);
});

test('places are counted in UTF-16 units, as editors count', () => {
  const query = 'filter a = "😀é" && b = 1';
  expect(firstError(query)?.span).toEqual({ start: query.indexOf('&&'), end: query.indexOf('&&') + 2 });
});

test('count is a column where the query has one of that name', () => {
  for (const query of [
    'stats count(*) as count by a | stats sum(count)',
    'stats count(*) as count, count * 2 as twice',
  ])
    expect(parseQuery(query).diagnostics.list).toEqual([]);
});

test('brackets that nest deeper than anybody writes are an error and no overflow', () => {
  const deep = (n: number) => `filter ${'('.repeat(n)}a = 1${')'.repeat(n)}`;
  expect(firstError(deep(40))).toBeUndefined();
  expect(firstError(deep(5000))?.code).toBe('QL_TOO_DEEP');
  expect(firstError(`filter a = ${'-'.repeat(1)}${' -'.repeat(5000)}1`)?.code).toBe('QL_TOO_DEEP');
  expect(firstError(`fields ${'2 ^ '.repeat(5000)}1 as x`)?.code).toBe('QL_TOO_DEEP');
});
