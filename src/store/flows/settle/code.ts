import { type DerivedColumn, derivedColumns } from '../../../fields/index.ts';

/**
 * The stored derived columns of a record as one number, so that a change of any of them is a change of it: words by their
 * place in their list (0 is missing), `counted` as a bit, a port behind a bit that says whether it is there.
 */
interface Place {
  readonly name: string;
  readonly type: string;
  readonly shift: number;
  readonly bits: number;
  readonly words: readonly string[] | undefined;
}

const places: readonly Place[] = (() => {
  let shift = 0;
  return derivedColumns
    .filter(({ stored }) => stored)
    .map(({ name, type, values }): Place => {
      const bits = values === undefined ? (type === 'UInt8' ? 1 : 17) : 3;
      const place = { name, type, shift, bits, words: values };
      shift += bits;
      return place;
    });
})();

/** SQL of the number, of the columns of a record as they are. */
export const presentCode = `(${places.map((place) => put(place, numberOf(`\`${place.name}\``, place))).join(' + ')})`;

/** SQL of the number of columns that are given by their rules; what stands for bytes is not among them. */
export function codeOfRules(columns: readonly DerivedColumn[]): string {
  const terms = columns.map((column) => {
    const place = placeOf(column.name);
    return put(place, column.number === undefined ? numberOf(`(${column.sql})`, place) : `toUInt64(${column.number})`);
  });
  return `(${terms.join(' + ')})`;
}

function placeOf(column: string): Place {
  const place = places.find(({ name }) => name === column);
  if (place === undefined) throw new Error(`${column} is not a stored derived column`);
  return place;
}

function put({ shift }: Place, number: string): string {
  return `bitShiftLeft(${number}, ${shift})`;
}

function numberOf(value: string, { type, words }: Place): string {
  if (words !== undefined) {
    const texts = words.map((word) => `'${word}'`).join(', ');
    return `toUInt64(ifNull(transform(${value}, [${texts}], [${words.map((_, i) => i + 1).join(', ')}], 0), 0))`;
  }
  if (type === 'UInt8') return `toUInt64(${value})`;
  return `(toUInt64(ifNull(${value}, 0)) * 2 + isNotNull(${value}))`;
}

/** SQL that puts a word's number or a bit where the code has it. */
export function partSql(column: string, number: string): string {
  return put(placeOf(column), `toUInt64(${number})`);
}

/** SQL of a column, of the number. */
export function columnSql(column: string, code: string): string {
  const { shift, bits, words, type } = placeOf(column);
  const number = `bitAnd(bitShiftRight(${code}, ${shift}), ${2 ** bits - 1})`;
  if (words !== undefined)
    return `transform(toLowCardinality(toUInt8(${number})), [${words.map((_, i) => i + 1).join(', ')}], [${words.map((word) => `'${word}'`).join(', ')}], NULL)`;
  if (type === 'UInt8') return `toUInt8(${number})`;
  return `if(bitAnd(${number}, 1) = 1, toUInt16(bitShiftRight(${number}, 1)), NULL)`;
}

/** Names of the columns that the number holds. */
export const codedColumns: readonly string[] = places.map(({ name }) => name);
