import type { AddressName } from '../../contract/index.ts';
import { shorten } from '../data/format.ts';
import { useNameAt, useThingNameAt } from '../data/names.ts';
import { useView } from './view.tsx';

/** What an address is called at the end of the view. */
export function useName(address: string | null): AddressName | null | undefined {
  const { scope } = useView();
  return useNameAt(address, scope.to);
}

/** A name that two VPCs claim is a guess, and says so. */
export function nameText({ name, ambiguous }: AddressName): string | null {
  return name === null ? null : `${name}${ambiguous ? ' ?' : ''}`;
}

/** Everything that is known of who is behind an address, for a hover. */
export function nameTitle(address: string, known: AddressName | null | undefined): string {
  if (known === null || known === undefined) return address;
  const { name, owner, kind, resource, interface: nic, vpc, about, ambiguous } = known;
  const words = [
    name === null ? address : `${name} (${address})`,
    owner === null ? null : `owner ${owner}`,
    resource === null ? null : `${kind ?? ''} ${resource}`.trim(),
    nic === null || nic === resource ? null : nic,
    vpc,
    about,
    ambiguous ? 'several VPCs have this address at that time: this is one of them' : null,
  ];
  return words.filter((text) => text !== null).join('\n');
}

/** An address within a cell: its name before it, or instead of it where there is little room. */
export function NamedAddress({
  address,
  room = 22,
  compact = false,
}: {
  readonly address: string;
  readonly room?: number;
  readonly compact?: boolean;
}) {
  const known = useName(address);
  const name = known === null || known === undefined ? null : nameText(known);
  if (name === null) return <span className="mono">{shorten(address, room)}</span>;
  if (compact) return <span title={nameTitle(address, known)}>{name}</span>;
  return (
    <>
      <span className="decoded">{name}</span>
      <span className="code mono">{shorten(address, room)}</span>
    </>
  );
}

/** The name of a thing that a record names by its identifier, or the identifier. */
export function NamedThing({ id, room = 24 }: { readonly id: string; readonly room?: number }) {
  const { scope } = useView();
  const name = useThingNameAt(id, scope.to);
  if (name === null || name === undefined) return <span className="mono">{shorten(id, room)}</span>;
  return (
    <>
      <span className="decoded">{name}</span>
      <span className="code mono">{shorten(id, 16)}</span>
    </>
  );
}
