import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { WeirError } from '../../../src/core/index.ts';
import { decodeLine, readHeader, readLogFormat } from '../../../src/decode/index.ts';
import { type Decoded, EngineDecoder, type PlainRecord, plainRecord } from '../../support/engine-decoder.ts';

interface Options {
  readonly name?: string;
  readonly logFormat?: string;
}

const folder = import.meta.dirname;
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'worked-examples')
  .map((entry) => entry.name);
const engine = new EngineDecoder();
afterAll(() => engine.close());

function json<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as T;
}

async function decoded(name: string, way?: 'pieces'): Promise<unknown> {
  const files = readdirSync(join(folder, name));
  const file = files.find((f) => f.startsWith('in.')) ?? '';
  const options = files.includes('options.json') ? json<Options>(name, 'options.json') : {};
  const logFormat = options.logFormat === undefined ? {} : { logFormat: readLogFormat(options.logFormat) };
  try {
    const { inspection, ...found } = await engine.object(join(folder, name, file), options.name ?? file, { ...logFormat, ...(way === undefined ? {} : { way }) });
    const { layout, logFormat: given, ...seen } = inspection;
    const order = layout === undefined ? {} : { origin: layout.origin, stamped: layout.stamped };
    return { inspection: { ...seen, ...order }, ...shortened(found) };
  } catch (error) {
    if (!(error instanceof WeirError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}

function shortened(found: Decoded): Decoded {
  return { ...found, bad: found.bad.map(({ line_number, reason, text = '' }) => ({ line_number, reason, text: text.slice(0, 80) })) };
}

describe('objects', () => {
  test.each(cases)('%s', async (name) => {
    await expect(`${JSON.stringify(await decoded(name), null, 2)}\n`).toMatchFileSnapshot(join(folder, name, 'expected.json'));
  });

  test.each(cases.filter((name) => !name.startsWith('parquet')))('%s reads alike whole and in pieces', async (name) => {
    expect(await decoded(name, 'pieces')).toEqual(await decoded(name));
  });
});

describe('worked examples', () => {
  interface Examples {
    readonly formats: Readonly<Record<string, string>>;
    readonly lines: ReadonlyArray<{ readonly id: string; readonly format: string; readonly line: string }>;
  }
  const { formats, lines } = json<Examples>('worked-examples', 'in.json');
  const expected = json<Record<string, Record<string, string | number | null>>>('worked-examples', 'expected.json');

  test('there are 36', () => expect(lines.length).toBe(36));

  test.each(lines)('$id', ({ id, format, line }) => {
    const layout = readHeader(formats[format] ?? '');
    if (layout === undefined) throw new Error(`no layout ${format}`);
    const own = decodeLine(layout, line);
    if ('reason' in own) throw new Error(own.reason);
    const wanted: PlainRecord = Object.fromEntries(
      Object.entries(expected[id] ?? {}).filter((pair): pair is [string, string | number] => pair[1] !== null),
    );
    expect(plainRecord(own.record)).toEqual(wanted);
    expect([...own.record.values.keys()].sort()).toEqual(Object.keys(expected[id] ?? {}).sort());
    expect(engine.text(layout, Buffer.from(`${line}\n`)).records).toEqual([wanted]);
  });
});
