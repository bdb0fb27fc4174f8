import type {
  AddressHolder,
  GroupRule,
  ImportSummary,
  InventoryChange,
  InventoryObject,
  InventoryStatus,
  Note,
  Related,
} from '../../inventory/index.ts';
import { inventoryKinds } from '../../inventory/index.ts';
import { printTable } from './table.ts';
import { countText } from './units.ts';

type Print = (line: string) => void;

/** What comes from a file may hold anything: nothing of it may steer the terminal. */
export const plain = (text: string): string =>
  text.replace(/\p{Cc}/gu, (c) => (c === '\n' ? c : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`));

const many = (count: number, kind: string): string => {
  const plural = inventoryKinds.find(({ name }) => name === kind)?.plural ?? kind;
  const one = plural.includes(' of ') ? plural : plural.replace(/(?<=ss)es$|(?<!s)s$/, '');
  return `${countText(count)} ${count === 1 ? one : plural}`;
};

const files = (count: number): string => `${countText(count)} ${count === 1 ? 'file' : 'files'}`;

/** How many of each kind were seen, in one line; none where nothing was. */
export function objectsText(objects: ImportSummary['objects']): string[] {
  const seen = Object.entries(objects).filter(([, count]) => count > 0);
  const order = inventoryKinds.map(({ name }) => name);
  seen.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return seen.length === 0 ? [] : [`  ${seen.map(([kind, count]) => many(count, kind)).join(' · ')}`];
}

/** What an import did, in words. */
export function importText(summary: ImportSummary): string {
  const { times, notes } = summary;
  const known = summary.known_snapshots > 0 ? `, ${countText(summary.known_snapshots)} known before` : '';
  const lines = [
    `${countText(summary.snapshots)} new snapshots from ${files(summary.files)}${known}`,
    ...objectsText(summary.objects),
  ];
  if (summary.taken_from !== null) {
    const sources = [
      times.option > 0 ? 'said with --at' : '',
      times.answer > 0 ? `${countText(times.answer)} by the date in the answer` : '',
      times.file > 0 ? `${countText(times.file)} by the time of the file` : '',
    ].filter((text) => text !== '');
    const span =
      summary.taken_from === summary.taken_to ? summary.taken_from : `${summary.taken_from} to ${summary.taken_to}`;
    lines.push(`  seen ${span} (${sources.join(', ')})`);
  }
  const places = [
    summary.accounts.length === 0 ? 'account not known' : `account ${summary.accounts.join(', ')}`,
    summary.regions.length === 0 ? 'region not known' : `region ${summary.regions.join(', ')}`,
  ];
  lines.push(`  ${places.join(' · ')}`);
  if (summary.not_understood > 0)
    lines.push(
      `  ${countText(summary.not_understood)} ${summary.not_understood === 1 ? 'part is' : 'parts are'} not understood`,
    );
  return [...lines, ...notes.map(noteText)].map(plain).join('\n');
}

export function noteText({ file, place, message, hint, failure }: Note): string {
  const where = place === undefined ? file : `${file}:${place}`;
  return `${failure === true ? '  not read: ' : '  note: '}${where}: ${message}\n    ${hint}`;
}

const named = ({ id, name }: { readonly id: string; readonly name: string | null }): string =>
  name === null ? id : `${id} ${name}`;

/** An object with what belongs to it. */
export function objectText(object: InventoryObject, related: Related): string {
  const { kind, owner, account, region, vpc, state, tags } = object;
  const row = (title: string, text: string) => `  ${title.padEnd(18)}${text}`;
  const lines = [
    `${named(object)}  (${kind})`,
    row('account', `${account === '' ? 'not known' : account} · ${region === '' ? 'region not known' : region}`),
    ...(owner === null ? [] : [row('owner', owner)]),
    ...(state === null ? [] : [row('state', state)]),
    ...(vpc === null || vpc === object.id ? [] : [row('vpc', vpc)]),
    row('valid', `${object.valid_from} ${object.valid_to === null ? 'on' : `to ${object.valid_to}`}`),
    row('last seen', object.last_seen),
    ...facts(object).map(([name, text]) => row(name, text)),
    ...Object.entries(tags)
      .sort()
      .map(([key, value], i) => row(i === 0 ? 'tags' : '', `${key} = ${value}`)),
    ...related.objects.map((one) => row(one.kind, named(one))),
    ...related.route_tables.map((one) => row('route table', `${named(one)}: ${routes(one)}`)),
    ...related.network_acls.map((one) => row('network ACL', `${named(one)}: ${entries(one)}`)),
    ...related.missing.map((id) => row('not known', `${id}: no snapshot has it at that time`)),
    ...rulesText(related.rules),
  ];
  return plain(lines.join('\n'));
}

const shownFacts = [
  'Description',
  'PrivateIpAddress',
  'PublicIpAddress',
  'PublicIp',
  'MacAddress',
  'InterfaceType',
  'InstanceType',
  'CidrBlock',
  'AvailabilityZone',
  'DNSName',
  'Scheme',
  'ServiceName',
  'ConnectivityType',
  'LogDestination',
];

function facts({ content }: InventoryObject): [string, string][] {
  return shownFacts.flatMap((field): [string, string][] => {
    const value = content[field];
    return typeof value === 'string' && value !== '' ? [[field, value]] : [];
  });
}

function parts(content: InventoryObject['content'], field: string): Record<string, unknown>[] {
  const value = content[field];
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

function routes({ content }: InventoryObject): string {
  return parts(content, 'Routes')
    .map((route) => {
      const ends = Object.entries(route).filter(
        ([name]) => /(Id|Arn)$/.test(name) && name !== 'DestinationPrefixListId',
      );
      const to = Object.entries(route).find(([name]) => name.startsWith('Destination'))?.[1];
      const black = route['State'] === 'blackhole' ? ' (blackhole)' : '';
      return `${String(to)} → ${ends.map(([, id]) => String(id)).join(' ')}${black}`;
    })
    .join(', ');
}

function entries({ content }: InventoryObject): string {
  return parts(content, 'Entries')
    .sort((a, b) => Number(a['Egress']) - Number(b['Egress']) || Number(a['RuleNumber']) - Number(b['RuleNumber']))
    .map((entry) => {
      const number = Number(entry['RuleNumber']) >= 32_767 ? '*' : String(entry['RuleNumber']);
      const range = entry['PortRange'] as { From?: unknown; To?: unknown } | undefined;
      const ports = range === undefined ? '' : ` ${String(range.From)}-${String(range.To)}`;
      const protocol = entry['Protocol'] === '-1' ? 'all' : String(entry['Protocol']);
      const side = entry['Egress'] === true ? 'out' : 'in';
      return `${side} ${number} ${String(entry['RuleAction'])} ${protocol}${ports} ${String(entry['CidrBlock'] ?? entry['Ipv6CidrBlock'])}`;
    })
    .join(', ');
}

function rulesText(rules: readonly GroupRule[]): string[] {
  if (rules.length === 0) return [];
  return [
    '  rules',
    ...rules.map(({ group, direction, protocol, from_port, to_port, peer, description }) => {
      const range =
        from_port === null
          ? ''
          : ` ${from_port === to_port || to_port === null ? from_port : `${from_port}-${to_port}`}`;
      const what = protocol === '-1' ? 'all' : `${protocol}${range}`;
      const words = description === null ? '' : `  (${description})`;
      return `    ${group}  ${direction === 'ingress' ? 'in' : 'out'}  ${what} ${direction === 'ingress' ? 'from' : 'to'} ${peer}${words}`;
    }),
  ];
}

/** One line a change, and one a field. */
export function changesText(changes: readonly InventoryChange[]): string {
  if (changes.length === 0) return 'No change is known in that time.';
  return plain(
    changes
      .flatMap((change) => {
        const since = change.not_before === null ? '' : ` (since ${change.not_before})`;
        return [
          `  ${change.at}${since}  ${change.kind} ${named(change)} ${change.change}`,
          ...change.fields.map(
            ({ field, before, after }) => `    ${field}: ${valueText(before)} → ${valueText(after)}`,
          ),
        ];
      })
      .join('\n'),
  );
}

const valueText = (value: unknown): string =>
  value === null ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);

const text = (...names: readonly string[]) => names.map((name) => ({ name, type: 'String' }));

export function printHolders(holders: readonly AddressHolder[], print: Print): void {
  const columns = text('from', 'to', 'vpc', 'as', 'interface', 'belongs to', 'name', 'owner', 'account');
  const rows = holders.map((one) => [
    one.valid_from,
    one.valid_to,
    one.vpc,
    one.role,
    one.interface,
    one.resource.id,
    one.name,
    one.owner,
    one.account,
  ]);
  printTable(columns, rows, print, undefined);
}

export function printObjects(objects: readonly InventoryObject[], print: Print): void {
  const columns = text('kind', 'id', 'name', 'owner', 'vpc', 'state', 'account', 'region', 'last seen');
  const rows = objects.map((one) => [
    one.kind,
    one.id,
    one.name,
    one.owner,
    one.vpc,
    one.state,
    one.account || null,
    one.region || null,
    one.last_seen,
  ]);
  printTable(columns, rows, print, undefined);
}

/** What is known, how old it is, and what is missing for which question. */
export function statusText(status: InventoryStatus, print: Print): void {
  if (status.known.length === 0)
    print('Nothing is known yet. weir inventory import <folder> takes answers of AWS, weir inventory pull asks it.');
  else {
    const columns = [
      ...text('kind', 'account', 'region'),
      { name: 'objects', type: 'UInt64' },
      { name: 'snapshots', type: 'UInt64' },
      ...text('last seen', 'last complete'),
    ];
    const rows = status.known.map((one) => [
      one.kind,
      one.account || null,
      one.region || null,
      one.objects,
      one.snapshots,
      one.last,
      one.last_complete,
    ]);
    printTable(columns, rows, print, undefined);
  }
  if (status.missing.length > 0) print('\nnot known');
  for (const { question, call } of status.missing) print(`  ${question}\n    ${call}`);
  if (status.missing_objects.length > 0) print('\nnamed, and in no snapshot');
  for (const { ids, kind, examples } of status.missing_objects) {
    print(`  ${many(ids, kind)}`);
    for (const { id, named_by } of examples) print(plain(`    ${named_by} names ${id}, which no snapshot has`));
  }
}
