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

/** A name that fits into that width behind a caret; of an identifier the end, by which they differ. */
export function headText(name: string, width: number, size: number): string {
  const room = width / size - 1.6;
  if (lettersWidth(name) <= room) return name;
  const isIdentifier = /^[a-z]+-[0-9a-f]{8,}$/.test(name);
  for (let letters = name.length - 1; letters > 4; letters--) {
    const text = isIdentifier ? `…${name.slice(1 - letters)}` : shorten(name, letters);
    if (lettersWidth(text) <= room) return text;
  }
  return shorten(name, 4);
}

const widths = new Map<string, number>();
let pen: CanvasRenderingContext2D | null | undefined;

/** How wide a text is in the heavy letters of heads, in units of their size. */
function lettersWidth(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (pen === undefined) {
    pen = document.createElement('canvas').getContext('2d');
    if (pen !== null) pen.font = `600 100px ${getComputedStyle(document.body).fontFamily}`;
  }
  const width = pen === null ? 0.76 * text.length : pen.measureText(text).width / 100;
  widths.set(text, width);
  return width;
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
