import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { IconButton } from '../components/card.tsx';
import { ScopeLink } from '../components/links.tsx';
import { Empty } from '../components/states.tsx';
import { useView } from '../components/view.tsx';
import { countryName } from '../data/countries.ts';
import { addressKind, looksLikeAddress } from '../data/filters.ts';
import { formatInstant } from '../data/format.ts';
import { type Scope, useRecords } from '../data/queries.ts';
import { definePage } from '../define-page.ts';
import { AcceptedRefused } from '../panels/accepted-refused.tsx';
import { Gauges } from '../panels/gauges.tsx';
import { RecentRecords } from '../panels/recent-records.tsx';
import { Refused } from '../panels/refused.tsx';
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
  const scope = useMemo((): Scope => ({ ...view, filter: [...view.filter, `address:${address}`] }), [view, address]);
  const asSource = useMemo((): Scope => ({ ...view, filter: [...view.filter, `srcaddr:${address}`] }), [view, address]);
  return (
    <div className="page">
      <header className="page-head">
        <h1 className="mono">{address}</h1>
        <IconButton icon="copy" label={`Copy ${address}`} onClick={() => void navigator.clipboard.writeText(address)} />
        <About address={address} scope={scope} />
        <span className="grow" />
        <ScopeLink to="/" add={{ address }}>
          As a filter on the overview
        </ScopeLink>
      </header>
      <Gauges scope={scope} />
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
        <TopList scope={scope} dimension="interface_id" />
      </div>
      <RecentRecords scope={scope} add={{ address }} />
    </div>
  );
}

/** What is known of an address: where it lies, its country, when it was last seen. */
function About({ address, scope }: { readonly address: string; readonly scope: Scope }) {
  const newest = useRecords(scope, {
    columns: ['start', 'srcaddr', 'src_country', 'dst_country'],
    sort: '-start',
    limit: 1,
  });
  const row = newest.data?.rows[0];
  const country = row?.[row[1] === address ? 2 : 3];
  const words = [
    addressKind(address),
    typeof country === 'string' ? countryName(country) : null,
    typeof row?.[0] === 'string' ? `last seen ${formatInstant(row[0])} UTC` : null,
  ].filter((word) => word !== null);
  return <p>{words.join(' · ')}</p>;
}

export const page = definePage({ path: '/address/$ip', title: 'Address', hasScope: true, Component: Address });
