// How long an inventory of a large account takes: node bench/inventory.ts [interfaces] [groups]
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopEngine } from '../src/engine/index.ts';
import { addressAt, changesBetween, importInventory, inventoryStatus, objectsAt } from '../src/inventory/index.ts';
import { createFlowClient, migrate } from '../src/store/index.ts';

const interfaces = Number(process.argv[2] ?? 10_000);
const groups = Number(process.argv[3] ?? 2_000);
const account = '111122223333';
const hex = (n: number, kind: string) => `${kind}-${n.toString(16).padStart(17, '0')}`;
const address = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;

function networkInterface(n: number, day: number): object {
  const [ip, publicIp] = [address(n + 256), `54.${n >> 16}.${(n >> 8) & 255}.${n & 255}`];
  const association = { AllocationId: hex(n, 'eipalloc'), AssociationId: hex(n, 'eipassoc'), PublicIp: publicIp };
  return {
    Association: association,
    Attachment: { AttachTime: '2026-01-01T00:00:00+00:00', InstanceId: hex(n, 'i'), Status: 'attached' },
    AvailabilityZone: 'eu-west-1a',
    Description: '',
    Groups: [0, 1, 2].map((i) => ({ GroupId: hex((n + i) % groups, 'sg'), GroupName: `group-${(n + i) % groups}` })),
    MacAddress: '06:00:00:00:00:01',
    NetworkInterfaceId: hex(n, 'eni'),
    OwnerId: account,
    PrivateIpAddress: ip,
    PrivateIpAddresses: [{ Association: association, Primary: true, PrivateIpAddress: ip }],
    Status: 'in-use',
    SubnetId: hex(n % 50, 'subnet'),
    TagSet: [
      { Key: 'Name', Value: `host-${n}` },
      { Key: 'owner', Value: n % 20 === 0 ? `team-${day}` : 'platform' },
    ],
    VpcId: hex(1, 'vpc'),
  };
}

function group(n: number): object {
  const IpPermissions = Array.from({ length: 20 }, (_, i) => ({
    FromPort: 1000 + i,
    IpProtocol: 'tcp',
    IpRanges: [{ CidrIp: `10.${i}.0.0/16` }, { CidrIp: `172.16.${i}.0/24` }],
    ToPort: 1000 + i,
    UserIdGroupPairs: [{ GroupId: hex((n + 1) % groups, 'sg'), UserId: account }],
  }));
  return { GroupId: hex(n, 'sg'), GroupName: `group-${n}`, IpPermissions, OwnerId: account, VpcId: hex(1, 'vpc') };
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(2)} s`);
  return result;
}

const folder = await mkdtemp(path.join(tmpdir(), 'weir-bench-inventory-'));
const client = createFlowClient({ dataFolder: path.join(folder, 'data') });
try {
  await migrate(client);
  const context = { client };
  for (const day of [1, 2, 3]) {
    const file = path.join(folder, `day-${day}.json`);
    const answers = [
      { NetworkInterfaces: Array.from({ length: interfaces }, (_, n) => networkInterface(n, day)) },
      { SecurityGroups: Array.from({ length: groups }, (_, n) => group(n)) },
    ];
    await writeFile(file, answers.map((one) => JSON.stringify(one, null, 4)).join('\n'));
    const at = Date.UTC(2026, 10, day);
    const import_ = () => importInventory(client, [file], { at, region: 'eu-west-1', now: Date.now() });
    await timed(`import ${interfaces} interfaces and ${groups} groups, day ${day}`, import_);
  }
  const at = new Date(Date.UTC(2026, 10, 2));
  await timed('who has one address', () => addressAt(context, address(5000), at));
  await timed('list all interfaces', () => objectsAt(context, 'network-interface', at));
  await timed('all changes', () => changesBetween(context, undefined, undefined));
  await timed('status', () => inventoryStatus(context, new Date()));
} finally {
  await client.close();
  await stopEngine(path.join(folder, 'data'));
  await rm(folder, { recursive: true, force: true });
}
process.exit();
