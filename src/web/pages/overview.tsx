import { useView } from '../components/view.tsx';
import { definePage } from '../define-page.ts';
import { AcceptedRefused } from '../panels/accepted-refused.tsx';
import { Boundary } from '../panels/boundary.tsx';
import { Conversations } from '../panels/conversations.tsx';
import { CountriesOverTime } from '../panels/countries-over-time.tsx';
import { CountryMap } from '../panels/country-map.tsx';
import { Gauges } from '../panels/gauges.tsx';
import { Refused } from '../panels/refused.tsx';
import { TopList } from '../panels/top-list.tsx';

function Overview() {
  const { scope } = useView();
  return (
    <div className="page">
      <h1 className="sr-only">Overview</h1>
      <Gauges scope={scope} />
      <AcceptedRefused scope={scope} />
      <div className="row talk">
        <Conversations scope={scope} />
        <div className="column">
          <Refused scope={scope} by="rejected_service" />
          <Refused scope={scope} by="rejected_srcaddr" />
        </div>
      </div>
      <Boundary scope={scope} />
      <div className="row half">
        <CountriesOverTime scope={scope} side="src_country" />
        <CountriesOverTime scope={scope} side="dst_country" />
      </div>
      <CountryMap scope={scope} />
      <div className="row quarter">
        <TopList scope={scope} dimension="srcaddr" />
        <TopList scope={scope} dimension="dstaddr" />
        <TopList scope={scope} dimension="service" />
        <TopList scope={scope} dimension="interface_id" />
      </div>
    </div>
  );
}

export const page = definePage({
  path: '/',
  title: 'Overview',
  menu: { icon: 'overview', place: 1 },
  hasScope: true,
  Component: Overview,
});
