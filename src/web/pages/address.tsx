import { useParams } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { AddressAnswer } from '../../contract/index.ts';
import { Answer, IconButton } from '../components/card.tsx';
import { ScopeLink } from '../components/links.tsx';
import { nameText, nameTitle, useName } from '../components/named.tsx';
import { Empty } from '../components/states.tsx';
import { ThingLink } from '../components/thing.tsx';
import { useView } from '../components/view.tsx';
import { countryName } from '../data/countries.ts';
import { addressKind, looksLikeAddress } from '../data/filters.ts';
import { formatInstant } from '../data/format.ts';
import { kindName, useAddress } from '../data/inventory.ts';
import { type Scope, useRecords } from '../data/queries.ts';
import { definePage } from '../define-page.ts';
import { AcceptedRefused } from '../panels/accepted-refused.tsx';
import { AddressHolders } from '../panels/address-holders.tsx';
import { AddressNetwork } from '../panels/address-network.tsx';
import { Gauges } from '../panels/gauges.tsx';
import { RecentRecords } from '../panels/recent-records.tsx';
import { Refused } from '../panels/refused.tsx';
import { ThingChanges } from '../panels/thing-history.tsx';
import { TopList } from '../panels/top-list.tsx';

function Address() {
  const { ip }: { ip?: string } = useParams({ strict: false });
  const address = ip ?? '';
  if (!looksLikeAddress(address)) {
    return (
      <div className="page">
        <Empty title={`${address} is no address`}>Addresses look like 10.0.0.1 or 2001:db8::1.</Empty>
      </div>
    );
  }
  return <AddressPage address={address} />;
}

function AddressPage({ address }: { readonly address: string }) {
  const { scope: view } = useView();
  const known = useName(address);
  const name = known === null || known === undefined ? null : nameText(known);
  const facts = useAddress(address);
  useEffect(() => {
    document.title = `${name ?? address} · Weir`;
  }, [name, address]);
  const scope = useMemo((): Scope => ({ ...view, filter: [...view.filter, `address:${address}`] }), [view, address]);
  const asSource = useMemo((): Scope => ({ ...view, filter: [...view.filter, `srcaddr:${address}`] }), [view, address]);
  return (
    <div className="page">
      <header className="page-head">
        {name === null ? (
          <h1 className="mono">{address}</h1>
        ) : (
          <>
            <h1 title={nameTitle(address, known)}>{name}</h1>
            <p className="mono">{address}</p>
          </>
        )}
        <IconButton icon="copy" label={`Copy ${address}`} onClick={() => void navigator.clipboard.writeText(address)} />
        <About address={address} country={facts.data?.country ?? null} scope={scope} />
        {known?.resource ? (
          <p>
            <ThingLink id={known.resource} name={known.kind === null ? known.resource : kindName(known.kind)} />
            {known.owner === null ? '' : ` of ${known.owner}`}
          </p>
        ) : null}
        <span className="grow" />
        <ScopeLink to="/" add={{ address }}>
          As a filter on the overview
        </ScopeLink>
      </header>
      <Gauges scope={scope} />
      <Answer query={facts} height={140} lines={3}>
        {(answer) => (
          <div className="column">
            <div className={isOutside(answer) ? 'row half' : 'row'}>
              <AddressHolders answer={answer} at={view.to} />
              {isOutside(answer) ? <AddressNetwork answer={answer} /> : null}
            </div>
            {answer.changes.length === 0 ? null : <ThingChanges changes={answer.changes} withThing />}
          </div>
        )}
      </Answer>
      <AcceptedRefused scope={scope} />
      <div className="row half">
        <TopList scope={scope} dimension="peer" rows={12} />
        <TopList scope={scope} dimension="service" rows={12} />
      </div>
      <div className="row half">
        <Refused scope={scope} by="rejected_service" />
        <Refused scope={scope} by="rejected_srcaddr" />
      </div>
      <div className="row half">
        <TopList scope={asSource} dimension="dstaddr" />
        <TopList scope={scope} dimension="interface_id" title="Seen at, and on the way" bytes="logged" />
      </div>
      <RecentRecords scope={scope} add={{ address }} />
    </div>
  );
}

/** Nothing but its digits is known of the network of most private addresses. */
function isOutside({ address, country, asn, cloud, networks, threats }: AddressAnswer): boolean {
  return addressKind(address) === null || [country, asn, cloud, networks, threats].some(Boolean);
}

/** What is known of an address: where it lies, its country, when it was last seen. */
function About({
  address,
  country,
  scope,
}: {
  readonly address: string;
  readonly country: string | null;
  readonly scope: Scope;
}) {
  const newest = useRecords(scope, { columns: ['start'], sort: '-start', limit: 1 });
  const row = newest.data?.rows[0];
  const words = [
    addressKind(address),
    country === null ? null : countryName(country),
    typeof row?.[0] === 'string' ? `last seen ${formatInstant(row[0])} UTC` : null,
  ].filter((word) => word !== null);
  return <p>{words.join(' · ')}</p>;
}

export const page = definePage({ path: '/address/$ip', title: 'Address', hasScope: true, Component: Address });
