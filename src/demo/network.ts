import { type HostPlan, hostPlans, type Tier } from './hosts.ts';
import { Rng } from './random.ts';

export interface DemoZone {
  readonly id: string;
  readonly name: string;
}

export interface DemoSubnet {
  readonly id: string;
  readonly name: string;
  readonly kind: SubnetKind;
  readonly zone: DemoZone;
  readonly cidr: string;
  readonly cidr6: string;
}

export type SubnetKind = 'public' | 'web' | 'app' | 'data' | 'infra';

/** One network interface of the demo and whatever it belongs to. Addresses are text as people write them. */
export interface DemoInterface {
  readonly id: string;
  readonly name: string;
  readonly tier: Tier;
  readonly owner: string;
  readonly plan: HostPlan;
  readonly subnet: DemoSubnet;
  readonly address: string;
  readonly address6: string | null;
  readonly publicAddress: string | null;
  readonly instanceId: string | null;
  readonly attachmentId: string;
  readonly mac: string;
}

export interface DemoNetwork {
  readonly seed: number;
  readonly account: string;
  readonly region: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly cidr6: string;
  readonly flowLogId: string;
  readonly bucket: string;
  readonly zones: readonly DemoZone[];
  readonly subnets: readonly DemoSubnet[];
  readonly interfaces: readonly DemoInterface[];
  /** Identifiers of things that have no interface of their own, by a short key such as `igw` or `sg-web`. */
  readonly id: (prefix: string, key: string) => string;
}

const subnetKinds: readonly { kind: SubnetKind; base: number; step: number; bits: number }[] = [
  { kind: 'public', base: 0, step: 1, bits: 24 },
  { kind: 'web', base: 16, step: 4, bits: 22 },
  { kind: 'app', base: 32, step: 4, bits: 22 },
  { kind: 'data', base: 48, step: 1, bits: 24 },
  { kind: 'infra', base: 64, step: 1, bits: 24 },
];

/** The whole network that a seed stands for: always the same hosts and names, other identifiers per seed. */
export function demoNetwork(seed: number): DemoNetwork {
  const rng = new Rng(seed, 'network');
  const id = (prefix: string, key: string): string => `${prefix}-0${new Rng(seed, `${prefix}/${key}`).hex(16)}`;
  const account = `${rng.between(2, 9)}${String(rng.int(1e11)).padStart(11, '0')}`;
  const group = (0x1000 + rng.int(0xe000)).toString(16);
  const prefix6 = `2600:1f18:${group}:${(0x10 + rng.int(0xe0)).toString(16)}`;
  const letters = rng.pick(['abc', 'bca', 'cab']);
  const zones = [0, 1, 2].map((z): DemoZone => ({ id: `euw1-az${z + 1}`, name: `eu-west-1${letters.charAt(z)}` }));
  const subnets = subnetKinds.flatMap(({ kind, base, step, bits }, k) =>
    zones.map((zone, z): DemoSubnet => {
      const name = `${kind}-${z + 1}`;
      const cidr6 = `${prefix6}${k}${z}::/64`;
      return { id: id('subnet', name), name, kind, zone, cidr: `10.20.${base + z * step}.0/${bits}`, cidr6 };
    }),
  );
  const taken = new Set<string>();
  const interfaces = hostPlans.map((plan) => {
    const subnet = subnets.find((s) => s.kind === plan.subnet && s.zone === zones[plan.zone - 1]);
    if (subnet === undefined) throw new RangeError(`no subnet ${plan.subnet} in zone ${plan.zone}`);
    return makeInterface(plan, subnet, new Rng(seed, `host/${plan.name}`), id, taken);
  });
  return {
    seed,
    account,
    region: 'eu-west-1',
    vpcId: id('vpc', 'main'),
    cidr: '10.20.0.0/16',
    cidr6: `${prefix6}00::/56`,
    flowLogId: id('fl', 'main'),
    bucket: `flow-logs-${account}-eu-west-1`,
    zones,
    subnets,
    interfaces,
    id,
  };
}

function makeInterface(
  plan: HostPlan,
  subnet: DemoSubnet,
  rng: Rng,
  id: (prefix: string, key: string) => string,
  taken: Set<string>,
): DemoInterface {
  const base = subnet.cidr.slice(0, subnet.cidr.lastIndexOf('.'));
  let address = '';
  do {
    // The first four addresses and the last of a subnet are AWS's own.
    address = `${base}.${rng.between(10, 250)}`;
  } while (taken.has(address));
  taken.add(address);
  let publicAddress: string | null = null;
  while (plan.public && publicAddress === null) {
    const candidate = `${rng.pick(['34.24', '52.21', '3.25'])}${rng.int(4)}.${rng.int(256)}.${rng.between(1, 254)}`;
    if (!taken.has(candidate)) publicAddress = candidate;
    taken.add(candidate);
  }
  const tail = Array.from({ length: 4 }, () => (0x1000 + rng.int(0xefff)).toString(16)).join(':');
  const hex = (): string => rng.hex(2);
  return {
    id: id('eni', plan.name),
    name: plan.name,
    tier: plan.tier,
    owner: plan.owner,
    plan,
    subnet,
    address,
    address6: plan.ipv6 ? `${subnet.cidr6.replace('::/64', '')}:${tail}` : null,
    publicAddress,
    instanceId: plan.kind === 'instance' ? id('i', plan.name) : null,
    attachmentId: id('eni-attach', plan.name),
    mac: `06:${hex()}:${hex()}:${hex()}:${hex()}:${hex()}`,
  };
}
