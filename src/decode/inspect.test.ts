import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectObject, maxWholeText } from './inspect.ts';
import { headerText, readHeader, readLogFormat } from './layout.ts';
import { readObjectName } from './object-name.ts';
import type { Inspection } from './source.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-inspect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const line = '2 123456789012 eni-0a 10.0.0.1 10.0.0.2 1 2 6 1 40 1782000000 1782000060 ACCEPT OK';
const header = 'version account-id srcaddr bytes';

async function inspect(
  data: Buffer | string,
  { logFormat, size, name = 'in' }: { logFormat?: string; size?: number; name?: string } = {},
): Promise<Inspection> {
  const path = join(folder, 'object');
  await writeFile(path, data);
  if (size !== undefined) await truncate(path, size);
  const source = { path, name, size: size ?? Buffer.byteLength(data) };
  return inspectObject(source, logFormat === undefined ? {} : { logFormat: readLogFormat(logFormat) });
}

describe('inspectObject', () => {
  test('a header wins over a given format', async () => {
    expect((await inspect(`${header}\n`, { logFormat: 'srcaddr' })).layout).toMatchObject({ origin: 'header' });
  });

  test('lines of the default format are recognised when most fit, never guessed', async () => {
    expect((await inspect(`${line}\n2 bad\n${line}\n`)).layout).toMatchObject({ origin: 'default' });
    for (const text of [
      `${line}\n2 bad\n1 bad\n`,
      line.replace('2 1', '3 1'),
      line.replace('eni-0a', 'if-0a'),
      line.replace('10.0.0.1', 'host'),
      `${line} more`,
    ]) {
      await expect(inspect(text)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    }
  });

  test('nothing at all is an object without records', async () => {
    for (const data of ['', '\n\r\n \n', gzipSync(''), gzipSync('\n')]) {
      expect(await inspect(data)).toMatchObject({ empty: true, format: 'text' });
    }
  });

  test('large objects, and gzip that inflates to much, go in pieces', async () => {
    expect(await inspect(`${header}\n`, { size: maxWholeText + 1 })).toMatchObject({ way: 'pieces' });
    const gz = gzipSync(`${header}\n`);
    gz.writeUInt32LE(maxWholeText + 1, gz.length - 4);
    expect(await inspect(gz)).toMatchObject({ way: 'pieces' });
    expect(
      await inspect(gzipSync(Buffer.concat([Buffer.from(`${header}\n`), Buffer.alloc(maxWholeText + 1, '2 - - 7\n')]))),
    ).toMatchObject({ way: 'pieces' });
  });

  test('a format in which a header could pass for a record goes in pieces', async () => {
    expect(await inspect('instance-id vpc-id\ni-1 vpc-1\n')).toMatchObject({ way: 'pieces' });
  });

  test.each([
    ['zstd', Buffer.from('28b52ffd00', 'hex')],
    ['Avro', 'Obj\u0001....'],
    ['UTF-16', Buffer.from('\ufeffversion', 'utf16le')],
    ['binary', Buffer.from([0, 1, 2, 3, 0, 10])],
    ['bytes', 'x'.repeat(70_000)],
    ['blank', '\n'.repeat(400_000)],
    ['JSON', '{"title":"no log"}'],
  ])('what it is instead is said: %s', async (what, data) => {
    const refusal = await inspect(data).then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    expect(refusal).toMatchObject({ code: 'FORMAT_UNKNOWN' });
    expect(refusal?.message).toContain(what);
    expect(refusal?.message).toMatch(/^in: not a flow log[^\n]*--log-format '\$\{version\} \$\{account-id\} …'$/);
    expect([...(refusal?.message ?? '')].filter((c) => c < ' ')).toEqual([]);
  });

  test('a Parquet file that is cut off', async () => {
    await expect(inspect('PAR1 and some more')).rejects.toMatchObject({ code: 'PARQUET_BROKEN' });
  });
});

test('what AWS writes into names', () => {
  const key =
    'p/AWSLogs/123456789012/vpcflowlogs/us-east-1/2018/06/20/123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz';
  const whole = {
    account: '123456789012',
    region: 'us-east-1',
    flowLogId: 'fl-1234abcd',
    objectTime: Date.UTC(2018, 5, 20, 16, 20) / 1000,
  };
  expect(readObjectName(key)).toEqual(whole);
  expect(readObjectName(key.slice(key.lastIndexOf('/') + 1).replace('.gz', '.parquet'))).toEqual(whole);
  for (const service of ['aws-service', 'service']) {
    const hive = `AWSLogs/aws-account-id=111111111111/${service}=vpcflowlogs/aws-region=eu-west-3/year=2022/month=08/day=31/hour=12/x.log.parquet`;
    expect(readObjectName(hive)).toEqual({ account: '111111111111', region: 'eu-west-3' });
    expect(readObjectName(hive.replaceAll('=', '%3D'))).toEqual({ account: '111111111111', region: 'eu-west-3' });
  }
  expect(readObjectName('flows_20180231T1620Z_x.log')).toEqual({});
  expect(readObjectName('/tmp/some.log')).toEqual({});
});

describe('layouts', () => {
  test('a header in any spelling', () => {
    for (const text of ['\ufeffversion account-id', 'version\taccount_id\r', '  version  account-id ']) {
      const layout = readHeader(text);
      expect(layout && headerText(layout)).toBe('version account-id');
    }
    for (const text of ['', '-', 'version version', 'some other words', line, 'Version', '2 srcaddr'])
      expect(readHeader(text)).toBeUndefined();
  });

  test('a given format says what is wrong and where', () => {
    expect(readLogFormat('${version} ${account-id}').columns.map((c) => c.name)).toEqual(['version', 'account_id']);
    const of = (text: string) => {
      try {
        readLogFormat(text);
      } catch (error) {
        return error;
      }
      return undefined;
    };
    expect(of('${version} ${acount-id}')).toMatchObject({
      code: 'LOG_FORMAT_INVALID',
      position: { offset: 11, length: 12 },
    });
    expect(of('srcaddr srcaddr')).toMatchObject({ code: 'LOG_FORMAT_INVALID' });
    expect(of('  ')).toMatchObject({ code: 'LOG_FORMAT_INVALID' });
    expect(of('version, srcaddr')).toMatchObject({ code: 'LOG_FORMAT_INVALID' });
  });
});
