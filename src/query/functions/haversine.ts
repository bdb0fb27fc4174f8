import { defineFunction } from '../define-function.ts';
import { asDouble } from '../number-sql.ts';
import { finite, made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'haversine',
  group: 'numbers',
  origin: 'insights',
  summary: 'Kilometres between two places on the globe, given by latitude and longitude in degrees.',
  parameters: [
    { name: 'latitude1', takes: 'number' },
    { name: 'longitude1', takes: 'number' },
    { name: 'latitude2', takes: 'number' },
    { name: 'longitude2', takes: 'number' },
  ],
  returns: 'number',
  examples: [{ expression: 'round(haversine(52.52, 13.405, 48.8566, 2.3522))', gives: 879 }],
  compile(args) {
    const [latitude1, longitude1, latitude2, longitude2] = args.map(asDouble);
    const metres = `greatCircleDistance(${longitude1}, ${latitude1}, ${longitude2}, ${latitude2})`;
    return made(numberType, finite(`(${metres} / 1000)`), args);
  },
});
