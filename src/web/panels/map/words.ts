import type { MapEdge, MapNode } from '../../../contract/index.ts';
import { serviceName } from '../../../fields/index.ts';
import { type Count, formatBytes, formatCount, shorten } from '../../data/format.ts';
import { type MapMeasure, nodeLabel } from '../../data/map.ts';

export const measureWords = { bytes: 'Bytes', records: 'Records', refused: 'Refused' } as const;
export const groupWords = {
  vpc: 'VPC',
  subnet: 'Subnet',
  zone: 'Zone',
  tier: 'Tier',
  owner: 'Owner',
  security_group: 'Security groups',
  account: 'Account',
  none: 'No groups',
} as const;

export function amountText(measure: MapMeasure, amount: Count): string {
  return measure === 'bytes' ? formatBytes(amount) : formatCount(amount);
}

export function nameOf(nodes: ReadonlyMap<string, MapNode>, id: string): string {
  const node = nodes.get(id);
  return node === undefined ? id : nodeLabel(node);
}

/** A name that fits above a box of that width; of an identifier the end, by which they differ. */
export function headText(name: string, width: number, size: number): string {
  const room = Math.max(4, Math.floor((width - 1.8 * size) / (0.76 * size)));
  if (name.length <= room) return name;
  return /^[a-z]+-[0-9a-f]{8,}$/.test(name) ? `…${name.slice(1 - room)}` : shorten(name, room);
}

export function serviceText({ service_port: port, protocol }: MapEdge['services'][number]): string {
  return port === null && protocol === null ? 'no service known' : serviceName(port, protocol);
}

/** Who opened what an edge carries. */
export function openedText(edge: MapEdge): string {
  const [here, there, all] = [BigInt(edge.opened_from), BigInt(edge.opened_to), BigInt(edge.records)];
  if (here === 0n && there === 0n) return 'nothing tells who opened it';
  const rest = here + there < all ? ', as far as is known' : '';
  if (there === 0n) return `opened by the sender${rest}`;
  if (here === 0n) return `answers: opened by the receiver${rest}`;
  return `opened by both: ${formatCount(here)} records from here, ${formatCount(there)} answers`;
}
