import type { SubnetKind } from './network.ts';

export type Tier = 'edge' | 'web' | 'app' | 'database' | 'cache' | 'infra' | 'batch';
type HostKind = 'instance' | 'alb' | 'nat' | 'cache' | 'endpoint' | 'spare';

/** What stands where. The plan is the same for every seed; identifiers and addresses are drawn from it. */
export interface HostPlan {
  readonly name: string;
  readonly kind: HostKind;
  readonly tier: Tier;
  readonly owner: string;
  readonly subnet: SubnetKind;
  readonly zone: 1 | 2 | 3;
  readonly public: boolean;
  readonly ipv6: boolean;
  /** Security group, by short name. */
  readonly group: string;
  readonly instanceType: string | null;
  /** Load balancer or endpoint service that the interface belongs to. */
  readonly part: string | null;
}

type Extra = Partial<Pick<HostPlan, 'public' | 'ipv6' | 'instanceType' | 'part'>>;

const host = (
  name: string,
  kind: HostKind,
  tier: Tier,
  owner: string,
  subnet: SubnetKind,
  zone: number,
  group: string,
  extra: Extra = {},
): HostPlan => ({
  name,
  kind,
  tier,
  owner,
  subnet,
  zone: zone === 1 ? 1 : zone === 2 ? 2 : 3,
  group,
  public: extra.public ?? false,
  ipv6: extra.ipv6 ?? false,
  instanceType: extra.instanceType ?? null,
  part: extra.part ?? null,
});

const zones = [1, 2, 3];
const large: Extra = { instanceType: 'c7g.2xlarge', ipv6: true };
const small: Extra = { instanceType: 't4g.medium' };

export const hostPlans: readonly HostPlan[] = [
  ...zones.map((z) =>
    host(`alb-shop-${z}`, 'alb', 'edge', 'shop', 'public', z, 'alb', { public: true, ipv6: true, part: 'shop' }),
  ),
  ...zones.map((z) =>
    host(`alb-api-${z}`, 'alb', 'edge', 'partners', 'public', z, 'alb', { public: true, part: 'api' }),
  ),
  host('nat-1', 'nat', 'edge', 'platform', 'public', 1, 'none', { public: true }),
  host('nat-2', 'nat', 'edge', 'platform', 'public', 2, 'none', { public: true }),
  host('bastion', 'instance', 'edge', 'platform', 'public', 1, 'bastion', { ...small, public: true }),
  host('vpn-1', 'instance', 'edge', 'platform', 'public', 2, 'vpn', { ...small, public: true }),
  host('sftp-1', 'instance', 'edge', 'partners', 'public', 3, 'sftp', { ...small, public: true }),
  host('reports-db', 'instance', 'database', 'data', 'public', 2, 'reports', {
    instanceType: 'r7g.xlarge',
    public: true,
  }),
  ...[1, 2, 3, 4, 5, 6].map((n) => host(`web-${n}`, 'instance', 'web', 'shop', 'web', ((n - 1) % 3) + 1, 'web', large)),
  ...[1, 2, 3, 4, 5, 6].map((n) => host(`app-${n}`, 'instance', 'app', 'shop', 'app', ((n - 1) % 3) + 1, 'app', large)),
  host('batch-1', 'instance', 'batch', 'data', 'app', 1, 'batch', { instanceType: 'm7g.4xlarge' }),
  host('batch-2', 'instance', 'batch', 'data', 'app', 2, 'batch', { instanceType: 'm7g.4xlarge' }),
  host('db-primary', 'instance', 'database', 'data', 'data', 1, 'db', { instanceType: 'r7g.4xlarge' }),
  host('db-replica', 'instance', 'database', 'data', 'data', 2, 'db', { instanceType: 'r7g.4xlarge' }),
  host('cache-1', 'cache', 'cache', 'shop', 'data', 1, 'cache', { part: 'sessions-001' }),
  host('cache-2', 'cache', 'cache', 'shop', 'data', 2, 'cache', { part: 'sessions-002' }),
  host('dns-1', 'instance', 'infra', 'platform', 'infra', 1, 'dns', small),
  host('dns-2', 'instance', 'infra', 'platform', 'infra', 2, 'dns', small),
  host('monitor-1', 'instance', 'infra', 'platform', 'infra', 1, 'monitor', { instanceType: 'm7g.large' }),
  host('build-1', 'instance', 'infra', 'platform', 'infra', 2, 'build', { instanceType: 'c7g.4xlarge' }),
  ...zones.map((z) => host(`vpce-logs-${z}`, 'endpoint', 'infra', 'platform', 'infra', z, 'vpce', { part: 'logs' })),
  host('spare-1', 'spare', 'infra', 'platform', 'infra', 1, 'none'),
  host('spare-3', 'spare', 'infra', 'platform', 'infra', 3, 'none'),
];
