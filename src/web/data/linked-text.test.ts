import { expect, test } from 'vitest';
import { linkedText } from './linked-text.ts';

test('addresses of pages become links, and nothing else does', () => {
  expect(linkedText('by DB-IP (https://db-ip.com), CC BY 4.0')).toEqual([
    { text: 'by DB-IP (' },
    { text: 'db-ip.com', url: 'https://db-ip.com' },
    { text: '), CC BY 4.0' },
  ]);
  expect(linkedText('https://a.example/b/. Then https://c.example.').map(({ url }) => url)).toEqual([
    'https://a.example/b/',
    undefined,
    'https://c.example',
    undefined,
  ]);
  for (const text of ['javascript:alert(1)', 'http://a.example', 'plain', 'https://'])
    expect(linkedText(text)).toEqual([{ text }]);
  expect(linkedText('')).toEqual([]);
});
