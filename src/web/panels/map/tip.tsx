import type { MapEdge, MapNode } from '../../../contract/index.ts';
import { approximate, formatBytes, formatCount, plural } from '../../data/format.ts';
import { nodeLabel } from '../../data/map.ts';
import { nameOf } from './words.ts';

/** What the pointer is on, and where it is. */
export interface Hover {
  readonly x: number;
  readonly y: number;
  readonly node?: MapNode | undefined;
  readonly edge?: MapEdge | undefined;
}

/** A few words beside the pointer. */
export function MapTip({
  hover,
  nodes,
  room,
}: {
  readonly hover: Hover;
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly room: { readonly width: number };
}) {
  const { x, y, node, edge } = hover;
  const isRight = x > room.width - 280;
  return (
    <div
      className="map-tip"
      style={{ left: x + (isRight ? -14 : 14), top: y + 12, translate: isRight ? '-100% 0' : undefined }}
    >
      {node === undefined ? null : <NodeTip node={node} />}
      {edge === undefined ? null : <EdgeTip edge={edge} nodes={nodes} />}
    </div>
  );
}

function NodeTip({ node }: { readonly node: MapNode }) {
  return (
    <>
      <b>{nodeLabel(node)}</b>
      {node.addresses.length > 0 && node.addresses[0] !== node.label ? (
        <span className="mono">{node.addresses.join(' ')}</span>
      ) : null}
      {node.kind === 'group' ? (
        <span>
          {plural(
            node.hosts,
            node.id === 'internet' ? 'country' : node.id === 'aws' ? 'service' : 'host',
            node.id === 'internet' ? 'countries' : undefined,
          )}
        </span>
      ) : null}
      <span>
        out {formatBytes(node.bytes_out)} · in {formatBytes(node.bytes_in)}
      </span>
      <span>
        {plural(node.records, 'record')}
        {approximate(node.refused) > 0 ? ` · ${formatCount(node.refused)} refused` : ''}
      </span>
    </>
  );
}

function EdgeTip({ edge, nodes }: { readonly edge: MapEdge; readonly nodes: ReadonlyMap<string, MapNode> }) {
  return (
    <>
      <b>
        {nameOf(nodes, edge.from)} → {nameOf(nodes, edge.to)}
      </b>
      <span>
        {formatBytes(edge.bytes)} · {plural(edge.records, 'record')}
        {approximate(edge.refused) > 0 ? ` · ${formatCount(edge.refused)} refused` : ''}
      </span>
    </>
  );
}
