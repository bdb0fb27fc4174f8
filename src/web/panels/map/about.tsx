import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { MapAnswer, MapEdge, MapNode } from '../../../contract/index.ts';
import { IconButton } from '../../components/card.tsx';
import { AddressLink, ThingArrow } from '../../components/links.tsx';
import { useView } from '../../components/view.tsx';
import { approximate, formatBytes, formatExact } from '../../data/format.ts';
import { edgeQuery, type MapMeasure, nodeFilters, nodeLabel, securityGroupsOf } from '../../data/map.ts';
import { useThingNameAt } from '../../data/names.ts';
import { scopeOf } from '../../data/search.ts';
import type { Chosen } from './drawing.tsx';
import { amountText, nameOf, openedText, serviceText } from './words.ts';

interface AboutProps {
  readonly answer: MapAnswer;
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly measure: MapMeasure;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

const MOST_EDGES = 8;

/** What is known of the chosen node or edge, and where to go from there. */
export function MapAbout({ answer, nodes, measure, chosen, onChoose }: AboutProps) {
  const node = chosen.node === undefined ? undefined : nodes.get(chosen.node);
  const edge = answer.edges.find(({ from, to }) => from === chosen.edge?.from && to === chosen.edge?.to);
  if (node === undefined && edge === undefined) return null;
  return (
    <aside className="map-about" aria-label="What is chosen">
      <IconButton icon="close" label="Close" onClick={() => onChoose({})} />
      {node === undefined ? null : (
        <NodeAbout node={node} answer={answer} nodes={nodes} measure={measure} onChoose={onChoose} />
      )}
      {edge === undefined ? null : (
        <EdgeAbout
          edge={edge}
          nodes={nodes}
          measure={measure}
          back={answer.edges.some(({ from, to }) => from === edge.to && to === edge.from)}
          onChoose={onChoose}
        />
      )}
    </aside>
  );
}

function NodeAbout({
  node,
  answer,
  nodes,
  measure,
  onChoose,
}: Omit<AboutProps, 'chosen'> & { readonly node: MapNode }) {
  const { addFilters, scope } = useView();
  // A group goes by the name that the account gives it, as on its head.
  const named = useThingNameAt(node.kind === 'group' ? node.thing : null, scope.to);
  const filters = nodeFilters(node);
  // Of an open group, the edges of what lies in it.
  const own = new Set([node.id]);
  if (node.kind === 'group' && node.open)
    for (const { id, parent } of answer.nodes) if (parent === node.id) own.add(id);
  const edges = answer.edges.filter(({ from, to }) => own.has(from) || own.has(to));
  const otherEnd = ({ from, to }: MapEdge) => {
    if (from === to) return 'among its own hosts';
    if (own.size > 1) return `${nameOf(nodes, from)} → ${nameOf(nodes, to)}`;
    return nameOf(nodes, own.has(from) ? to : from);
  };
  const facts: readonly (readonly [string, string | null])[] = [
    ['Interface', node.interface],
    [node.kind === 'group' ? 'Identifier' : 'Holder', node.thing],
    ['Owner', node.owner],
    ['Subnet', node.subnet],
    ['VPC', node.vpc],
    ['Zone', node.zone],
  ];
  return (
    <>
      <h3>{named ?? nodeLabel(node)}</h3>
      <dl>
        {node.addresses.map((address) => (
          <Fact key={address} name="Address">
            <span className="mono">{address}</span> <AddressLink address={address} />
          </Fact>
        ))}
        {facts.map(([name, value]) =>
          value === null || value === '' ? null : (
            <Fact key={name} name={name}>
              <span className="mono">{value}</span>{' '}
              {/^(?:[a-z]+-[0-9a-f]{8,}|arn:)/.test(value) ? <ThingArrow id={value} /> : null}
            </Fact>
          ),
        )}
        <Fact name="Sent">{formatBytes(node.bytes_out)}</Fact>
        <Fact name="Received">{formatBytes(node.bytes_in)}</Fact>
        <Fact name="Records">{formatExact(node.records)}</Fact>
        {approximate(node.refused) > 0 ? <Fact name="Refused">{formatExact(node.refused)}</Fact> : null}
      </dl>
      <SecurityGroups node={node} />
      {filters.length === 0 ? null : (
        <button type="button" className="chip" onClick={() => addFilters(filters)}>
          Keep only this
        </button>
      )}
      {edges.length === 0 ? null : <h4>Largest connections</h4>}
      <ul>
        {edges.slice(0, MOST_EDGES).map((edge) => (
          <li key={`${edge.from} ${edge.to}`}>
            <button type="button" className="edge" onClick={() => onChoose({ edge })}>
              <span>{own.has(edge.from) ? '→' : '←'}</span>
              <span className="name">{otherEnd(edge)}</span>
              <span className="figure">{amountText(measure, edge[measure])}</span>
            </button>
          </li>
        ))}
      </ul>
      {edges.length > MOST_EDGES ? <p className="soft">and {edges.length - MOST_EDGES} more that are drawn</p> : null}
    </>
  );
}

/** Hosts lie together by all groups that they carry: which those are, and the way to all hosts of one of them. */
function SecurityGroups({ node }: { readonly node: MapNode }) {
  const { addFilters } = useView();
  const groups = securityGroupsOf(node);
  if (groups.length === 0) return null;
  return (
    <>
      <p className="soft">
        {groups.length === 1
          ? 'Hosts that carry this security group and no other.'
          : 'Hosts that carry all of these security groups and no other.'}
      </p>
      <ul className="groups">
        {groups.map((id) => (
          <li key={id}>
            <span className="mono">{id}</span> <ThingArrow id={id} />
            <button
              type="button"
              className="chip"
              title="Also those of its hosts that carry other groups besides"
              onClick={() => addFilters([{ field: 'thing', value: id, excluded: false }])}
            >
              Keep all of {id}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function EdgeAbout({
  edge,
  nodes,
  measure,
  back,
  onChoose,
}: {
  readonly edge: MapEdge;
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly measure: MapMeasure;
  /** The other direction is drawn, too. */
  readonly back: boolean;
  readonly onChoose: (chosen: Chosen) => void;
}) {
  const end = (id: string) => (
    <button type="button" className="link" onClick={() => onChoose({ node: id })}>
      {nameOf(nodes, id)}
    </button>
  );
  return (
    <>
      <h3>
        {end(edge.from)} → {end(edge.to)}
      </h3>
      <dl>
        <Fact name="Bytes">{formatBytes(edge.bytes)}, counted once</Fact>
        <Fact name="Records">{formatExact(edge.records)}</Fact>
        <Fact name="Refused">{formatExact(edge.refused)}</Fact>
      </dl>
      <p className="soft">{openedText(edge)}</p>
      <ExploreLink edge={edge} nodes={nodes} measure={measure} />
      {back ? (
        <button type="button" className="chip" onClick={() => onChoose({ edge: { from: edge.to, to: edge.from } })}>
          The way back
        </button>
      ) : null}
      <h4>Services</h4>
      <ul>
        {edge.services.map((service) => (
          <li key={`${service.service_port} ${service.protocol}`} className="service">
            <span className="name">{serviceText(service)}</span>
            <span className="figure">{amountText(measure, service[measure])}</span>
          </li>
        ))}
      </ul>
      {edge.service_count > edge.services.length ? (
        <p className="soft">and {edge.service_count - edge.services.length} more</p>
      ) : null}
    </>
  );
}

/** Opens the records of an edge as a query. */
export function ExploreLink({
  edge,
  nodes,
  measure,
  short = false,
}: {
  readonly edge: MapEdge;
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly measure: MapMeasure;
  readonly short?: boolean;
}) {
  const { search } = useView();
  const { query, isWhole } = edgeQuery(edge, nodes, measure);
  const label = `Explore ${nameOf(nodes, edge.from)} → ${nameOf(nodes, edge.to)}`;
  return (
    <Link
      to="/explore"
      search={{ ...scopeOf(search), q: query }}
      className={short ? 'link' : 'chip accent'}
      aria-label={label}
      title={isWhole ? undefined : 'A group of so many hosts cannot be named in a query: its end is left open.'}
    >
      {short ? 'Explore' : isWhole ? 'Explore its records' : 'Explore one end'}
    </Link>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
