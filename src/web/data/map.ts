import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type MapAnswer, type MapEdge, type MapNode, mapAnswer } from '../../contract/index.ts';
import { apiUrl, readApi } from './api.ts';
import { countryName } from './countries.ts';
import type { Filter } from './filters.ts';
import { shorten } from './format.ts';
import type { Scope } from './queries.ts';
import { type Range, rangeSeconds, toInstant } from './time-range.ts';

export type MapGroup = MapAnswer['group'];
export type MapMeasure = MapAnswer['measure'];

export interface MapAsk {
  readonly group: MapGroup;
  readonly measure: MapMeasure;
  /** Undefined: the small groups. */
  readonly open: readonly string[] | undefined;
  readonly limit: number;
}

/** The graph of a scope; the last one stays while the next one comes. */
export function useMap(scope: Scope, { group, measure, open, limit }: MapAsk): UseQueryResult<MapAnswer> {
  const opened = open === undefined ? {} : { open: open.length === 0 ? '' : open };
  const url = apiUrl('map', { from: scope.from, to: scope.to, filter: scope.filter, group, measure, limit, ...opened });
  return useQuery({
    queryKey: [url],
    queryFn: ({ signal }) => readApi(url, mapAnswer, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** What a slider steps over: the range in hours, or in days where those would be many. */
export function slicesOf(range: Range): Range[] {
  const hour = 3600;
  const step = (rangeSeconds(range) > 4 * 24 * hour ? 24 * hour : hour) * 1000;
  const [from, to] = [Date.parse(range.from), Date.parse(range.to)];
  const slices: Range[] = [];
  for (let at = Math.floor(from / step) * step; at < to; at += step)
    slices.push({ from: toInstant(Math.max(at, from)), to: toInstant(Math.min(at + step, to)) });
  return slices;
}

/** What a node is called. */
export function nodeLabel(node: Pick<MapNode, 'kind' | 'label'>): string {
  return node.kind === 'country' ? countryName(node.label) : node.label;
}

export function shortLabel(node: Pick<MapNode, 'kind' | 'label'>, room: number): string {
  return shorten(nodeLabel(node), room);
}

/** Words of a node that a search looks into. */
export function searchText(node: MapNode): string {
  return [nodeLabel(node), node.id, ...node.addresses, node.thing, node.interface, node.owner, node.subnet]
    .filter((word) => word !== null)
    .join('\n')
    .toLowerCase();
}

/** The conditions that keep only what a node is part of; empty where there is no such condition. */
export function nodeFilters(node: MapNode): Filter[] {
  const keep = (field: string, value: string): Filter => ({ field, value, excluded: false });
  if (node.kind === 'host') return node.addresses.map((address) => keep('address', address));
  if (node.kind === 'country' && node.id !== 'external') return [keep('country', node.id)];
  if (node.kind === 'service' && node.id !== 'aws') return [keep('aws_service', node.label)];
  const [kind = '', ...rest] = node.id.split(':');
  const value = rest.join(':');
  if (node.kind !== 'group' || value === '') return [];
  if (kind === 'network') return [keep('address', value)];
  if (kind === 'vpc') return [keep('vpc_id', value)];
  if (kind === 'subnet') return [keep('subnet_id', value)];
  if (kind === 'account') return [keep('account_id', value)];
  return kind === 'zone' || kind === 'tier' || kind === 'owner' ? [keep(kind, value)] : [];
}

/** The security groups that all hosts of a group carry, where that is how hosts were put together. */
export function securityGroupsOf({ kind, id }: Pick<MapNode, 'kind' | 'id'>): readonly string[] {
  const set = kind === 'group' && id.startsWith(SET) ? id.slice(SET.length) : '';
  return set === '' ? [] : set.split(', ');
}

const SET = 'security_group:';

/** More addresses than these make a query that nobody reads. */
const MOST_NAMED = 150;
const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The condition for one end of the records of an edge; undefined where it would be too long. */
function endCondition(side: 'src' | 'dst', id: string, nodes: ReadonlyMap<string, MapNode>): string | undefined {
  const node = nodes.get(id);
  if (id === 'internet') return `${side}_scope = "external"`;
  if (id === 'aws') return `${side}_scope = "aws"`;
  if (id === 'special') return `${side}_scope = "special"`;
  if (node === undefined) return undefined;
  if (node.kind === 'country')
    return id === 'external'
      ? `${side}_scope = "external" and not ispresent(${side}_country)`
      : `${side}_country = ${quoted(id)} and ${side}_scope = "external"`;
  if (node.kind === 'service') return `pkt_${side}_aws_service = ${quoted(node.label)}`;
  const members = node.kind === 'group' ? [...nodes.values()].filter(({ parent }) => parent === id) : [node];
  const addresses = members.flatMap((member) => member.addresses);
  if (addresses.length === 0 || addresses.length > MOST_NAMED) return undefined;
  return `coalesce(pkt_${side}addr, ${side}addr) in [${addresses.map(quoted).join(', ')}]`;
}

/** A query that shows what an edge is made of; where an end has too many hosts it is left out, and `isWhole` is false. */
export function edgeQuery(
  edge: Pick<MapEdge, 'from' | 'to'>,
  nodes: ReadonlyMap<string, MapNode>,
  measure: MapMeasure,
): { readonly query: string; readonly isWhole: boolean } {
  const ends = [endCondition('src', edge.from, nodes), endCondition('dst', edge.to, nodes)];
  const of = { bytes: 'counted = 1', records: undefined, refused: 'action = "REJECT"' }[measure];
  const conditions = [...ends, of].filter((condition) => condition !== undefined);
  const filter = conditions.length === 0 ? '' : `filter ${conditions.join('\n  and ')}\n| `;
  const query = `${filter}stats sum(bytes) as bytes, count(*) as records by service_port, protocol, action\n| sort ${measure === 'bytes' ? 'bytes' : 'records'} desc`;
  return { query, isWhole: ends.every((end) => end !== undefined) };
}
