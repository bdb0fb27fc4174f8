import type { InventoryObjectAnswer } from '../../contract/index.ts';
import { Card } from '../components/card.tsx';
import { AddressLink } from '../components/links.tsx';
import { ThingLink } from '../components/thing.tsx';
import { formatInstant } from '../data/format.ts';
import { factsOf, kindName } from '../data/inventory.ts';

type Held = InventoryObjectAnswer['objects'][number];

const ADDRESSES = 12;

/** What a thing is: addresses, tags and what AWS says of it, as it was at that time. */
export function ThingFacts({ held, at }: { readonly held: Held; readonly at: string }) {
  const { object, related } = held;
  const { addresses, tags, content, account, region, vpc, state, owner } = object;
  const known = new Set(addresses);
  const facts = factsOf(content).filter(([, value]) => !known.has(value));
  const names = new Map(related.map((one) => [one.id, one]));
  return (
    <Card title="Facts" about={validText(object, at)}>
      <dl className="facts">
        {owner === null ? null : (
          <Fact words="owner">
            <b>{owner}</b>
          </Fact>
        )}
        {addresses.length === 0 ? null : (
          <Fact words={addresses.length === 1 ? 'address' : 'addresses'}>
            <span className="addresses">
              {addresses.slice(0, ADDRESSES).map((address) => (
                <span key={address} className="line">
                  <span className="mono">{address}</span>
                  <AddressLink address={address} />
                </span>
              ))}
              {addresses.length > ADDRESSES ? <span className="about">{addresses.length - ADDRESSES} more</span> : null}
            </span>
          </Fact>
        )}
        {state === null ? null : <Fact words="state">{state}</Fact>}
        {vpc === null || vpc === object.id ? null : (
          <Fact words="VPC">
            <ThingLink id={vpc} name={names.get(vpc)?.name} kind="vpc" />
          </Fact>
        )}
        <Fact words="account">
          <span className="mono">{account || 'not known'}</span> · {region || 'region not known'}
        </Fact>
        {facts.map(([words, value]) => (
          <Fact key={`${words} ${value}`} words={words}>
            {value}
          </Fact>
        ))}
        {Object.keys(tags).length === 0 ? null : (
          <Fact words="tags">
            <span className="tags">
              {Object.entries(tags)
                .sort()
                .map(([key, value]) => (
                  <span key={key} className="tag">
                    <i>{key}</i> {value}
                  </span>
                ))}
            </span>
          </Fact>
        )}
      </dl>
    </Card>
  );
}

function Fact({ words, children }: { readonly words: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{words}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function validText({ valid_from: from, valid_to: to, last_seen: seen, kind }: Held['object'], at: string): string {
  if (Date.parse(from) > Date.parse(at))
    return `assumed: this ${kindName(kind)} was first seen at ${formatInstant(from)} UTC`;
  const end = to === null ? `last seen ${formatInstant(seen)}` : `until ${formatInstant(to)}`;
  return `so since ${formatInstant(from)} · ${end} UTC`;
}
