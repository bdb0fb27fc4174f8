import { expect, test } from 'vitest';
import { tableExpressionNames, tokensOf } from './lexer.ts';

test('names, strings and comments are told apart', () => {
  const kinds = tokensOf("select 'it''s' , `a b`, \"c\" -- FROM x\n /* y */ from t1").map((t) => [t.kind, t.text]);
  expect(kinds).toEqual([
    ['word', 'select'],
    ['string', "it's"],
    ['sign', ','],
    ['quoted', 'a b'],
    ['sign', ','],
    ['quoted', 'c'],
    ['word', 'from'],
    ['word', 't1'],
  ]);
});

test('table expressions are found, but not inside strings', () => {
  expect([...tableExpressionNames("WITH a AS (SELECT 1), `b c` AS (SELECT 2) SELECT ', d AS (' FROM a")]).toEqual([
    'a',
    'b c',
  ]);
  expect([...tableExpressionNames('WITH RECURSIVE r AS (SELECT 1) SELECT * FROM r')]).toEqual(['r']);
  expect([...tableExpressionNames('WITH 1 AS one SELECT one')]).toEqual([]);
});
