import { z } from 'zod';
import { completeness, count, instant, scopeQuery } from './scope.ts';

export const mapGroupings = ['vpc', 'subnet', 'zone', 'tier', 'owner', 'security_group', 'account', 'none'] as const;
export const mapMeasures = ['bytes', 'records', 'refused'] as const;
const list = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (typeof given === 'string' ? [given] : given));

/**
 * GET /api/v1/map → who talks to whom. Hosts lie in groups; a group is one node until it is opened. Outside of the
 * network there are countries (in the group `internet`) and AWS services (in the group `aws`). `bytes` count each flow
 * once; `records` and `refused` count every record.
 */
export const mapQuery = scopeQuery.extend({
  group: z.enum(mapGroupings).default('subnet'),
  measure: z.enum(mapMeasures).default('bytes'),
  /** Groups that are shown host by host; without it the small ones are. An empty one opens none. */
  open: list,
  /** Most edges to return, the largest by the measure; the rest are summed under `others`. */
  limit: z.coerce.number().int().min(1).max(5000).default(400),
});
export type MapQuery = z.output<typeof mapQuery>;

const amounts = { bytes: count, records: count, refused: count };

const mapNodeKinds = ['group', 'host', 'country', 'service', 'place'] as const;
const mapNode = z.object({
  /** Stable: the same thing has the same one in every answer. */
  id: z.string(),
  kind: z.enum(mapNodeKinds),
  label: z.string(),
  /** Group that it lies in. */
  parent: z.string().nullable(),
  /** Groups: what the group of groups is called, such as the VPC of a subnet. */
  within: z.string().nullable(),
  /** Groups: how many hosts it has, and whether they are nodes of their own in this answer's edges. */
  hosts: z.int().nonnegative(),
  open: z.boolean(),
  addresses: z.array(z.string()),
  interface: z.string().nullable(),
  /** What holds the address: an instance, a load balancer. */
  thing: z.string().nullable(),
  owner: z.string().nullable(),
  vpc: z.string().nullable(),
  subnet: z.string().nullable(),
  zone: z.string().nullable(),
  /** Bytes, counted once, that it sent and received; of a group, those of its hosts, traffic among them on both sides. */
  bytes_out: count,
  bytes_in: count,
  records: count,
  refused: count,
});
export type MapNode = z.infer<typeof mapNode>;

const mapEdge = z.object({
  /** The bytes go from here … */
  from: z.string(),
  to: z.string(),
  ...amounts,
  /** Records whose conversation the `from` side opened, and the `to` side; of the others nobody knows. */
  opened_from: count,
  opened_to: count,
  /** The largest by the measure. */
  services: z.array(z.object({ service_port: z.int().nullable(), protocol: z.int().nullable(), ...amounts })),
  /** How many services there are in all. */
  service_count: z.int().nonnegative(),
});
export type MapEdge = z.infer<typeof mapEdge>;

export const mapAnswer = z.object({
  from: instant,
  to: instant,
  group: z.enum(mapGroupings),
  measure: z.enum(mapMeasures),
  nodes: z.array(mapNode),
  /** Largest first. `from` and `to` are nodes that are shown: hosts of open groups, other groups as a whole. */
  edges: z.array(mapEdge),
  /** Edges that are left out. */
  others: z.object({ edges: z.int().nonnegative(), ...amounts }),
  /** All records of the range, those without ends among them. */
  total: z.object(amounts),
  /** Records that have no addresses (NODATA, SKIPDATA): they are on no edge. */
  without_ends: z.object(amounts),
  /** Hosts beyond those that are listed; they are in the sums of their groups, and their groups cannot be opened. */
  hosts_left_out: z.int().nonnegative(),
  /** How many hosts the inventory knows, of how many. */
  known_hosts: z.int().nonnegative(),
  hosts: z.int().nonnegative(),
  completeness,
});
export type MapAnswer = z.infer<typeof mapAnswer>;
