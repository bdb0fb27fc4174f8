import '../theme/map-about.css';
import '../theme/map.css';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MapAnswer, MapNode } from '../../contract/index.ts';
import { Choice, IconButton } from '../components/card.tsx';
import { Empty, Failure, Waiting } from '../components/states.tsx';
import { useView } from '../components/view.tsx';
import { approximate, formatBytes, plural } from '../data/format.ts';
import { type MapGroup, type MapMeasure, securityGroupsOf, slicesOf, useMap } from '../data/map.ts';
import { layOut, noOrder, type Order, withNodes } from '../data/map-layout.ts';
import type { Range } from '../data/time-range.ts';
import {
  type Chosen,
  groupWords,
  MapAbout,
  MapDrawing,
  MapFind,
  MapLegend,
  MapPatience,
  MapSlider,
  MapTable,
  measureWords,
} from './map/index.ts';

const GROUPS = Object.keys(groupWords) as MapGroup[];
const MEASURES = Object.keys(measureWords) as MapMeasure[];
const LIMITS = ['100', '400', '1500'] as const;

/** The network as a graph, with everything that steers it. What is chosen lies in the address bar. */
export default function NetworkMap() {
  const { search, scope, status, patch } = useView();
  const group = search.group ?? 'subnet';
  const measure = search.by ?? 'bytes';
  const limit = Number(search.edges ?? 100);
  const asked = search.open?.filter((id) => id !== '-');
  const whole = useMap(scope, { group, measure, open: asked, limit });
  const slices = useMemo(() => slicesOf(scope), [scope]);
  const slice = slices.find(({ from }) => from === search.slice);
  const open = useMemo(() => openOf(whole.data), [whole.data]);
  // A slice shows the same groups open as the whole range does, or everything would move.
  const part = useMap(slice === undefined ? scope : { ...scope, ...slice }, {
    group,
    measure,
    open: slice === undefined ? asked : open,
    limit,
  });
  const shown = slice === undefined ? whole : part;
  const order = useOrder(`${group} ${scope.filter.join(' ')}`, whole.data);
  const isTall = useMediaQuery('(max-width: 860px)') ?? false;
  const layout = useMemo(() => layOut(order, new Set(open), isTall), [order, open, isTall]);
  const nodes = useMemo(() => byId(whole.data, shown.data), [whole.data, shown.data]);
  const present = useMemo(() => new Set(shown.data?.nodes.map(({ id }) => id)), [shown.data]);
  const [centre, setCentre] = useState<{ readonly id: string }>();
  const onSlice = useCallback((next: Range | undefined) => patch({ slice: next?.from }), [patch]);

  if (whole.data === undefined) {
    return whole.isError ? (
      <Failure error={whole.error} onRetry={() => void whole.refetch()} />
    ) : (
      <>
        <MapPatience scope={scope} />
        <Waiting height={520} />
      </>
    );
  }
  if (whole.isError) return <Failure error={whole.error} onRetry={() => void whole.refetch()} />;
  const answer = shown.data ?? whole.data;
  const chosen: Chosen =
    search.node === undefined
      ? {}
      : search.to_node === undefined
        ? { node: search.node }
        : { edge: { from: search.node, to: search.to_node } };
  const onChoose = ({ node, edge }: Chosen) => patch({ node: node ?? edge?.from, to_node: edge?.to });
  const setOpen = (next: readonly string[], more: { node?: string } = {}) =>
    patch({ open: next.length === 0 ? ['-'] : [...next], ...more });
  const onToggle = (id: string) => setOpen(open.includes(id) ? open.filter((one) => one !== id) : [...open, id]);
  const onFind = (node: MapNode) => {
    setCentre({ id: node.id });
    if (node.parent !== null && !open.includes(node.parent)) {
      setOpen([...open, node.parent], { node: node.id });
    } else patch({ node: node.id, to_node: undefined });
  };
  const widest = whole.data.edges.reduce(
    (top, edge) => Math.max(top, edge.from === edge.to ? 0 : approximate(edge[measure])),
    0,
  );
  // One scale for all slices, so that they can be compared: twice their mean share of the widest.
  const most = slice === undefined ? widest : (2 * widest) / slices.length;
  const isTable = search.view === 'table';
  const label = `${plural(whole.data.hosts, 'host')} in ${plural(whole.data.nodes.filter((node) => node.kind === 'group').length, 'group')}, ${plural(answer.edges.length, 'connection')} drawn; the table has the same as text`;
  return (
    <section className="card map-card" aria-label="Map of the network">
      <header className="map-bar">
        <label className="map-group">
          <span className="sr-only">Put hosts together by</span>
          <select
            value={group}
            onChange={(event) =>
              patch({
                group: groupFrom(event.currentTarget.value),
                open: undefined,
                node: undefined,
                to_node: undefined,
                look: undefined,
              })
            }
          >
            {GROUPS.map((one) => (
              <option key={one} value={one}>
                {groupWords[one]}
              </option>
            ))}
          </select>
        </label>
        <Choice
          label="Width of connections"
          options={MEASURES}
          value={measure}
          words={measureWords}
          onChange={(by) => patch({ by })}
        />
        <MapFind nodes={whole.data.nodes} onFind={onFind} />
        <span className="grow" />
        <label className="map-group wide-only">
          <span className="sr-only">How many connections are drawn</span>
          <select
            value={String(limit)}
            onChange={(event) => patch({ edges: LIMITS.find((one) => one === event.currentTarget.value) })}
          >
            {LIMITS.map((one) => (
              <option key={one} value={one}>
                {one} connections
              </option>
            ))}
          </select>
        </label>
        <IconButton
          icon="table"
          label={isTable ? 'Show the map' : 'Show as a table'}
          pressed={isTable}
          onClick={() => patch({ view: isTable ? undefined : 'table' })}
        />
      </header>
      <Unknown answer={whole.data} group={group} />
      <Sets answer={whole.data} />
      {part.isError && slice !== undefined ? <Failure error={part.error} onRetry={() => void part.refetch()} /> : null}
      {answer.edges.length === 0 && slice === undefined ? (
        <Empty title="Nobody talked to anybody here">
          No record of this range and these filters has two addresses. Widen the range or drop a filter.
        </Empty>
      ) : (
        <div className={shown.isPlaceholderData ? 'map-body stale' : 'map-body'}>
          {shown.isPlaceholderData ? (
            <MapPatience scope={slice === undefined ? scope : { ...scope, ...slice }} />
          ) : null}
          {isTable ? (
            <MapTable answer={answer} nodes={nodes} measure={measure} />
          ) : (
            <MapDrawing
              answer={answer}
              layout={layout}
              nodes={nodes}
              present={present}
              measure={measure}
              most={most}
              chosen={chosen}
              centre={centre}
              fitKey={`${group} ${isTall}`}
              look={search.look}
              label={label}
              onChoose={onChoose}
              onToggle={onToggle}
              onLook={(look) => patch({ look }, { replace: true })}
            />
          )}
          {isTable ? null : (
            <MapAbout answer={answer} nodes={nodes} measure={measure} chosen={chosen} onChoose={onChoose} />
          )}
        </div>
      )}
      <MapSlider
        slices={slices}
        slice={slice}
        answer={answer}
        isWaiting={shown.isPlaceholderData || shown.isFetching}
        onSlice={onSlice}
      />
      <MapLegend answer={answer} measure={measure} most={most} />
      <p className="note">
        {formatBytes(answer.total.bytes)}: each flow is counted once. Records and refusals are counted as they were
        logged, at both ends where both log. {status.countries.loaded ? '' : (status.countries.hint ?? '')}
      </p>
    </section>
  );
}

/** What an inventory would add, where there is none or where it does not know most hosts. */
function Unknown({ answer, group }: { readonly answer: MapAnswer; readonly group: MapGroup }) {
  if (answer.known_hosts * 2 >= answer.hosts || answer.hosts === 0) return null;
  const needs = group === 'tier' || group === 'owner' || group === 'security_group';
  return (
    <p className="map-unknown">
      {answer.known_hosts === 0
        ? `No inventory knows these hosts: they go by their addresses, ${needs ? `and nothing tells their ${groupWords[group].toLowerCase()}` : 'grouped by what the records say of their interfaces, else by network'}.`
        : `The inventory knows ${answer.known_hosts} of ${plural(answer.hosts, 'host')}; the others, addresses that were only probed among them, go by their addresses.`}
      {answer.known_hosts > 0 ? null : (
        <>
          {' '}
          <code>weir inventory pull</code> or <code>weir inventory import</code> adds names, owners, tiers and groups.
        </>
      )}
    </p>
  );
}

/** A host with several security groups lies in none of them alone. */
function Sets({ answer }: { readonly answer: MapAnswer }) {
  if (!answer.nodes.some((node) => securityGroupsOf(node).length > 1)) return null;
  return (
    <p className="map-unknown">
      A host with several security groups lies in a box of its own, named by all of them. Click the box to see them, and
      to keep all hosts of one.
    </p>
  );
}

function groupFrom(value: string): MapGroup | undefined {
  return GROUPS.find((one) => one === value);
}

function openOf(answer: MapAnswer | undefined): readonly string[] {
  return answer?.nodes.flatMap((node) => (node.kind === 'group' && node.open ? [node.id] : [])) ?? [];
}

function byId(...answers: readonly (MapAnswer | undefined)[]): ReadonlyMap<string, MapNode> {
  return new Map(answers.flatMap((answer) => answer?.nodes.map((node) => [node.id, node] as const) ?? []));
}

/** Things stay where they were put, from answer to answer, until they are put together in another way. */
function useOrder(key: string, answer: MapAnswer | undefined): Order {
  const kept = useRef<{ readonly key: string; readonly order: Order }>({ key: '', order: noOrder });
  const order = useMemo(() => {
    const before = kept.current.key === key ? kept.current.order : noOrder;
    return answer === undefined ? before : withNodes(before, answer.nodes);
  }, [key, answer]);
  useEffect(() => {
    kept.current = { key, order };
  }, [key, order]);
  return order;
}
