import { WeirError } from '../../core/index.ts';
import {
  type EnrichmentRequest,
  forgetEnrichment,
  loadEnrichment,
  loadedEnrichment,
  type Refreshed,
  refreshEnrichment,
} from '../../enrich/index.ts';
import type { EnrichmentSource } from '../../store/index.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import { settle } from '../settle.ts';
import { countText } from '../ui/units.ts';

export const command = defineCommand({
  name: 'enrich',
  summary: 'Tell Weir whose networks there are: operators, AWS, your own, threat lists, MMDB files',
  arguments: [
    { name: 'action', summary: 'asn, aws, networks, threats, mmdb, refresh, status or remove', required: true },
    { name: 'first', summary: 'file; the name of a threat list; what to remove', required: false },
    { name: 'second', summary: 'file of a threat list; name of the one to remove', required: false },
  ],
  options: {},
  examples: [
    'weir enrich asn',
    'weir enrich asn ./ranges.csv',
    'weir enrich aws ./ip-ranges.json',
    'weir enrich networks ./networks.csv',
    'weir enrich threats tor ./tor-exit-nodes.txt',
    'weir enrich mmdb ./GeoLite2-City.mmdb',
    'weir enrich refresh',
    'weir enrich status',
    'weir enrich remove threats tor',
    "weir query 'cidrlookup asn dstAddr OUTPUT name as operator | stats sum(bytes) as b by operator | sort b desc'",
  ],
  async run(context, [action = '', first, second]) {
    switch (action) {
      case 'asn':
        if (second !== undefined) throw usage('weir enrich asn [file.csv]');
        if (first === undefined) context.note('Loading the packaged data about operators, which takes seconds …');
        return load(context, { kind: 'asn', file: first });
      case 'aws':
      case 'networks':
      case 'mmdb':
        if (first === undefined || second !== undefined) throw usage(`weir enrich ${action} <file>`);
        return load(context, { kind: action, file: first });
      case 'threats':
        if (first === undefined || second === undefined) throw usage('weir enrich threats <name> <file>');
        return load(context, { kind: 'threats', name: first, file: second });
      case 'refresh':
        if (first !== undefined) throw usage('weir enrich refresh');
        return refresh(context);
      case 'status':
        if (first !== undefined) throw usage('weir enrich status');
        return status(context);
      case 'remove':
        return remove(context, first, second);
      default:
        throw usage('asn, aws, networks, threats, mmdb, refresh, status or remove', `"${action}" is no action`);
    }
  },
});

function usage(hint: string, message = 'the arguments do not fit'): WeirError {
  return new WeirError('USAGE', message, { kind: 'usage', hint });
}

/** A source as `--json` tells it. */
function wire(source: EnrichmentSource) {
  return {
    table: source.table,
    name: source.name === '' ? null : source.name,
    networks: source.networks,
    format: source.format,
    source: source.path,
    edition: source.edition === '' ? null : source.edition,
    made_at: source.madeAt === null ? null : instant(source.madeAt),
    loaded_at: source.loadedAt,
    attribution: source.attribution === '' ? null : source.attribution,
  };
}

const instant = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
const titleOf = ({ table, name }: EnrichmentSource) => (name === '' ? table : `${table} (${name})`);

async function load(context: CommandContext, request: EnrichmentRequest): Promise<number> {
  const store = await context.store();
  const source = await loadEnrichment(store, request);
  // Own networks change what is inside; countries are in the sums.
  await settle(context, store);
  context.print(
    context.json
      ? JSON.stringify(wire(source))
      : `${loadedText(source)}\n  queries see them at once: ${exampleOf(source)}`,
  );
  return 0;
}

const loadedText = (source: EnrichmentSource) =>
  `${titleOf(source)}: ${countText(source.networks)} ${source.networks === 1 ? 'network' : 'networks'} from ${source.path}`;

function exampleOf({ table }: EnrichmentSource): string {
  const outputs = {
    asn: 'name as operator',
    cloud: 'service, region',
    threats: 'list, remark',
    networks: 'label',
    geo: 'country',
  };
  return `cidrlookup ${table} dstAddr OUTPUT ${outputs[table]}`;
}

async function refresh(context: CommandContext): Promise<number> {
  const results: Refreshed[] = [];
  const store = await context.store();
  for await (const result of refreshEnrichment(store)) {
    results.push(result);
    if (context.json) continue;
    if (result.now !== undefined) context.print(loadedText(result.now));
    else
      context.note(
        `${titleOf(result.before)}: stays as it was: ${result.error?.message}\n  ${result.error?.hint ?? ''}`,
      );
  }
  await settle(context, store);
  if (context.json) {
    context.print(
      JSON.stringify(results.map(({ before, now, error }) => ({ ...wire(now ?? before), error: error ?? null }))),
    );
  } else if (results.length === 0) {
    context.print('Nothing is loaded. weir enrich status says what there could be.');
  }
  return results.some(({ error }) => error !== undefined) ? 1 : 0;
}

/** What could be loaded, by table. */
const ways = {
  geo: 'weir countries [file.csv], or weir enrich mmdb <file.mmdb>',
  asn: 'weir enrich asn [file.csv], or weir enrich mmdb <file.mmdb>',
  cloud: 'weir enrich aws <ip-ranges.json>',
  networks: 'weir enrich networks <file.csv>',
  threats: 'weir enrich threats <name> <file>',
} as const;

async function status(context: CommandContext): Promise<number> {
  const sources = await loadedEnrichment(await context.store());
  if (context.json) {
    context.print(JSON.stringify(sources.map(wire)));
    return 0;
  }
  for (const [table, way] of Object.entries(ways)) {
    const loaded = sources.filter((source) => source.table === table);
    // Stores of before this was noted can hold countries.
    const none = table === 'geo' ? 'not loaded, or loaded before Weir noted from where' : 'not loaded';
    if (loaded.length === 0) context.print(`${table}: ${none}\n  load it: ${way}`);
    for (const source of loaded) context.print(statusText(source));
  }
  return 0;
}

function statusText(source: EnrichmentSource): string {
  const { edition, madeAt, loadedAt, attribution } = source;
  const days = madeAt === null ? null : Math.max(0, Math.floor((Date.now() / 1000 - madeAt) / 86_400));
  const age = madeAt === null ? '' : `made ${instant(madeAt)}, ${days} ${days === 1 ? 'day' : 'days'} ago; `;
  return [
    `${loadedText(source)}${edition === '' ? '' : `, ${edition}`}`,
    `${age}loaded ${loadedAt}`,
    ...(attribution === '' ? [] : [attribution]),
  ].join('\n  ');
}

async function remove(context: CommandContext, table: string | undefined, list: string | undefined): Promise<number> {
  const isList = table === 'threats';
  if (!(isList || table === 'asn' || table === 'cloud' || table === 'networks') || isList !== (list !== undefined))
    throw usage('weir enrich remove asn, cloud or networks; weir enrich remove threats <name>');
  const store = await context.store();
  await forgetEnrichment(store, table, list);
  await settle(context, store);
  const what = list === undefined ? table : `${table} (${list})`;
  context.print(context.json ? JSON.stringify({ removed: { table, name: list ?? null } }) : `${what} is removed`);
  return 0;
}
