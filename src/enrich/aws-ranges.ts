import { resolve } from 'node:path';
import { WeirError } from '../core/index.ts';
import type { EnrichmentContent, NetworkRow } from '../store/index.ts';
import { networkOf } from './network-text.ts';
import { readWhole } from './source-file.ts';

const mostBytes = 256 * 2 ** 20;

interface Entry {
  readonly network: string;
  readonly region: string;
  readonly service: string;
}

/**
 * The ranges that AWS publishes as `ip-ranges.json`, one row for each network: of several services on the same one, the
 * most specific.
 * @throws WeirError AWS_RANGES_INVALID with file and line, FILE_UNREADABLE, FILE_TOO_LARGE
 */
export async function awsContent(file: string): Promise<EnrichmentContent> {
  const path = resolve(file);
  const text = (await readWhole(path, mostBytes)).toString('utf8');
  const whole = parsed(path, text);
  const entries = [
    ...entriesOf(path, text, whole['prefixes'], 'prefixes', 'ip_prefix'),
    ...entriesOf(path, text, whole['ipv6_prefixes'], 'ipv6_prefixes', 'ipv6_prefix'),
  ];
  const made = whole['createDate'];
  const edition = typeof made === 'string' ? made : '';
  return {
    table: 'cloud',
    name: 'aws',
    format: 'aws',
    path,
    edition,
    madeAt: instantOf(edition),
    attribution: '',
    rows: rowsOf(entries),
  };
}

function invalid(path: string, line: number, what: string): WeirError {
  return new WeirError('AWS_RANGES_INVALID', `${path}:${line}: ${what}`, {
    hint: 'give ip-ranges.json as AWS publishes it: https://ip-ranges.amazonaws.com/ip-ranges.json',
  });
}

function parsed(path: string, text: string): Record<string, unknown> {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = Number(/position (\d+)/.exec(error.message)?.[1] ?? text.length);
    throw invalid(path, lineAt(text, position), `this is no whole JSON (${error.message.slice(0, 120)})`);
  }
  if (typeof whole === 'object' && whole !== null && 'prefixes' in whole) return whole as Record<string, unknown>;
  throw invalid(path, 1, 'this is not the list of AWS: it has no "prefixes"');
}

function entriesOf(path: string, text: string, list: unknown, name: string, key: string): Entry[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw invalid(path, 1, `"${name}" is no list`);
  return list.map((item: unknown, i): Entry => {
    const entry = typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {};
    const [prefix, region, service] = [entry[key], entry['region'], entry['service']];
    const network = typeof prefix === 'string' && prefix.includes('/') ? networkOf(prefix) : undefined;
    if (network !== undefined && typeof region === 'string' && typeof service === 'string')
      return { network, region, service };
    const at = typeof prefix === 'string' ? text.indexOf(JSON.stringify(prefix)) : text.indexOf(`"${name}"`);
    const what = network === undefined ? `no network in "${key}"` : 'no region or no service';
    throw invalid(path, lineAt(text, at), `entry ${i + 1} of "${name}" has ${what}`);
  });
}

function lineAt(text: string, position: number): number {
  return text.slice(0, Math.max(0, position)).split('\n').length;
}

/** AMAZON names every range, EC2 the most of the others. */
const breadth = (service: string) => ['EC2', 'AMAZON'].indexOf(service);

function rowsOf(entries: readonly Entry[]): NetworkRow[] {
  const best = new Map<string, Entry>();
  for (const entry of entries) {
    const known = best.get(entry.network);
    if (known === undefined || isMoreSpecific(entry.service, known.service)) best.set(entry.network, entry);
  }
  return [...best.values()].map(({ network, region, service }) => ({ network, cells: ['aws', region, service] }));
}

/** Of CLOUDFRONT and CLOUDFRONT_ORIGIN_FACING the longer name says more; which of two others wins does not hang on their order. */
function isMoreSpecific(service: string, than: string): boolean {
  const [a, b] = [breadth(service), breadth(than)];
  if (a !== b) return a < b;
  return service.length === than.length ? service < than : service.length > than.length;
}

/** `2026-08-22-15-17-05` in UTC as Unix seconds. */
function instantOf(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})-(\d{2})$/.exec(text);
  const time = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}:${match[3]}:${match[4]}Z`);
  return Number.isNaN(time) ? null : time / 1000;
}
