import { expect, test } from 'vitest';
import { shownStatement } from './shown-statement.ts';

test('constants are filled in, each as its type is written', () => {
  const sql = "SELECT {q0:String} AS a, {q1:IPv6}, {q2:UInt16}, {q3:Int256}, {q4:Array(String)}, '{q9:String}' AS b";
  const params = { q0: "it's {q2:UInt16} \\ here", q1: '::ffff:10.0.0.1', q2: '443', q3: '-7', q4: "['x']" };
  expect(shownStatement(sql, params)).toBe(
    "SELECT 'it\\'s {q2:UInt16} \\\\ here' AS a, toIPv6('::ffff:10.0.0.1'), 443, CAST('-7', 'Int256'), CAST('[\\'x\\']', 'Array(String)'), '{q9:String}' AS b",
  );
});
