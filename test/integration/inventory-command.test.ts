import { utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/source-tree.ts';
import { runWeir, temporaryFolder } from '../support/weir.ts';

const life = path.join(ROOT, 'test/golden/inventory/life');
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder('inventory-command');
});
afterAll(async () => folder.remove());

const weir = (...args: string[]) => runWeir(['inventory', ...args, '--data', path.join(folder.path, 'data')]);
const json = async (...args: string[]) => JSON.parse((await weir(...args, '--json')).stdout) as unknown;

test('nothing, then snapshots, then what they say', async () => {
  expect(await weir('status')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Nothing is known yet\..*\n\nnot known\n {2}who has/),
  });
  for (const day of ['01', '02', '03', '04']) {
    const at = `2026-11-${day}T00:00:00Z`;
    const { code, stdout } = await weir('import', path.join(life, at), '--at', at);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('account 111122223333 · region eu-west-1'),
    });
  }
  const shown = await weir('show', '10.0.0.5', '--at', '2026-11-02T12:00:00Z');
  expect(shown.stdout).toContain('eni-0000000a web  (network-interface)');
  expect(shown.stdout).toContain('  subnet            subnet-00000001 web-a\n');
  expect(shown.stdout).toContain('    sg-00000001  in  tcp 3306 from 0.0.0.0/0\n');
  expect(shown.stdout).toContain('  route table       rtb-00000001: 0.0.0.0/0 → nat-00000001, 10.0.0.0/16 → local\n');
  expect(shown.stdout).toContain('  network ACL       acl-00000001: in 100 allow all 0.0.0.0/0\n');
  expect(shown.stdout).toContain('  not known         i-0000000a: no snapshot has it at that time\n');
  expect(shown.stdout).toMatch(/\n2026-11-01T00:00:00.000Z {2}- +vpc-00000002 +private .* twin +lab /);
  const object = (await weir('show', 'sg-00000001')).stdout;
  expect(object).toContain(
    'history\n  2026-11-01T00:00:00.000Z to 2026-11-02T00:00:00.000Z, uncertain from 2026-11-01T00:00:00.000Z  security-group\n',
  );
  expect(object).toContain(
    '2026-11-02T00:00:00.000Z (since 2026-11-01T00:00:00.000Z)  security-group sg-00000001 web changed\n',
  );
  expect(await json('show', 'eni-0000000b')).toMatchObject({
    objects: [],
    versions: [{ name: 'old' }],
    changes: [{ change: 'disappeared' }],
  });
  expect(await json('list', 'network-interface')).toMatchObject([{ name: 'web' }, { name: 'twin' }, { name: 'heir' }]);
  expect((await weir('list', 'vpc')).stdout.split('\n')).toHaveLength(5);
  expect(await json('changes', '--from', '2026-11-03T00:00:00Z', '--to', '2026-11-04T00:00:00Z')).toMatchObject([
    { id: 'eni-0000000a', fields: [{ field: 'TagSet[owner]', before: 'shop', after: 'platform' }] },
    { id: 'eni-0000000d', change: 'appeared' },
  ]);
  expect((await weir('status')).stdout).toContain('    eni-0000000c names subnet-00000002, which no snapshot has\n');
});

test('what is wrong is told, the rest is taken', async () => {
  const [bad, good] = [path.join(folder.path, 'bad.json'), path.join(folder.path, 'good.json')];
  await writeFile(bad, '{"Vpcs": [');
  await writeFile(good, '{"AvailabilityZones": [{"ZoneName": "eu-west-1a\\u001b[31m", "RegionName": "eu-west-1"}]}');
  const seen = new Date('2026-11-05T00:00:00Z');
  await utimes(good, seen, seen);
  const { code, stdout } = await weir('import', bad, good, '--account', '111122223333');
  expect(code).toBe(1);
  expect(stdout).toContain('1 new snapshots from 2 files\n  1 availability zone\n');
  expect(stdout).toContain('  seen 2026-11-05T00:00:00.000Z (1 by the time of the file)\n');
  expect(stdout).toContain(
    `  not read: ${bad}:1:1: the JSON that begins here does not end: the file is cut off\n    save`,
  );
  const listed = (await weir('list', 'availability-zone')).stdout;
  expect(listed).toContain('eu-west-1a\\x1b[31m');
  expect(listed).not.toContain('\u001b');
});

test.each([
  [['push'], 2, '"push" is no action'],
  [['import'], 2, 'the arguments do not fit'],
  [['import', 'x.json', '--at', 'yesterday'], 2, '--at yesterday: expected a time such as'],
  [['import', 'x.json', '--account', '12'], 2, 'an account has twelve digits'],
  [['import', 'no-such-file.json'], 1, 'no-such-file.json: there is no such file'],
  [['list', '--owner-tag', 'x'], 2, 'weir inventory list takes no --owner-tag'],
  [['list', 'subnets'], 2, 'did you mean subnet?'],
  [['show', 'eni-9'], 1, 'no snapshot has eni-9'],
  [['show', '192.0.2.1'], 1, 'no snapshot has the address 192.0.2.1'],
  [['show'], 2, 'weir inventory show <identifier or address>'],
])('%j ends with %i: %s', async (args, code, message) => {
  const outcome = await weir(...args);
  expect(outcome).toMatchObject({ code, stderr: expect.stringContaining(message) });
});
