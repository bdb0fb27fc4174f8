import { expect, test } from 'vitest';
import { allowedFunctions, mayCall } from './functions.ts';

test('functions over values may be called, in any case and with combinators', () => {
  for (const name of ['count', 'COUNT', 'sumIf', 'uniqExactIf', 'avgOrNullIf', 'toStartOfHour', 'arrayMap', 'substr'])
    expect(mayCall(name), name).toBe(true);
});

test('what reaches beyond values may not', () => {
  const forbidden = [
    'file',
    'FILE',
    'dictGet',
    'dictGetOrDefault',
    'dictHas',
    'joinGet',
    'url',
    'sleep',
    'sleepEachRow',
    'getSetting',
    'getServerSetting',
    'getMacro',
    'hostName',
    'currentUser',
    'version',
    'hasColumnInTable',
    'initializeAggregation',
    'arrayReduce',
    'catboostEvaluate',
    'addressToLine',
    'throwIf',
    'logTrace',
    'globalVariable',
    'evalMLMethod',
    'formatRow',
    'chdb',
    'aiGenerate',
    'fileIf',
    'if_',
    '',
    'structureToProtobufSchema',
  ];
  for (const name of forbidden) expect(mayCall(name), name).toBe(false);
});

test('no name stands twice', () => {
  expect(allowedFunctions.filter((name, i) => allowedFunctions.indexOf(name) !== i)).toEqual([]);
});
