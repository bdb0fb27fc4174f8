import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { envelopePieces } from './envelope-pieces.ts';
import type { Ending } from './inflate.ts';
import { inspectObject } from './inspect.ts';
import { defaultLayout, readLogFormat } from './layout.ts';
import { readPieces } from './pieces.ts';
import { maxPieceBytes, maxPieceLines, type Piece, type PiecesResult } from './source.ts';
import { textPieces } from './text-pieces.ts';
import { maxLineBytes } from './text-sql.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-pieces-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const layout = readLogFormat('srcaddr bytes');
const line = '2 123456789012 eni-0a 10.0.0.1 10.0.0.2 1 2 6 1 40 1782000000 1782000060 ACCEPT OK';

async function* cut(data: Buffer, sizes: readonly number[], ending?: string): AsyncGenerator<Buffer, Ending> {
  for (let at = 0, i = 0; at < data.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    yield data.subarray(at, at + size);
    at += size;
  }
  return ending;
}

async function all<T>(pieces: AsyncGenerator<Piece, T>): Promise<{ pieces: Piece[]; result: T }> {
  const list: Piece[] = [];
  for (;;) {
    const next = await pieces.next();
    if (next.done === true) return { pieces: list, result: next.value };
    list.push(next.value);
  }
}

const shown = (pieces: readonly Piece[]) =>
  pieces.map((p) =>
    'rejects' in p ? p : { ...p, text: p.text.toString('utf8'), layout: p.layout.columns.map((c) => c.name).join(' ') },
  );

async function object(
  name: string,
  data: Buffer | string,
  logFormat?: string,
): Promise<{ pieces: Piece[]; result: PiecesResult }> {
  const path = join(folder, name);
  await writeFile(path, data);
  const source = { path, name, size: Buffer.byteLength(data) };
  const inspection = await inspectObject(
    source,
    logFormat === undefined ? {} : { logFormat: readLogFormat(logFormat) },
  );
  return all(readPieces(source, inspection));
}

describe('text in pieces', () => {
  const odd = fc.constantFrom(
    '10.0.0.1 5',
    '',
    '\r',
    'srcaddr bytes',
    'srcaddr dstaddr',
    '\ufeffsrcaddr bytes',
    '\ufeff1.1.1.1 7',
    'bytes',
    'x'.repeat(maxLineBytes + 1),
    'y'.repeat(maxLineBytes),
    'a b',
  );

  test('what comes out does not depend on how the text arrives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(odd, { maxLength: 12 }),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 4 }),
        async (lines, unfinished, sizes) => {
          const data = Buffer.from(lines.join('\n') + (unfinished ? '' : '\n'));
          const once = await all(textPieces('a', cut(data, [data.length || 1]), layout));
          const again = await all(textPieces('a', cut(data, sizes), layout));
          expect(shown(again.pieces)).toEqual(shown(once.pieces));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('numbers stay those of the object', async () => {
    const { pieces } = await object(
      'numbers.log',
      'srcaddr bytes\n1.1.1.1 1\n\nsrcaddr bytes\n1.1.1.1 2\nsrcaddr\n2.2.2.2\n',
    );
    expect(shown(pieces)).toMatchObject([
      { index: 0, firstLine: 2, text: '1.1.1.1 1\n\n\n1.1.1.1 2\n', lines: 2, layout: 'srcaddr bytes' },
      { index: 1, firstLine: 7, text: '2.2.2.2\n', lines: 1, layout: 'srcaddr' },
    ]);
  });

  test('a piece is bounded in lines and in bytes', async () => {
    const many = await all(
      textPieces('a', cut(Buffer.from('1.1.1.1 1\n'.repeat(maxPieceLines + 5)), [65_536]), layout),
    );
    expect(many.pieces.map((p) => ('text' in p ? [p.firstLine, p.lines] : []))).toEqual([
      [1, maxPieceLines],
      [maxPieceLines + 1, 5],
    ]);
    const wide = `1.1.1.1 ${'1'.repeat(60_000)}\n`;
    const large = await all(textPieces('a', cut(Buffer.from(wide.repeat(1200)), [262_144]), layout));
    expect(large.pieces.length).toBe(3);
    for (const piece of large.pieces) expect('text' in piece && piece.text.length).toBeLessThanOrEqual(maxPieceBytes);
  });

  test('a line without end is refused and not kept', async () => {
    const { pieces } = await all(
      textPieces('a', cut(Buffer.concat([Buffer.from('1.1.1.1 1\n'), Buffer.alloc(3_000_000, 'z')]), [65_536]), layout),
    );
    expect(pieces).toMatchObject([{ lines: 1 }, { rejects: [{ line_number: 2, text: 'z'.repeat(4096) }] }]);
  });

  test('a text that breaks off keeps its complete lines', async () => {
    const { pieces, result } = await all(textPieces('a', cut(Buffer.from('1.1.1.1 1\n1.1.'), [4], 'it broke'), layout));
    expect(result).toBe('it broke');
    expect(pieces).toMatchObject([{ lines: 1 }, { rejects: [{ line_number: 2, text: '1.1.' }] }]);
  });

  test('every place where gzip can break off', async () => {
    const whole = gzipSync(`${Array.from({ length: 40 }, (_, i) => `10.0.0.${i} ${i * 977}`).join('\n')}\n`);
    let last = 0;
    for (let length = 12; length < whole.length; length += 1) {
      const { pieces, result } = await object('broken.gz', whole.subarray(0, length), 'srcaddr bytes');
      expect(result.truncated, String(length)).toBe('the gzip data break off before their end');
      const lines = pieces.reduce((sum, p) => sum + ('lines' in p ? p.lines : 0), 0);
      expect(lines).toBeGreaterThanOrEqual(last);
      last = lines;
    }
    expect(last).toBe(40);
  });

  test('a flipped bit is told, and what came before it is kept', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `10.0.${i % 256}.${(i * 7) % 256} ${i * 977}`);
    const bytes = Buffer.from(gzipSync(`${lines.join('\n')}\n`));
    bytes.fill(0xff, 12_000, 12_008);
    const first = await object('flipped.gz', bytes, 'srcaddr bytes');
    const again = await object('flipped.gz', bytes, 'srcaddr bytes');
    expect(shown(first.pieces)).toEqual(shown(again.pieces));
    expect(first.result.truncated).toMatch(/gzip data/);
    const text = first.pieces.map((p) => ('text' in p ? p.text.toString('utf8') : '')).join('');
    expect(text.length).toBeGreaterThan(10_000);
  });

  test('lines of no known format are refused by name', async () => {
    await expect(all(textPieces('some.log', cut(Buffer.from('1 2 3\n'), [9]), undefined))).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
    });
    const late = await all(textPieces('some.log', cut(Buffer.from(`\n\n${line}\n`), [9]), undefined));
    expect(late.pieces).toMatchObject([{ layout: defaultLayout, firstLine: 3 }]);
  });
});

describe('envelopes in pieces', () => {
  const json = fc.constantFrom(
    JSON.stringify({ message: line }),
    JSON.stringify(
      { messageType: 'DATA_MESSAGE', logEvents: [{ message: line }, { message: `${line}\n1.1.1.1 7` }] },
      null,
      1,
    ),
    JSON.stringify({ logEvents: [{ message: '1.1.1.1 9' }], messageType: 'DATA_MESSAGE', 'a"]}': ['{', '\\'] }),
    JSON.stringify({ messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE: hello' }] }),
    JSON.stringify({ events: [] }),
    JSON.stringify([{ message: line }, { message: 'ä💧' }]),
    JSON.stringify({ records: [{ data: Buffer.from(`${line}\n`).toString('base64') }, { data: '' }] }),
    'not json',
    '{"message":"cut',
    '{"a":{"b":',
    '{}',
    '[1]',
    '}',
  );

  test('what comes out does not depend on how the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(json, { maxLength: 8 }),
        fc.constantFrom('', '\n', ',\n', ' '),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        async (parts, gap, sizes) => {
          const data = Buffer.from(JSON.stringify({ message: '1.1.1.1 1' }) + gap + parts.join(gap));
          const once = await all(envelopePieces('a', cut(data, [data.length]), layout));
          const again = await all(envelopePieces('a', cut(data, sizes), layout));
          expect(shown(again.pieces)).toEqual(shown(once.pieces));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a broken document costs itself, not its neighbours', async () => {
    const good = JSON.stringify({ message: line });
    for (const broken of ['{"message":"cut', '{"a":{"b":', 'not json', '{"message" "x"}', '}']) {
      const { pieces } = await object('broken.json', `${good}\n${broken}\n${good}\n`);
      const lines = pieces.reduce((sum, p) => sum + ('lines' in p ? p.lines : 0), 0);
      const rejects = pieces.flatMap((p) => ('rejects' in p ? p.rejects : []));
      expect([broken, lines, rejects.length]).toEqual([broken, broken.includes('"b":') ? 1 : 2, 1]);
    }
  });

  test('an object whose every message is in an unknown format is refused by name', async () => {
    await expect(object('custom.json', JSON.stringify({ message: '10.0.0.1 7' }))).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
    });
    const given = await object('custom.json', JSON.stringify({ message: '10.0.0.1 7' }), 'srcaddr bytes');
    expect(given.pieces).toMatchObject([{ lines: 1 }]);
  });

  test('packed data cannot blow up memory', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x20)).toString('base64');
    const { pieces } = await object(
      'bomb.json',
      JSON.stringify({ records: [{ data: bomb }, { data: Buffer.from(line).toString('base64') }] }),
    );
    expect(pieces).toMatchObject([{ lines: 1, firstLine: 2 }, { rejects: [{ line_number: 1 }] }]);
  });
});
