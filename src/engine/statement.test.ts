import { describe, expect, test } from 'vitest';
import { exceptionOnWire } from './exception.ts';
import { insertFromFile, readInsert } from './insert-statement.ts';
import { sqlName, sqlString, sqlTokens } from './sql-tokens.ts';
import { answerInto, readStatement } from './statement.ts';

const words = (sql: string): string[] => sqlTokens(sql).map((token) => token.text);
const file = { path: "/d/it's", compression: 'gzip' };

describe('tokens', () => {
  test('what is quoted or a comment is never a keyword or a semicolon', () => {
    const sql = 'SELECT \';\\\'\' , "a"";" /* ; */ , `b;` -- ; x\n, $t$ ; $t$ # ;\n, a.b';
    expect(words(sql)).toEqual(['SELECT', "';\\''", ',', '"a"";"', ',', '`b;`', ',', '$t$ ; $t$', ',', 'a', '.', 'b']);
  });

  test('what the engine may read in another way is refused', () => {
    for (const sql of [
      "SELECT 'a",
      'SELECT /* a',
      'SELECT /* /* */ */ 1',
      'SELECT ‘a’',
      'SELECT 1\u0000',
      'SELECT "a',
    ]) {
      expect(() => sqlTokens(sql), sql).toThrow(/^Code: 62\./);
    }
  });

  test('depth counts open brackets', () => {
    expect(sqlTokens('a(b[c])').map((token) => token.depth)).toEqual([0, 0, 1, 1, 2, 1, 0]);
  });

  test('values and names are quoted', () => {
    expect(sqlString("a\\b'c")).toBe("'a\\\\b\\'c'");
    expect(sqlName('a`b')).toBe('`a\\`b`');
    expect(words(sqlString("x';--"))).toHaveLength(1);
  });
});

describe('statements', () => {
  test('are told apart by what they do', () => {
    expect(readStatement('select 1')).toMatchObject({ kind: 'SELECT', reads: true, leavesState: false });
    expect(readStatement('((SELECT 1) UNION ALL SELECT 2)').kind).toBe('SELECT');
    expect(readStatement('WITH 1 AS x INSERT INTO t SELECT x')).toMatchObject({ reads: false });
    expect(readStatement('WITH 1 AS insert_time SELECT insert_time')).toMatchObject({ reads: true });
    expect(readStatement('SET a = 1')).toMatchObject({ reads: false, leavesState: true });
    expect(readStatement('CREATE TEMPORARY TABLE t (a Int8)')).toMatchObject({ leavesState: true });
    expect(readStatement('ALTER TABLE t ADD COLUMN a Int8;;')).toMatchObject({ leavesState: false, end: 31 });
  });

  test('are one at a time', () => {
    expect(() => readStatement('SELECT 1; DROP TABLE t')).toThrow(/Multi-statements are not allowed/);
    expect(() => readStatement(' ; ')).toThrow(/empty query/);
    expect(() => readStatement("SELECT 1 INTO /* */ outfile 'x'")).toThrow(/^Code: 358/);
  });

  test('show their format, placeholders and settings', () => {
    expect(readStatement('SELECT 1 FORMAT JSON SETTINGS a = 1').format?.name).toBe('JSON');
    expect(readStatement('SELECT format FROM t').format).toBeUndefined();
    expect(readStatement("SELECT 'FORMAT JSON'").format).toBeUndefined();
    expect(readStatement('SELECT t.format x').format).toBeUndefined();
    expect(readStatement('SELECT {a:String}, {b : Array(UInt8)}, {a:String}').placeholders).toEqual(['a', 'b']);
    expect(readStatement('SELECT * FROM (SELECT 1 SETTINGS readonly=DEFAULT)').changesSettings).toBe(true);
    expect(readStatement('SELECT settings FROM t').changesSettings).toBe(false);
  });

  test('send their answer elsewhere', () => {
    expect(answerInto(readStatement('SELECT 1 -- x'), "'p'", 'TSV')).toBe(
      "SELECT 1\nINTO OUTFILE 'p' APPEND FORMAT TSV",
    );
    expect(answerInto(readStatement('SELECT 1 FORMAT CSV SETTINGS a=1;'), "'p'", 'CSV')).toBe(
      "SELECT 1 \nINTO OUTFILE 'p' APPEND FORMAT CSV SETTINGS a=1",
    );
  });
});

describe('inserts', () => {
  const rewritten = (sql: string): string | undefined => {
    const insert = readInsert(sql);
    return insert === undefined ? undefined : insertFromFile(insert, file).replace(/\s+/g, ' ');
  };
  const infile = "FROM INFILE '/d/it\\'s' COMPRESSION 'gzip'";

  test('read their rows from a file', () => {
    expect(rewritten('INSERT INTO d.t (a, `b`) FORMAT JSONEachRow')).toBe(
      `INSERT INTO d.t (a, \`b\`) ${infile} FORMAT JSONEachRow`,
    );
    expect(rewritten('INSERT INTO t SETTINGS a=1, b=2 FORMAT TSV')).toBe(
      `INSERT INTO t ${infile} SETTINGS a=1, b=2 FORMAT TSV`,
    );
    expect(rewritten("INSERT INTO t FORMAT TSV SETTINGS a=1, b='x y'")).toBe(
      `INSERT INTO t ${infile} SETTINGS a=1, b='x y' FORMAT TSV`,
    );
    expect(rewritten('INSERT INTO values VALUES')).toBe(`INSERT INTO values ${infile} FORMAT Values`);
    expect(rewritten("INSERT INTO TABLE FUNCTION null('a UInt8, format String') VALUES")).toMatch(/FORMAT Values$/);
  });

  test('keep rows in their text apart from the statement', () => {
    expect(readInsert("INSERT INTO t VALUES (1, '; format x')\n\nDROP TABLE t")?.inline).toBe(
      "(1, '; format x')\n\nDROP TABLE t",
    );
    expect(readInsert('INSERT INTO t FORMAT JSONEachRow\n{"a":"it\'s"}')?.inline).toBe('{"a":"it\'s"}');
    expect(readInsert("INSERT INTO t /* values */ FORMAT TSV\n'")).toMatchObject({ inline: "'", format: 'TSV' });
  });

  test('let rows pass through input()', () => {
    const sql =
      "INSERT INTO t SELECT line FROM input('line String') WHERE x = 'input(' SETTINGS a=1 FORMAT LineAsString";
    expect(rewritten(sql)).toBe(
      "INSERT INTO t SELECT line FROM file('/d/it\\'s', 'LineAsString', 'line String', 'gzip') WHERE x = 'input(' SETTINGS a=1 ",
    );
    expect(rewritten("INSERT INTO t SELECT line FROM input('line String') FORMAT LineAsString SETTINGS a=1")).toMatch(
      /'gzip'\) SETTINGS a=1$/,
    );
  });

  test('that bring no rows are left alone', () => {
    expect(readInsert('INSERT INTO t SELECT * FROM s')).toBeUndefined();
    expect(readInsert('SELECT 1 FORMAT TSV')).toBeUndefined();
    expect(readInsert("INSERT INTO t SELECT 'VALUES', 1 AS format")).toBeUndefined();
  });
});

test('every error has a number and a type on the wire', () => {
  expect(exceptionOnWire(new Error('odd')).text).toBe('Code: 1002. DB::Exception: odd. (UNKNOWN_EXCEPTION)');
  expect(exceptionOnWire(new Error('Code: 47. DB::Exception: x. (Y)')).code).toBe(47);
  expect(exceptionOnWire(Object.assign(new Error('full'), { code: 'ENOSPC' })).code).toBe(243);
});
