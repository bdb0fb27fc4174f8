import { z } from 'zod';
import { WeirError } from '../core/index.ts';
import { awsSdk, iamPolicy, pullInventory } from '../inventory/index.ts';
import type { CommandContext, OptionSpec } from './define-command.ts';
import { settle } from './settle.ts';
import { pullText } from './ui/pull-text.ts';

const region = /^(?:all|[a-z]{2}(?:-[a-z]+)+-\d+)$/;
const regionFault = 'expected regions such as eu-west-1,us-east-1, or all';

/** The options of `weir inventory pull`. */
export const pullOptions = {
  profile: {
    summary:
      'pull: profile of the AWS configuration (default: the usual chain of credentials); several for several accounts',
    value: '<name>',
    repeat: true,
    schema: z.array(z.string().min(1, { error: 'a profile has a name' })).optional(),
  },
  regions: {
    summary: 'pull: the regions, or all that are switched on (default: that of the profile or the environment)',
    value: '<regions>',
    repeat: true,
    schema: z
      .array(z.string())
      .transform((texts) => texts.flatMap((text) => text.split(',')).map((text) => text.trim()))
      .pipe(z.array(z.string().regex(region, { error: regionFault })).min(1, { error: regionFault }))
      .optional(),
  },
  roleArn: {
    summary: 'pull: a role that is assumed, whose account is pulled in place of your own; several for several accounts',
    value: '<arn>',
    repeat: true,
    schema: z
      .array(
        z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/, {
          error: 'expected a role such as arn:aws:iam::111122223333:role/weir',
        }),
      )
      .optional(),
  },
  externalId: {
    summary: 'pull: the external id that the roles ask for',
    value: '<id>',
    schema: z.string().min(2, { error: 'an external id has at least two characters' }).optional(),
  },
  policy: {
    summary: 'pull: print the IAM policy that it needs, and ask nothing',
    schema: z.literal(true).optional(),
  },
} satisfies Record<string, OptionSpec>;

interface PullFlags {
  readonly profile?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
  readonly roleArn?: readonly string[] | undefined;
  readonly externalId?: string | undefined;
  readonly policy?: true | undefined;
  readonly ownerTag?: readonly string[] | undefined;
}

/** Fetches what the accounts hold now. 1 where something did not come, with all that came taken. */
export async function inventoryPull(context: CommandContext, flags: PullFlags): Promise<number> {
  const { policy, ...others } = flags;
  if (policy === true) {
    if (Object.values(others).some((value) => value !== undefined))
      throw new WeirError('USAGE', '--policy is the same for every account, and takes no other option', {
        kind: 'usage',
        hint: 'weir inventory pull --policy',
      });
    context.print(JSON.stringify(iamPolicy, null, context.json ? 0 : 2));
    return 0;
  }
  const roleArns = flags.roleArn ?? [];
  if (flags.externalId !== undefined && roleArns.length === 0)
    throw new WeirError('USAGE', '--external-id is for roles', {
      kind: 'usage',
      hint: 'name the role with --role-arn',
    });
  const summary = await pullInventory(() => context.store(), awsSdk, {
    profiles: flags.profile ?? [],
    roleArns,
    externalId: flags.externalId,
    regions: flags.regions ?? [],
    ownerTags: flags.ownerTag ?? [],
    signal: context.signal,
    progress: context.progress(),
  });
  await settle(context, await context.store());
  context.print(context.json ? JSON.stringify(summary) : pullText(summary));
  return summary.problems.length > 0 ? 1 : 0;
}
