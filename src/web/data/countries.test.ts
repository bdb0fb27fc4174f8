import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { countryByNumber, countryName } from './countries.ts';

interface Atlas {
  readonly objects: {
    readonly countries: {
      readonly geometries: readonly { readonly id?: string; readonly properties: { readonly name: string } }[];
    };
  };
}

const file = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
const atlas: Atlas = JSON.parse(readFileSync(file, 'utf8'));

const letters = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();

test('every country is listed once', () => {
  expect(countryByNumber.size).toBe(249);
  expect(new Set(countryByNumber.values()).size).toBe(249);
});

test('the shapes of the map carry the numbers of their countries', () => {
  const pairs = atlas.objects.countries.geometries.flatMap(({ id, properties }) =>
    id === undefined ? [] : [[properties.name, countryByNumber.get(id)] as const],
  );
  expect(pairs.filter(([, code]) => code === undefined)).toEqual([]);
  // Names differ in spelling (Czechia, Dem. Rep. Congo); the first letters agree for nearly all of them.
  const strange = pairs.filter(([name, code]) => {
    const ours = letters(countryName(code ?? null));
    return !ours.startsWith(letters(name).slice(0, 3)) && !ours.includes(letters(name).slice(-4));
  });
  expect(pairs.length).toBeGreaterThan(200);
  expect(strange.map(([name, code]) => `${name} ${code}`)).toMatchInlineSnapshot(`
    [
      "S. Geo. and the Is. GS",
      "Fr. S. Antarctic Lands TF",
      "Ashmore and Cartier Is. AU",
    ]
  `);
});

test('names for people', () => {
  expect([countryName('NL'), countryName(null), countryName('others')]).toEqual([
    'Netherlands',
    'no country known',
    'others',
  ]);
});
