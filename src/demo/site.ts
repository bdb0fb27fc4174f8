import type { DemoNetwork } from './network.ts';
import { Nic } from './sight.ts';

/** The network's interfaces by the part they play. */
export class Site {
  readonly network: DemoNetwork;
  readonly nics: readonly Nic[];
  readonly fronts: readonly Nic[];
  readonly web: readonly Nic[];
  readonly app: readonly Nic[];
  readonly batch: readonly Nic[];
  readonly cache: readonly Nic[];
  readonly dns: readonly Nic[];
  readonly endpoints: readonly Nic[];
  /** Instances, all of which run the monitoring agent. */
  readonly instances: readonly Nic[];
  /** Instances without a public address. */
  readonly privates: readonly Nic[];
  /** Instances of zone 3's web and app subnets. */
  readonly zone3: readonly Nic[];
  /** Instances whose route table has the S3 gateway endpoint. */
  readonly gatewayUsers: readonly Nic[];
  /** Those that call other companies' and AWS's interfaces. */
  readonly callers: readonly Nic[];
  readonly updaters: readonly Nic[];
  readonly publics: readonly Nic[];
  readonly publicHosts: readonly Nic[];
  private readonly byName: ReadonlyMap<string, Nic>;
  private readonly gates: readonly [Nic, Nic];

  constructor(network: DemoNetwork, full: boolean) {
    this.network = network;
    this.nics = network.interfaces.map((it, index) => new Nic(it, index, network, full));
    this.byName = new Map(this.nics.map((nic) => [nic.it.name, nic]));
    const where = (accepts: (nic: Nic) => boolean): readonly Nic[] => this.nics.filter(accepts);
    const kind = (nic: Nic): string => nic.it.plan.kind;
    this.fronts = where((nic) => kind(nic) === 'alb');
    this.web = where((nic) => nic.it.tier === 'web');
    this.app = where((nic) => nic.it.tier === 'app');
    this.batch = where((nic) => nic.it.tier === 'batch');
    this.cache = where((nic) => nic.it.tier === 'cache');
    this.dns = where((nic) => nic.it.plan.group === 'dns');
    this.endpoints = where((nic) => kind(nic) === 'endpoint');
    this.instances = where((nic) => kind(nic) === 'instance' && nic.it.name !== 'monitor-1');
    this.privates = where((nic) => kind(nic) === 'instance' && !nic.it.plan.public && nic.it.plan.group !== 'dns');
    this.zone3 = this.privates.filter((nic) => nic.it.plan.zone === 3);
    this.gatewayUsers = this.privates.filter((nic) => nic.it.plan.zone !== 3);
    this.callers = this.privates.filter((nic) => nic.it.tier !== 'database' && nic.it.name !== 'monitor-1');
    this.updaters = this.privates.filter((nic) => nic.it.tier === 'infra' || nic.it.tier === 'app');
    this.publics = where((nic) => nic.it.publicAddress !== null);
    this.publicHosts = this.publics.filter((nic) => kind(nic) === 'instance');
    this.gates = [this.named('nat-1'), this.named('nat-2')];
  }

  named(name: string): Nic {
    const nic = this.byName.get(name);
    if (nic === undefined) throw new RangeError(`the demo has no interface ${name}`);
    return nic;
  }

  /** Zone 1 has a gateway of its own; zones 2 and 3 share the one in zone 2. */
  natOf(nic: Nic): Nic {
    return nic.it.plan.zone === 1 ? this.gates[0] : this.gates[1];
  }

  /** Is this port open to the internet there, so that noise on it would not be refused? */
  opens(nic: Nic, protocol: number, port: number): boolean {
    if (nic.it.plan.group === 'sftp') return protocol === 6 && port === 22;
    if (nic.it.plan.group === 'reports') return protocol === 6 && port === 3306;
    return nic.it.plan.kind === 'alb' && protocol === 6 && (port === 80 || port === 443);
  }
}
