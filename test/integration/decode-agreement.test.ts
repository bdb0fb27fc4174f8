import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeLine, type Layout, readLogFormat, stampedLayout } from '../../src/decode/index.ts';
import { awsSpelling, type Field, fields } from '../../src/fields/index.ts';
import { EngineDecoder, plainRecord } from '../support/engine-decoder.ts';

const engine = new EngineDecoder();
afterAll(() => engine.close());

/** Decodes lines both ways and expects the same records, the same refusals and the same reasons. */
function expectAgreement(layout: Layout, lines: readonly string[]): { good: number; bad: number } {
  const decoded = engine.text(layout, Buffer.from(`${lines.join('\n')}\n`));
  const records: unknown[] = [];
  const bad: unknown[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const own = decodeLine(layout, line);
    if ('record' in own) records.push(plainRecord(own.record));
    else bad.push({ line_number: i + 1, reason: own.reason, text: line });
  }
  expect(decoded.bad).toEqual(bad);
  expect(decoded.records).toEqual(records);
  return { good: records.length, bad: bad.length };
}

const number = (most: bigint) =>
  fc.oneof(
    fc.bigInt({ min: 0n, max: most }).map(String),
    fc.constantFrom('0', String(most), String(most + 1n), '18446744073709551615', '18446744073709551616'),
    fc.bigInt({ min: 0n, max: most }).map((n) => `000${n}`),
  );
const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV6().map((a) => a.toUpperCase()),
  fc.constantFrom(
    '::',
    '::1',
    '::ffff:1.2.3.4',
    '0.0.0.0',
    '255.255.255.255',
    'fe80::1',
    '::1.2.3.4',
    '64:ff9b::1.2.3.4',
    '1::2:0:0:3',
    '1:0:0:2::',
  ),
);
const word = fc.stringMatching(/^[A-Za-z0-9:/._%+-]{1,24}$/);
const badToken = fc.oneof(
  word,
  fc.constantFrom(
    '+5',
    '+0',
    '-5',
    '1e3',
    '0x10',
    '5.0',
    '1,000',
    '5a',
    'NaN',
    'None',
    '--',
    '٣',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.02.3.4',
  ),
  fc.constantFrom(
    'fe80::1%eth0',
    '::1::',
    ':::',
    '12345::',
    '[::1]',
    '1.2.3.4/8',
    '1.2.3.4:5',
    '1:2:3:4:5:6:7',
    '::ffff:1.2.3',
    '1:2:3:4:5:6:7:8:9',
    '::g',
  ),
  fc.constantFrom(
    'accept',
    'Ok',
    'Ingress',
    '%',
    '%zz',
    '%E4',
    '%C3%A4',
    'a%20b',
    '%2D',
    '100%25%',
    '%ED%A0%80',
    '%F0%9F%92%A7',
    'ä',
    '💧',
  ),
);

function good(field: Field): fc.Arbitrary<string> {
  switch (field.kind) {
    case 'address':
      return address;
    case 'port':
    case 'code':
      return number(65_535n);
    case 'protocol':
      return number(255n);
    case 'count':
      return number(2n ** 64n - 1n);
    case 'time':
      return fc.oneof(
        number(2_147_483_647n),
        number(2_147_483_647_999n),
        fc.constantFrom('2147483648', '1782000000000', '4294967295000'),
      );
    case 'word':
    case 'text':
      return field.values === undefined ? word : fc.constantFrom(...field.values);
  }
}

const token = (field: Field) =>
  fc.oneof(
    { weight: 12, arbitrary: good(field) },
    { weight: 3, arbitrary: fc.constant('-') },
    { weight: 1, arbitrary: badToken },
  );
const separator = fc.oneof(
  { weight: 20, arbitrary: fc.constant(' ') },
  { weight: 1, arbitrary: fc.constantFrom('  ', '\t', ' \t ') },
);

const sample = fc
  .record({
    chosen: fc.shuffledSubarray([...fields] as Field[], { minLength: 1, maxLength: 16 }),
    stamped: fc.boolean(),
  })
  .chain(({ chosen, stamped }) => {
    const layout = readLogFormat(chosen.map((f) => `\${${awsSpelling(f.name)}}`).join(' '));
    const tokens = fc.tuple(
      ...chosen.map(token),
      fc.array(separator, { minLength: 2, maxLength: 2 }),
      fc.constantFrom('', '', '', '\r', ' '),
      fc.integer({ min: 0, max: 30 }),
    );
    const line = tokens.map((parts) => {
      const [gaps, end, spoilt] = parts.slice(chosen.length) as [string[], string, number];
      const words = (parts.slice(0, chosen.length) as string[]).map((t) => t);
      if (stamped) words.unshift('2026-01-01T00:00:00.000Z');
      if (spoilt === 0) words.pop();
      if (spoilt === 1) words.push('more');
      return words.map((w, i) => (i === 0 ? w : `${gaps[i % 2] ?? ' '}${w}`)).join('') + end;
    });
    return fc.record({
      layout: fc.constant(stamped ? stampedLayout(layout) : layout),
      lines: fc.array(line, { minLength: 30, maxLength: 60 }),
    });
  });

describe('the engine and decodeLine read lines alike', () => {
  test('any fields in any order, missing values, extremes, bad tokens', () => {
    let [good, bad] = [0, 0];
    fc.assert(
      fc.property(sample, ({ layout, lines }) => {
        const counts = expectAgreement(layout, lines);
        good += counts.good;
        bad += counts.bad;
      }),
      { numRuns: 120 },
    );
    expect(good).toBeGreaterThan(500);
    expect(bad).toBeGreaterThan(100);
  });

  test('every bad token in every kind of field', () => {
    const tokens = [
      '+5',
      ' 5',
      '1e3',
      '0x10',
      '5.0',
      '-1',
      '65536',
      '256',
      '18446744073709551616',
      '01.2.3.4',
      '1.2.3.4.5',
      'fe80::1%eth0',
      '::1::',
      '2147483648000',
      'REJECTED',
    ];
    for (const name of [
      'srcport',
      'protocol',
      'bytes',
      'tcp-flags',
      'start',
      'srcaddr',
      'action',
      'log-status',
      'flow-direction',
    ]) {
      const { good } = expectAgreement(
        readLogFormat(name),
        tokens.map((t) => (t.trim() === t ? t : `x${t}`)),
      );
      const most = { bytes: 3, start: 2, srcport: 1, 'tcp-flags': 1 }[name] ?? 0;
      expect(good, name).toBeLessThanOrEqual(most);
    }
  });
});
