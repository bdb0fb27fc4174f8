import { expect, test } from 'vitest';
import { type HistoryEntry, noteRun, readHistory, searchHistory } from './explore-history.ts';

function storage(kept: string | null = null) {
  let text = kept;
  return {
    getItem: () => text,
    setItem: (_key: string, value: string) => {
      text = value;
    },
  };
}
const entry = (query: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  query,
  language: 'ql',
  at: '2026-11-23T08:00:00.000Z',
  ...more,
});

test('the last hundred queries are kept, each once and where it was run last', () => {
  const place = storage();
  for (let number = 0; number < 120; number += 1) noteRun(entry(`limit ${number}`), place);
  noteRun(entry('limit 50', { rows: 7 }), place);
  noteRun(entry('limit 50', { language: 'sql' }), place);
  const history = readHistory(place);
  expect(history).toHaveLength(100);
  expect(history.slice(0, 3)).toEqual([
    entry('limit 50', { language: 'sql' }),
    entry('limit 50', { rows: 7 }),
    entry('limit 119'),
  ]);
  expect(history.filter(({ query }) => query === 'limit 50')).toHaveLength(2);
});

test('a search finds all words in any order; what is no history is none', () => {
  const history = [entry('stats count(*) by srcAddr'), entry('filter srcAddr = "10.0.0.1"')];
  expect(searchHistory(history, ' SRCADDR count').map(({ query }) => query)).toEqual(['stats count(*) by srcAddr']);
  expect(searchHistory(history, '')).toEqual(history);
  expect(readHistory(storage('{"no":1}'))).toEqual([]);
  expect(readHistory(storage('no json'))).toEqual([]);
});
