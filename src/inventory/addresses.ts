import { formatAddress, parseAddress, WeirError } from '../core/index.ts';
import type { ReadContext } from '../store/index.ts';
import type { AddressRole, HeldAddress } from './define-kind.ts';
import { itemOf, textOf } from './define-kind.ts';
import { heldAt } from './facts.ts';
import { type HistoricObject, loadHistories, type Version } from './histories.ts';
import { spanAt } from './history.ts';
import { kindNamed } from './kinds/index.ts';

/** Who holds an address in a time. The same address in two VPCs is two of these. Missing is null. */
export interface AddressHolder {
  readonly address: string;
  readonly role: AddressRole;
  readonly account: string;
  readonly region: string;
  readonly vpc: string | null;
  readonly interface: string | null;
  /** What the interface belongs to, where that is known; else what the address was found at. */
  readonly resource: { readonly kind: string | null; readonly id: string };
  readonly name: string | null;
  readonly owner: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly uncertain_from: string | null;
  readonly last_seen: string;
}

/** Who holds an address at a time, in one VPC or in all. Throws ADDRESS_INVALID. */
export async function addressAt(
  context: ReadContext,
  address: string,
  at: Date,
  vpc?: string,
): Promise<AddressHolder[]> {
  const then = at.getTime();
  const holds = ({ from, to }: Period) => from <= then && (to === undefined || then < to);
  const held = (await periodsOf(context, address)).filter(
    (one) => holds(one) && (vpc === undefined || one.holding.vpc === vpc),
  );
  return named(
    context,
    held.filter((one) => !held.some((other) => saysMore(other, one))),
    then,
  );
}

/** Everybody who ever held an address, by VPC and time. Throws ADDRESS_INVALID. */
export async function addressHistory(context: ReadContext, address: string): Promise<AddressHolder[]> {
  const held = await periodsOf(context, address);
  const covers = (other: Period, one: Period) =>
    other.from <= one.from && (other.to === undefined || (one.to !== undefined && one.to <= other.to));
  return joined(
    await named(
      context,
      held.filter((one) => !held.some((other) => saysMore(other, one) && covers(other, one))),
    ),
  );
}

/**
 * Holders in the order of their beginnings, each once over times that meet: a gateway's own answer knows since when it is
 * there, that of its interface only since when it was seen.
 */
export function joined(holders: readonly AddressHolder[]): AddressHolder[] {
  const lines: AddressHolder[] = [];
  for (const holder of holders) {
    const at = lines.findIndex((line) => isOne(line, holder) && endOf(line) >= Date.parse(holder.valid_from));
    const line = lines[at];
    if (line === undefined) {
      lines.push(holder);
      continue;
    }
    const { valid_to, uncertain_from } = endOf(holder) > endOf(line) ? holder : line;
    const last = Math.max(Date.parse(line.last_seen), Date.parse(holder.last_seen));
    // What the interface says of the address is more than that its gateway has it.
    const role = line.role === line.resource.kind ? holder.role : line.role;
    lines[at] = { ...line, role, valid_to, uncertain_from, last_seen: iso(last) };
  }
  return lines;
}

const endOf = ({ valid_to: to }: AddressHolder) => (to === null ? Number.POSITIVE_INFINITY : Date.parse(to));

function isOne(a: AddressHolder, b: AddressHolder): boolean {
  const parts = ({ account, region, vpc, interface: nic, resource, name, owner }: AddressHolder) =>
    JSON.stringify([account, region, vpc, nic, resource.id, name, owner]);
  return parts(a) === parts(b);
}

async function periodsOf(context: ReadContext, text: string): Promise<Period[]> {
  const parsed = parseAddress(text);
  if (parsed === undefined)
    throw new WeirError('ADDRESS_INVALID', `"${text}" is no address`, {
      kind: 'usage',
      hint: 'write it as 10.0.0.1 or 2001:db8::1',
    });
  const address = formatAddress(parsed);
  return (await loadHistories(context, { address })).flatMap((object) => periods(object, address));
}

/** Holders with the names that they had at a time, or had last. */
async function named(context: ReadContext, rows: readonly Period[], at?: number): Promise<AddressHolder[]> {
  const ids = [...new Set(rows.map((row) => row.resource))];
  const objects = ids.length === 0 ? [] : await loadHistories(context, { ids });
  const sorted = rows.toSorted((a, b) => (a.holding.vpc ?? '').localeCompare(b.holding.vpc ?? '') || a.from - b.from);
  return sorted.map(({ object, holding, resource, from, to, uncertainFrom, lastSeen }) => {
    const when = at ?? lastSeen;
    const version = spanAt(object.versions, when);
    const [other] = heldAt(
      objects.filter((one) => one.id === resource && one.kind !== 'tags'),
      new Date(when),
    );
    return {
      address: holding.address,
      role: holding.role,
      account: object.account,
      region: object.region,
      vpc: holding.vpc,
      interface: holding.interface,
      resource: { kind: other?.kind ?? (resource === object.id ? object.kind : null), id: resource },
      name: version?.name ?? other?.name ?? null,
      owner: version?.owner ?? other?.owner ?? null,
      valid_from: iso(from),
      valid_to: to === undefined ? null : iso(to),
      uncertain_from: uncertainFrom === undefined ? null : iso(uncertainFrom),
      last_seen: iso(lastSeen),
    };
  });
}

interface Period {
  readonly object: HistoricObject;
  readonly holding: HeldAddress;
  /** What it belongs to. */
  readonly resource: string;
  readonly from: number;
  readonly to: number | undefined;
  readonly uncertainFrom: number | undefined;
  readonly lastSeen: number;
}

/** The times in which an object held an address; versions that differ in other things are one time. */
function periods(object: HistoricObject, address: string): Period[] {
  const kind = kindNamed(object.kind);
  const found: Period[] = [];
  for (const version of object.versions) {
    const holding = kind?.addresses?.(version.content).find((one) => one.address === address);
    if (holding === undefined) continue;
    const resource = belongsTo(object, version, holding);
    const { from, to, uncertainFrom, lastSeen } = version;
    const last = found.at(-1);
    const isSame = last !== undefined && last.to === from && last.resource === resource && same(last.holding, holding);
    const end = { to, uncertainFrom, lastSeen };
    if (isSame) found[found.length - 1] = { ...last, ...end };
    else found.push({ object, holding, resource, from, ...end });
  }
  return found;
}

const same = (a: HeldAddress, b: HeldAddress) => a.role === b.role && a.interface === b.interface && a.vpc === b.vpc;

/** What an address that an object holds belongs to: an instance, gateway or load balancer, else the object itself. */
export function belongsTo(object: HistoricObject, version: Version, holding: HeldAddress): string {
  if (object.kind !== 'network-interface')
    return object.kind === 'elastic-address' ? (holding.interface ?? object.id) : object.id;
  const instance = textOf(itemOf(version.content, 'Attachment'), 'InstanceId');
  return instance ?? kindNamed(object.kind)?.names?.(version.content, object)[0] ?? object.id;
}

/** An interface is described by itself, by its instance or gateway, and by its elastic address: the first word holds. */
export const holderOrder = ['network-interface', 'instance', 'nat-gateway', 'load-balancer', 'elastic-address'];

/** Whether another object tells of the same holder, and more. */
function saysMore(other: Period, one: Period): boolean {
  if (holderOrder.indexOf(other.object.kind) >= holderOrder.indexOf(one.object.kind)) return false;
  if (one.holding.interface !== null) return one.holding.interface === other.holding.interface;
  return one.holding.vpc === null || one.holding.vpc === other.holding.vpc;
}

const iso = (at: number): string => new Date(at).toISOString();
