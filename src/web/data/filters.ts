import { derivedColumns, eitherEndFields, fields } from '../../fields/index.ts';

/** One condition of a view. In the address bar: `field:value`, `!field:value` to exclude, `-` for missing. */
export interface Filter {
  readonly field: string;
  readonly value: string;
  readonly excluded: boolean;
}

/** Values that make up one mark or cell, by column, as the API names them. */
export type FilterKey = Readonly<Record<string, string | number | null>>;

/** What can be filtered on, with its meaning: every field, every derived column, what holds for either end, things. */
export const filterFields: ReadonlyMap<string, string> = new Map([
  ['address', 'Source or destination address, or a CIDR range of them.'],
  ...eitherEndFields.map(([name, , meaning]): [string, string] => [name, meaning]),
  ['tag', 'Tag of either end: tag:environment=production.'],
  ['thing', 'Interfaces of a thing: an instance, subnet, VPC, security group, gateway or load balancer.'],
  ...fields.map((field): [string, string] => [field.name, field.meaning]),
  ...derivedColumns.map((column): [string, string] => [column.name, column.meaning]),
]);

export function parseFilter(text: string): Filter | undefined {
  const match = /^(!?)([a-z][a-z0-9_]*):(.+)$/s.exec(text.trim());
  if (match === null) return undefined;
  const [, not = '', field = '', value = ''] = match;
  return { field, value: value.trim(), excluded: not === '!' };
}

export function filterText({ field, value, excluded }: Filter): string {
  return `${excluded ? '!' : ''}${field}:${value}`;
}

/** A key of an answer as filters: one a column, missing as `-`. */
export function filtersOf(key: FilterKey, excluded = false): Filter[] {
  return Object.entries(key).map(([field, value]) => ({
    field,
    value: value === null ? '-' : String(value),
    excluded,
  }));
}

/** Adds conditions. The same condition is there once; its opposite goes. */
export function withFilters(current: readonly string[], added: readonly Filter[]): string[] {
  const texts = added.map(filterText);
  const opposite = new Set(added.map((one) => filterText({ ...one, excluded: !one.excluded })));
  return [...current.filter((text) => !opposite.has(text) && !texts.includes(text)), ...texts];
}

export function withoutFilter(current: readonly string[], gone: string): string[] {
  return current.filter((text) => text !== gone);
}

const ADDRESS4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const ADDRESS6 = /^(?=.*:)[0-9a-f:]{2,39}$/i;

/** An IPv4 or IPv6 literal, near enough to know it from other words; the API is the judge. */
export function looksLikeAddress(text: string): boolean {
  return ADDRESS4.test(text) || (ADDRESS6.test(text) && (text.match(/:/g) ?? []).length >= 2);
}

function looksLikeCidr(text: string): boolean {
  const [address = '', bits = '', more] = text.split('/');
  const most = address.includes(':') ? 128 : 32;
  return more === undefined && looksLikeAddress(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

/**
 * What a person typed, as a filter: `field:value`, an address, a CIDR range, a port, an action, or an identifier that
 * says what it is. A leading `!` excludes. Undefined when it says nothing we know.
 */
export function parseTyped(typed: string): Filter | undefined {
  const text = typed.trim();
  const excluded = text.startsWith('!');
  const body = excluded ? text.slice(1).trim() : text;
  const field = bareField(body);
  if (field !== undefined) return { field, value: field === 'action' ? body.toUpperCase() : body, excluded };
  const filter = parseFilter(text);
  if (filter === undefined || !filterFields.has(filter.field) || filter.value === '') return undefined;
  const value = /^[a-z]{2}$/.test(filter.value) && isCountry(filter.field) ? filter.value.toUpperCase() : filter.value;
  return isPossible(filter.field, value) ? { ...filter, value } : undefined;
}

const isCountry = (field: string): boolean => /(?:^|_)country$/.test(field);

/** A name that stands where a code or a number belongs is still being typed: what it stands for is suggested. */
function isPossible(field: string, value: string): boolean {
  if (value === '-') return true;
  if (isCountry(field)) return /^[A-Z]{2}$/.test(value);
  return !/(?:^|_)asn$/.test(field) || /^\d+$/.test(value);
}

function bareField(body: string): string | undefined {
  if (looksLikeAddress(body) || looksLikeCidr(body)) return 'address';
  if (/^\d{1,5}$/.test(body) && Number(body) <= 65_535) return 'service_port';
  if (/^(accept|reject)$/i.test(body)) return 'action';
  if (/^eni-[0-9a-f]+$/.test(body)) return 'interface_id';
  if (/^vpc-[0-9a-f]+$/.test(body)) return 'vpc_id';
  if (/^subnet-[0-9a-f]+$/.test(body)) return 'subnet_id';
  if (/^i-[0-9a-f]{8,}$/.test(body)) return 'instance_id';
  return undefined;
}

/** Where an address lies, as far as its digits tell; null for a public one. */
export function addressKind(address: string): string | null {
  const text = address.toLowerCase();
  if (text === '169.254.169.254' || text === 'fd00:ec2::254') return 'instance metadata';
  if (text === '169.254.169.253' || text === 'fd00:ec2::253') return 'Amazon resolver';
  if (text === '169.254.169.123' || text === 'fd00:ec2::123') return 'Amazon time';
  if (/^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(text)) return 'private';
  if (/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(text)) return 'shared range';
  if (/^f[cd]/.test(text) && text.includes(':')) return 'private';
  if (/^(169\.254\.|fe[89ab])/.test(text)) return 'link-local';
  if (/^(127\.|::1$)/.test(text)) return 'loopback';
  if (/^(22[4-9]|23\d)\.|^ff/.test(text)) return 'multicast';
  return null;
}
