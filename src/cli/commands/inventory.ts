import { z } from 'zod';
import { nearestName, parseAddress, WeirError } from '../../core/index.ts';
import {
  addressAt,
  addressHistory,
  changesBetween,
  type InventoryObject,
  importInventory,
  inventoryKinds,
  inventoryStatus,
  objectAt,
  objectHistory,
  objectsAt,
  relatedAt,
} from '../../inventory/index.ts';
import type { ReadContext } from '../../store/index.ts';
import { type CommandContext, defineCommand, flagName } from '../define-command.ts';
import { inventoryPull, pullOptions } from '../inventory-pull.ts';
import { settle } from '../settle.ts';
import { changesText, importText, objectText, printHolders, printObjects, statusText } from '../ui/inventory-text.ts';

const time = z.iso
  .datetime({ offset: true, error: 'expected a time such as 2026-11-23T04:00:00Z' })
  .transform((text) => new Date(text))
  .optional();

const usages: Readonly<Record<string, string>> = {
  import: 'weir inventory import <file or folder>…',
  pull: 'weir inventory pull [--profile <name>] [--regions <regions>] [--role-arn <arn>]… | --policy',
  show: 'weir inventory show <identifier or address> [--at <time>]',
  list: 'weir inventory list [kind] [--at <time>]',
  changes: 'weir inventory changes [--from <time>] [--to <time>]',
  status: 'weir inventory status',
};

/** Which options an action takes: one that it would pass over is refused. */
const taken: Readonly<Record<string, readonly string[]>> = {
  import: ['at', 'account', 'region', 'ownerTag'],
  pull: [...Object.keys(pullOptions), 'ownerTag'],
  show: ['at'],
  list: ['at'],
  changes: ['from', 'to'],
  status: [],
};

export const command = defineCommand({
  name: 'inventory',
  summary: 'Keep what your accounts held at which time, from answers of the AWS describe calls, saved or live',
  arguments: [
    { name: 'action', summary: 'import, pull, show, list, changes or status', required: true },
    {
      name: 'what',
      summary: 'files and folders, an identifier, an address or a kind',
      required: false,
      variadic: true,
    },
  ],
  options: {
    at: {
      summary: 'import: when it was seen (default: what the answer or its file says); show, list: the time asked for',
      value: '<time>',
      schema: time,
    },
    account: {
      summary: 'import: the account of what names none',
      value: '<id>',
      schema: z
        .string()
        .regex(/^\d{12}$/, { error: 'an account has twelve digits' })
        .optional(),
    },
    region: {
      summary: 'import: the region of what names none',
      value: '<region>',
      schema: z
        .string()
        .regex(/^[a-z]{2}(-[a-z]+)+-\d+$/, { error: 'expected a region such as eu-west-1' })
        .optional(),
    },
    ownerTag: {
      summary:
        'import, pull: tag that names the owner, the first that is there holds (default owner, Owner, team, Team)',
      value: '<tag>',
      repeat: true,
      schema: z.array(z.string().min(1, { error: 'a tag has a name' })).optional(),
    },
    ...pullOptions,
    from: { summary: 'changes: the first time', value: '<time>', schema: time },
    to: { summary: 'changes: the end, excluded', value: '<time>', schema: time },
  },
  examples: [
    'weir inventory import ./describe',
    'weir inventory import eni.json --at 2026-11-23T04:00:00Z --owner-tag team',
    'weir inventory pull --profile audit --regions eu-west-1,us-east-1',
    'weir inventory pull --policy',
    'weir inventory show 10.20.3.7 --at 2026-11-23T04:00:00Z',
    'weir inventory show eni-0a1b2c3d4e5f60718',
    'weir inventory list security-group',
    'weir inventory changes --from 2026-11-01T00:00:00Z',
    'weir inventory status',
  ],
  async run(context, [action = '', ...what], options) {
    const usage = usages[action];
    if (usage === undefined) throw wrongUse(Object.keys(usages).join(', '), `"${action}" is no action`);
    const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    const foreign = given.find((name) => !taken[action]?.includes(name));
    if (foreign !== undefined) throw wrongUse(usage, `weir inventory ${action} takes no --${flagName(foreign)}`);
    const tooMany = { pull: 0, show: 1, list: 1, changes: 0, status: 0 }[action];
    if (what.length > (tooMany ?? Number.POSITIVE_INFINITY)) throw wrongUse(usage);
    const reading = async (): Promise<ReadContext> => ({ client: await context.store(), signal: context.signal });
    switch (action) {
      case 'import': {
        if (what.length === 0) throw wrongUse(usage);
        const summary = await importInventory(await context.store(), what, {
          at: options.at?.getTime(),
          account: options.account,
          region: options.region,
          ownerTags: options.ownerTag,
          now: Date.now(),
        });
        await settle(context, await context.store());
        context.print(context.json ? JSON.stringify(summary) : importText(summary));
        return summary.failed_files > 0 ? 1 : 0;
      }
      case 'pull':
        return inventoryPull(context, options);
      case 'show': {
        const [name] = what;
        if (name === undefined) throw wrongUse(usage);
        const at = options.at ?? new Date();
        if (parseAddress(name) === undefined) return showObject(context, await reading(), name, at);
        return showAddress(context, await reading(), name, at);
      }
      case 'list':
        return list(context, await reading(), what[0], options.at ?? new Date());
      case 'changes': {
        const changes = await changesBetween(await reading(), options.from, options.to);
        context.print(context.json ? JSON.stringify(changes) : changesText(changes));
        return 0;
      }
      default: {
        const status = await inventoryStatus(await reading(), new Date());
        if (context.json) context.print(JSON.stringify(status));
        else statusText(status, context.print);
        return 0;
      }
    }
  },
});

function wrongUse(hint: string, message = 'the arguments do not fit'): WeirError {
  return new WeirError('USAGE', message, { kind: 'usage', hint });
}

async function showObject(context: CommandContext, reading: ReadContext, id: string, at: Date): Promise<number> {
  const objects = await objectAt(reading, id, at);
  const { versions, changes } = await objectHistory(reading, id);
  if (versions.length === 0)
    throw new WeirError('OBJECT_UNKNOWN', `no snapshot has ${id}`, {
      kind: 'missing',
      hint: 'weir inventory status says what is known, weir inventory list what it is called',
    });
  const all = [];
  for (const object of objects) all.push({ object, related: await relatedAt(reading, object, at) });
  if (context.json) {
    context.print(JSON.stringify({ at: at.toISOString(), objects: all, versions, changes }));
    return 0;
  }
  if (all.length === 0) context.print(`${id} was not there at ${at.toISOString()}, as far as is known`);
  for (const { object, related } of all) context.print(objectText(object, related));
  context.print(historyText(versions));
  if (changes.length > 0) context.print(`changes\n${changesText(changes)}`);
  return 0;
}

function historyText(versions: readonly InventoryObject[]): string {
  const lines = versions.map(({ kind, valid_from, valid_to, uncertain_from, last_seen }) => {
    const unsure = uncertain_from === null || uncertain_from === valid_to ? '' : `, uncertain from ${uncertain_from}`;
    const end = valid_to === null ? `on, last seen ${last_seen}` : `to ${valid_to}${unsure}`;
    return `  ${valid_from} ${end}  ${kind}`;
  });
  return `history\n${lines.join('\n')}`;
}

async function showAddress(context: CommandContext, reading: ReadContext, address: string, at: Date): Promise<number> {
  const holders = await addressAt(reading, address, at);
  const history = await addressHistory(reading, address);
  if (history.length === 0)
    throw new WeirError('ADDRESS_UNKNOWN', `no snapshot has the address ${address}`, {
      kind: 'missing',
      hint: 'weir inventory status says what is known and what is missing',
    });
  const all = [];
  for (const holder of holders) {
    const ids = [...new Set([holder.interface ?? holder.resource.id, holder.resource.id])];
    const found = (await Promise.all(ids.map((id) => objectAt(reading, id, at)))).flat();
    const [object] = found.filter((one) => one.kind !== 'tags');
    all.push({ holder, object, related: object === undefined ? undefined : await relatedAt(reading, object, at) });
  }
  if (context.json) {
    context.print(JSON.stringify({ at: at.toISOString(), holders: all, history }));
    return 0;
  }
  if (holders.length === 0) context.print(`nobody held ${address} at ${at.toISOString()}, as far as is known`);
  for (const { object, related } of all)
    if (object !== undefined && related !== undefined) context.print(objectText(object, related));
  context.print(`who held ${address}`);
  printHolders(history, context.print);
  return 0;
}

async function list(
  context: CommandContext,
  reading: ReadContext,
  kind: string | undefined,
  at: Date,
): Promise<number> {
  const names = inventoryKinds.map(({ name }) => name);
  if (kind !== undefined && !names.includes(kind)) {
    const near = nearestName(kind, names);
    throw new WeirError('KIND_UNKNOWN', `"${kind}" is no kind of object`, {
      kind: 'usage',
      hint: near === undefined ? names.join(', ') : `did you mean ${near}?`,
    });
  }
  const objects = await objectsAt(reading, kind, at);
  if (context.json) context.print(JSON.stringify(objects));
  else if (objects.length === 0) context.print('No snapshot knows any. weir inventory status says what is known.');
  else printObjects(objects, context.print);
  return 0;
}
