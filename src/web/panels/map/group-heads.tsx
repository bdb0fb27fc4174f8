import { memo } from 'react';
import type { MapNode } from '../../../contract/index.ts';
import { Icon } from '../../components/icon.tsx';
import { ThingArrow } from '../../components/links.tsx';
import { useView } from '../../components/view.tsx';
import { formatBytes, plural } from '../../data/format.ts';
import { nodeLabel } from '../../data/map.ts';
import type { Camera } from '../../data/map-camera.ts';
import type { Box, GroupBox, Layout } from '../../data/map-layout.ts';
import { useThingNameAt } from '../../data/names.ts';
import { headText } from './words.ts';

interface HeadsProps {
  readonly layout: Layout;
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly camera: Camera;
  readonly chosen: string | undefined;
  readonly onChoose: (chosen: { readonly node: string }) => void;
  readonly onToggle: (group: string) => void;
}

/** Names of groups above the drawing: real buttons, for mouse, keyboard and screen reader alike. */
export function GroupHeads({ layout, nodes, camera, chosen, onChoose, onToggle }: HeadsProps) {
  // Far away names grow against the map, so that they stay legible.
  const grown = Math.min(2.4, Math.max(1, 0.86 / camera.k));
  return (
    <div
      className="map-heads"
      style={{ transform: `scale(${camera.k}) translate(${-camera.x}px, ${-camera.y}px)`, fontSize: 12 * grown }}
    >
      {[...layout.frames].map(([id, box]) => (
        <FrameHead key={id} id={id} box={box} size={12 * grown} />
      ))}
      {[...layout.groups.values()].map((box) => (
        <Head
          key={box.id}
          box={box}
          node={nodes.get(box.id)}
          isChosen={chosen === box.id}
          isFar={grown > 1.25}
          size={12 * grown}
          onChoose={onChoose}
          onToggle={onToggle}
        />
      ))}
    </div>
  );
}

const Head = memo(function Head({
  box,
  node,
  isChosen,
  isFar,
  size,
  onChoose,
  onToggle,
}: {
  readonly box: GroupBox;
  readonly node: MapNode | undefined;
  readonly isChosen: boolean;
  readonly isFar: boolean;
  /** Of the letters, in units of the map. */
  readonly size: number;
  readonly onChoose: (chosen: { readonly node: string }) => void;
  readonly onToggle: (group: string) => void;
}) {
  const { scope } = useView();
  const named = useThingNameAt(node?.thing ?? null, scope.to);
  if (node === undefined) return null;
  const label = named ?? nodeLabel(node);
  return (
    <div
      className={box.open ? 'map-head' : 'map-head closed'}
      style={{ left: box.x, top: box.y, width: box.width, height: box.open ? undefined : box.height }}
    >
      <span className="line">
        <button
          type="button"
          className="caret"
          aria-expanded={box.open}
          aria-label={`${box.open ? 'Close' : 'Open'} ${label}`}
          onPointerUp={(event) => event.stopPropagation()}
          onClick={() => onToggle(box.id)}
        >
          <Icon name="caret" size={12} />
        </button>
        <button
          type="button"
          className="name"
          aria-pressed={isChosen}
          title={[label, node.thing, node.within, node.zone].filter((word) => word !== null).join('\n')}
          onPointerUp={(event) => event.stopPropagation()}
          onClick={() => onChoose({ node: box.id })}
        >
          {headText(label, box.width - 21, size)}
        </button>
        {box.open && box.width > 220 && node.zone !== null ? <i>{node.zone}</i> : null}
      </span>
      {box.open || isFar ? null : (
        <span className="soft">
          {plural(node.hosts, word(node.id), node.id === 'internet' ? 'countries' : undefined)} ·{' '}
          {formatBytes(sum(node))}
        </span>
      )}
    </div>
  );
});

/** The name of what groups lie in, with the way to its own page. */
const FrameHead = memo(function FrameHead({
  id,
  box,
  size,
}: {
  readonly id: string;
  readonly box: Box;
  readonly size: number;
}) {
  const { scope } = useView();
  const isThing = /^vpc-/.test(id);
  const label = useThingNameAt(isThing ? id : null, scope.to) ?? id;
  return (
    <div className="map-frame" style={{ left: box.x, top: box.y, maxWidth: box.width }} title={id}>
      {isThing ? 'VPC ' : 'account '}
      <b>{headText(label, box.width - 60, size)}</b>
      {isThing ? <ThingArrow id={id} /> : null}
    </div>
  );
});

const word = (id: string) => (id === 'internet' ? 'country' : id === 'aws' ? 'service' : 'host');
const sum = (node: MapNode) => BigInt(node.bytes_in) + BigInt(node.bytes_out);
