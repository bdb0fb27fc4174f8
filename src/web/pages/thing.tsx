import { useParams } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { InventoryObjectAnswer } from '../../contract/index.ts';
import { AsOf } from '../components/as-of.tsx';
import { Answer, IconButton } from '../components/card.tsx';
import { Command } from '../components/command.tsx';
import { ScopeLink } from '../components/links.tsx';
import { Empty } from '../components/states.tsx';
import { useView } from '../components/view.tsx';
import { formatInstant } from '../data/format.ts';
import { hasTraffic, kindName, useInventoryStatus, useThing } from '../data/inventory.ts';
import type { Scope } from '../data/queries.ts';
import { definePage } from '../define-page.ts';
import { AcceptedRefused } from '../panels/accepted-refused.tsx';
import { Gauges } from '../panels/gauges.tsx';
import { RecentRecords } from '../panels/recent-records.tsx';
import { Refused } from '../panels/refused.tsx';
import { ThingFacts } from '../panels/thing-facts.tsx';
import { ThingChanges, ThingHistory } from '../panels/thing-history.tsx';
import { ThingRelated } from '../panels/thing-related.tsx';
import { ThingAcl, ThingRoutes } from '../panels/thing-routes.tsx';
import { ThingRules } from '../panels/thing-rules.tsx';
import { TopList } from '../panels/top-list.tsx';

function Thing() {
  const { id }: { id?: string } = useParams({ strict: false });
  return <ThingPage key={id} id={id ?? ''} />;
}

function ThingPage({ id }: { readonly id: string }) {
  const { search, scope } = useView();
  const at = search.at === 'now' ? nowText() : (search.at ?? scope.to);
  const status = useInventoryStatus();
  // Without an inventory there is nothing to ask for: records of an interface show all the same.
  const isEmpty = status.data?.known.length === 0;
  const thing = useThing(id, at, !status.isPending && !isEmpty);
  const object = thing.data?.objects[0]?.object ?? thing.data?.versions.at(-1);
  const title = object?.name ?? id;
  useEffect(() => {
    document.title = `${title} · Weir`;
  }, [title]);
  const isUnknown = isEmpty || thing.data?.known === false;
  return (
    <div className="page">
      <header className="page-head">
        <h1 className={object?.name === null || object === undefined ? 'mono wrap' : 'wrap'}>{title}</h1>
        {object === undefined ? null : <p>{kindName(object.kind)}</p>}
        {title === id ? null : <p className="mono wrap">{id}</p>}
        <IconButton icon="copy" label={`Copy ${id}`} onClick={() => void navigator.clipboard.writeText(id)} />
        <span className="grow" />
        {isUnknown ? null : <AsOf at={at} />}
      </header>
      {isUnknown ? (
        <>
          <Unknown id={id} isEmpty={isEmpty} />
          {thing.data !== undefined && thing.data.named_by.length > 0 ? <ThingRelated answer={thing.data} /> : null}
        </>
      ) : (
        <Answer query={thing} height={420} lines={8}>
          {(answer) => <Known answer={answer} at={at} />}
        </Answer>
      )}
      {isUnknown && !looksSeen(id) ? null : object !== undefined && !hasTraffic(object.kind) ? null : (
        <Traffic id={id} kind={object?.kind} />
      )}
    </div>
  );
}

/** Whole minutes, so that the page holds still between two looks at the clock. */
function nowText(): string {
  return new Date(Math.ceil(Date.now() / 60_000) * 60_000).toISOString();
}

/** An interface that no snapshot has may still have records. */
const looksSeen = (id: string) => /^eni-[0-9a-f]+$/.test(id);

function Known({ answer, at }: { readonly answer: InventoryObjectAnswer; readonly at: string }) {
  const [held] = answer.objects;
  const others = answer.objects.slice(1);
  const isTable = held?.object.kind === 'route-table';
  const isAcl = held?.object.kind === 'network-acl';
  const tables = [...(isTable ? [held.object] : []), ...(held?.route_tables ?? [])];
  const acls = [...(isAcl ? [held.object] : []), ...(held?.network_acls ?? [])];
  return (
    <div className="column">
      {held === undefined ? (
        <section className="card">
          <Empty title={`It was not there at ${formatInstant(at)} UTC, as far as is known`}>
            Its history below says when it was: a click on a line shows the page as of then.
          </Empty>
        </section>
      ) : (
        <div className="row half">
          <ThingFacts held={held} at={at} />
          <ThingRelated answer={answer} />
        </div>
      )}
      {others.map((other) => (
        <ThingFacts key={`${other.object.kind} ${other.object.account}`} held={other} at={at} />
      ))}
      {held === undefined ? null : (
        <ThingRules rules={held.rules} names={answer.names} withGroup={held.object.kind !== 'security-group'} />
      )}
      {tables.length + acls.length === 0 ? null : (
        <div className={tables.length + acls.length === 1 ? 'row' : 'row half'}>
          {tables.map((table) => (
            <ThingRoutes key={table.id} table={table} names={answer.names} />
          ))}
          {acls.map((acl) => (
            <ThingAcl key={acl.id} acl={acl} />
          ))}
        </div>
      )}
      <div className="row half">
        <ThingChanges changes={answer.changes} withThing={false} />
        <ThingHistory versions={answer.versions} at={at} />
      </div>
    </div>
  );
}

function Traffic({ id, kind }: { readonly id: string; readonly kind: string | undefined }) {
  const { scope: view } = useView();
  const scope = useMemo((): Scope => ({ ...view, filter: [...view.filter, `thing:${id}`] }), [view, id]);
  // Both ends of what stays in a VPC are its own; other things are told what their interfaces saw.
  const bytes = kind === 'vpc' ? 'counted' : 'logged';
  return (
    <>
      <div className="section-head">
        <h2>Traffic</h2>
        <p>
          records of {kind === 'network-interface' || kind === undefined ? 'this interface' : 'its interfaces'} in the
          range
        </p>
        <span className="grow" />
        <ScopeLink to="/" add={{ thing: id }}>
          As a filter on the overview
        </ScopeLink>
      </div>
      <Gauges scope={scope} bytes={bytes} />
      <AcceptedRefused scope={scope} bytes={bytes} />
      <div className="row half">
        <TopList scope={scope} dimension="peer" rows={12} bytes={bytes} />
        <TopList scope={scope} dimension="service" rows={12} bytes={bytes} />
      </div>
      <div className="row half">
        <Refused scope={scope} by="rejected_service" />
        <Refused scope={scope} by="rejected_srcaddr" />
      </div>
      <RecentRecords scope={scope} add={{ thing: id }} />
    </>
  );
}

function Unknown({ id, isEmpty }: { readonly id: string; readonly isEmpty: boolean }) {
  return (
    <section className="card">
      <Empty title={isEmpty ? 'No inventory is loaded' : `No snapshot has ${id}`}>
        <p>
          <ScopeLink to="/inventory">Inventory</ScopeLink> says what is known, and which calls bring the rest. Import
          what they print:
        </p>
        <Command text="weir inventory import <folder>" />
      </Empty>
    </section>
  );
}

export const page = definePage({ path: '/thing/$id', title: 'Thing', hasScope: true, Component: Thing });
