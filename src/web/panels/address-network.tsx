import type { ReactNode } from 'react';
import type { AddressAnswer } from '../../contract/index.ts';
import { Card } from '../components/card.tsx';
import { Command } from '../components/command.tsx';
import { FilterValue } from '../components/filter-menu.tsx';
import { countryName } from '../data/countries.ts';
import { addressKind } from '../data/filters.ts';

type Missing = AddressAnswer['not_loaded'][number];

/** What would bring the data; a database of cities is nothing that everybody has. */
const commands: Readonly<Partial<Record<Missing, string>>> = {
  countries: 'weir countries',
  asn: 'weir enrich asn',
  cloud: 'weir enrich aws <ip-ranges.json>',
  networks: 'weir enrich networks <file.csv>',
  threats: 'weir enrich threats <name> <file>',
};

/** What is known of the network around an address: country, operator, service of AWS, own network, threat lists. */
export function AddressNetwork({ answer }: { readonly answer: AddressAnswer }) {
  const { country, asn, cloud, networks, threats, geo } = answer;
  const missing = answer.not_loaded.flatMap((name) => commands[name] ?? []);
  const isOwn = addressKind(answer.address) !== null;
  const facts: [words: string, value: ReactNode][] = [
    ...fact('address', addressKind(answer.address)),
    ...fact('country', country === null ? null : <FilterValue of={{ country }}>{countryName(country)}</FilterValue>),
    ...fact('place', geo ? [geo['city'], geo['region']].filter(Boolean).join(', ') : null),
    ...fact(
      'operator',
      asn ? (
        <>
          <FilterValue of={{ asn: asn['asn'] ?? '' }}>
            {asn['name'] || `AS ${asn['asn']}`} <span className="code">AS {asn['asn']}</span>
          </FilterValue>{' '}
          <span className="mono soft">{asn['network']}</span>
        </>
      ) : null,
    ),
    ...fact(
      'AWS service',
      cloud ? (
        <>
          <FilterValue of={{ aws_service: cloud['service'] ?? '' }}>{cloud['service']}</FilterValue> {cloud['region']}{' '}
          <span className="mono soft">{cloud['network']}</span>
        </>
      ) : null,
    ),
    ...fact(
      'own network',
      networks ? (
        <>
          <FilterValue of={{ label: networks['label'] ?? '' }}>{networks['label']}</FilterValue>{' '}
          {[networks['owner'], networks['environment']].filter(Boolean).join(' · ')}{' '}
          <span className="mono soft">{networks['network']}</span>
        </>
      ) : null,
    ),
    ...fact(
      'threat list',
      threats ? (
        <span className="refused">
          <FilterValue of={{ threat: threats['list'] ?? '' }}>{threats['list']}</FilterValue> {threats['remark']}
        </span>
      ) : null,
    ),
  ];
  return (
    <Card title="Its network">
      <dl className="facts">
        {facts.map(([words, value]) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {facts.length === 0 ? (
          <div>
            <dt>nothing</dt>
            <dd className="soft">No loaded list has a network around it.</dd>
          </div>
        ) : null}
        {isOwn || missing.length === 0 ? null : (
          <div>
            <dt>not loaded</dt>
            <dd className="to-load">
              {missing.map((text) => (
                <Command key={text} text={text} />
              ))}
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}

/** A line of the card; none where nothing is known. */
function fact(words: string, value: ReactNode): [string, ReactNode][] {
  return value === null || value === '' ? [] : [[words, value]];
}
