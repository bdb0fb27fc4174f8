import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineDecoder, type PlainRecord } from '../support/engine-decoder.ts';

const data = join(import.meta.dirname, '../../../shared/data');
const here = existsSync(data);
if (!here) process.stderr.write(`skipped: the reference samples are not at ${data}\n`);

describe.skipIf(!here)('published samples (../shared/data)', () => {
  let engine: EngineDecoder;
  beforeAll(() => {
    engine = new EngineDecoder();
  });
  afterAll(() => engine.close());

  const decode = (path: string) => engine.object(join(data, path), path);

  test.each(['v2-records.log', 'v4-custom-order.log'])('flowlogs-reader %s', async (file) => {
    const expected = JSON.parse(readFileSync(join(data, 'flowlogs-reader/expected.json'), 'utf8')) as Record<
      string,
      PlainRecord[]
    >;
    expect(await decode(`flowlogs-reader/${file}`)).toMatchObject({ records: expected[file], bad: [] });
  });

  test('flowlogs-reader v3-custom-order.log', async () => {
    const { records, bad } = await decode('flowlogs-reader/v3-custom-order.log');
    expect(bad).toEqual([]);
    expect(records.map((r) => [r['account_id'], r['srcaddr'], r['tcp_flags'], r['pkt_srcaddr']])).toEqual([
      ['000000000000', '172.18.160.68', 19, '192.168.0.1'],
      ['000000000000', '172.18.160.93', 3, '172.18.160.9'],
    ]);
  });

  test('flowlogs-reader parquet: numbers as text, None for missing, an impossible protocol', async () => {
    const { records, bad } = await decode('flowlogs-reader/parquet-3rows.parquet');
    expect(records).toMatchObject([
      {
        srcaddr: '198.51.100.1',
        srcport: 443,
        dstport: 49_152,
        protocol: 6,
        packets: 10,
        bytes: 840,
        start: 1_439_387_263,
        end: 1_439_387_264,
        action: 'ACCEPT',
      },
      { interface_id: 'eni-202010ab', log_status: 'NODATA' },
    ]);
    expect(Object.keys(records[1] ?? {}).sort()).toEqual([
      'account_id',
      'end',
      'interface_id',
      'log_status',
      'start',
      'version',
    ]);
    expect(bad).toMatchObject([{ line_number: 3, reason: 'protocol is not a protocol number (0-255): 8080' }]);
  });

  test('opentelemetry: lines a field short or long are bad, never shifted', async () => {
    const counts = async (file: string) => {
      const { records, bad } = await decode(`opentelemetry-collector-contrib/${file}`);
      return [records.length, bad.map((b) => b.reason)];
    };
    expect(await counts('valid_vpc_flow_log.log')).toEqual([1, []]);
    expect(await counts('valid_vpc_flow_log_multi.log')).toEqual([2, []]);
    expect(await counts('vpc_flow_log_too_few_fields.log')).toEqual([0, ['expected 14 fields, found 13']]);
    expect(await counts('vpc_flow_log_too_many_fields.log')).toEqual([0, ['expected 14 fields, found 15']]);
    expect(await counts('valid_vpc_flow_cw.json')).toEqual([2, []]);
  });

  test('coralogix: gzip whose last line has no end; a load balancer log is refused by name', async () => {
    expect((await decode('coralogix-aws-shipper/vpcflow.log.gz')).records.map((r) => r['bytes'])).toEqual([4096, 5060]);
    await expect(decode('coralogix-aws-shipper/elb.log.gz')).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });

  test('otrf: 1,288 records, none bad', async () => {
    const { records, bad } = await decode('otrf-apt29-day1/apt29-day1.vpcflow.log');
    expect([records.length, bad.length]).toEqual([1288, 0]);
  });

  test('aws user guide: the default-format records, remarks refused', async () => {
    const text = readFileSync(join(data, 'aws-vpc-user-guide/flow-logs-records-examples.md'), 'utf8');
    const lines = text.split('\n').filter((line) => /^2 \d{12} eni-/.test(line));
    const { defaultLayout } = await import('../../src/decode/index.ts');
    const { records, bad } = engine.text(defaultLayout, Buffer.from(`${lines.join('\n')}\n`));
    expect(lines.length).toBeGreaterThan(5);
    expect([records.length + bad.length, bad.filter((b) => !b.text?.includes('#')).length]).toEqual([lines.length, 0]);
  });

  test('opensearch: the raw record in the first document', async () => {
    const [document] = JSON.parse(
      readFileSync(join(data, 'opensearch-catalog/vpc-flow-sample.json'), 'utf8'),
    ) as Array<{ body: string }>;
    const { defaultLayout } = await import('../../src/decode/index.ts');
    expect(engine.text(defaultLayout, Buffer.from(`${document?.body ?? ''}\n`)).records).toMatchObject([
      { srcaddr: '162.142.125.177', dstport: 12_313 },
    ]);
  });

  test.each([
    'panther-analysis/vpcflow-and-dns-rule-tests.json',
    'opensearch-catalog/cloudtrail-raw-sample.json',
    'opensearch-catalog/elb-raw.log',
    'otrf-apt29-day1/nashua_conn.zeek.json.gz',
  ])('%s is no flow log and is refused in one line', async (path) => {
    const refusal = await decode(path).then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    expect(refusal).toMatchObject({ code: 'FORMAT_UNKNOWN' });
    expect(refusal?.message.includes('\n')).toBe(false);
    expect(refusal?.message).toContain('--log-format');
  });
});
