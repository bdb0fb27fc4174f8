import { expect, test } from 'vitest';
import { lineAndColumn, offsetOfPath, readDocuments } from './json-documents.ts';

const read = (text: string) => {
  const { documents, faults } = readDocuments(text);
  return {
    values: documents.map(({ value }) => value),
    faults: faults.map(({ message, offset }) => `${lineAndColumn(text, offset)} ${message}`),
  };
};

test.each([
  ['one', '{"a":1}', [{ a: 1 }]],
  ['one a line', '{"a":1}\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
  ['after each other', '\uFEFF{"a":"}\\"{"}[1,[2]]', [{ a: '}"{' }, [1, [2]]]],
  [
    'beyond what a number holds',
    '[12345678901234567890, 1e999, 1.5, 9007199254740993]',
    [['12345678901234567890', '1e999', 1.5, '9007199254740993']],
  ],
  ['names that mean something elsewhere', '{"__proto__":{"a":1}}', [JSON.parse('{"__proto__":{"a":1}}')]],
])('%s is read', (_, text, values) => {
  expect(read(text)).toEqual({ values, faults: [] });
});

test.each([
  ['nothing', ' \n', [], ['1:1 the file is empty']],
  ['half', '{"a":1}\n{"b":[1,', [{ a: 1 }], ['2:1 the JSON that begins here does not end: the file is cut off']],
  ['an open text', '{"b":"x}', [], ['1:1 the JSON that begins here does not end: the file is cut off']],
  ['something else before', '<html>\nno\n{"a":1}', [{ a: 1 }], ['1:1 this is not JSON']],
  [
    'too deep',
    `${'['.repeat(101)}${']'.repeat(101)}{"a":1}`,
    [{ a: 1 }],
    ['1:1 the JSON that begins here is nested deeper than 100 levels'],
  ],
  [
    'a comma too many',
    '{\n "a": 1,\n}\n{"b":2}',
    [{ b: 2 }],
    ['3:1 the JSON is broken: "}" stands where something else belongs'],
  ],
  ['a bare word', '{"a": [1, {"b": tru}]}', [], ['1:17 the JSON is broken: "t" stands where something else belongs']],
  ['a wrong escape', '["ok", "\\x"]', [], ['1:8 the JSON is broken: "\\"" stands where something else belongs']],
  ['brackets that do not match', '{"a": [1}', [], ['1:1 the JSON that begins here does not end: the file is cut off']],
  ['crossed brackets', '{"a": [1}]', [], ['1:9 the JSON is broken: "}" stands where something else belongs']],
])('%s is a fault at its place, the rest is read', (_, text, values, faults) => {
  expect(read(text)).toEqual({ values, faults });
});

test('a million open brackets do no harm', () => {
  expect(read('['.repeat(1_000_000)).faults).toHaveLength(1);
});

test('the place of a path is where its value begins', () => {
  const text = '\n{"x": ["a,]", {"k\\"": [1, {"deep": true}]}],\n "y": null}';
  const at = (...path: (string | number)[]) => lineAndColumn(text, offsetOfPath(text, 1, path));
  expect([at(), at('x', 1, 'k"', 1, 'deep'), at('y'), at('x', 0)]).toEqual(['2:1', '2:36', '3:7', '2:8']);
});
