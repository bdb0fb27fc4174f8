import { nearestName, type Progress, type ProgressState, WeirError } from '../../core/index.ts';
import type { FlowClient } from '../../store/index.ts';
import { itemsOf, textOf } from '../define-kind.ts';
import { type KeptSummary, SnapshotKeeper } from '../keep-snapshots.ts';
import type { Note } from '../read-files.ts';
import { snapshotsOf } from '../snapshots.ts';
import type { Aws, AwsIdentity, AwsSession, ConnectAws } from './aws.ts';
import { regionHint } from './aws-faults.ts';
import { pullCalls, regionsCall } from './calls.ts';
import { eachOf, type Place, type PlaceProblem, pullPlace } from './pull-place.ts';
import { type PullProblem, problemsOf } from './pull-problems.ts';

export interface PullOptions {
  /** Profiles of the AWS configuration; none is the usual chain of credentials. */
  readonly profiles: readonly string[];
  /** Roles that are assumed; with some, their accounts are pulled in place of the caller's. */
  readonly roleArns: readonly string[];
  readonly externalId: string | undefined;
  /** Names, or `all` for those that are switched on in each account; none is the region of the profile or the environment. */
  readonly regions: readonly string[];
  readonly ownerTags: readonly string[];
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface PullSummary extends KeptSummary {
  /** Each account and region that was asked. */
  readonly places: readonly { readonly account: string; readonly region: string }[];
  /** Requests that AWS throttled; each was sent again. */
  readonly throttled: number;
  readonly owner_tags: readonly string[];
  /** What did not come, and why. */
  readonly problems: readonly PullProblem[];
  readonly notes: readonly Note[];
}

const placesAtOnce = 4;

/**
 * Takes what accounts hold now into the inventory, through AWS: one snapshot a kind, account and region. What is
 * refused is a problem of the summary, the rest is taken. Throws when no account answers at all.
 */
export async function pullInventory(
  store: () => Promise<FlowClient>,
  connect: ConnectAws,
  options: PullOptions,
): Promise<PullSummary> {
  const { signal, progress } = options;
  let state: ProgressState = { label: 'asking AWS', done: 0, total: undefined, unit: 'items' };
  const aws = connect((operation, region) =>
    progress.update({ ...state, label: `asking AWS, which slows down ${operation} in ${region}` }),
  );
  try {
    const problems: PlaceProblem[] = [];
    const places = await placesOf(aws, options, problems);
    state = { ...state, total: places.length * pullCalls.length };
    const onCall = () => {
      state = { ...state, done: state.done + 1 };
      progress.update(state);
    };
    const keeper = new SnapshotKeeper(await store(), options.ownerTags);
    const notes = await pullPlaces(places, keeper, problems, { signal, onCall }).catch(async (error: unknown) => {
      // What was written before it was stopped is to be seen.
      await keeper.finish();
      throw error;
    });
    return {
      ...(await keeper.finish()),
      places: places.map(({ account, region }) => ({ account, region })),
      throttled: aws.throttled(),
      owner_tags: options.ownerTags,
      problems: problemsOf(problems),
      notes,
    };
  } finally {
    progress.done();
    aws.close();
  }
}

/** Several at a time; each is written as soon as it is whole, so that what is stopped keeps what it has. */
async function pullPlaces(
  places: readonly Place[],
  keeper: SnapshotKeeper,
  problems: PlaceProblem[],
  { signal, onCall }: { readonly signal: AbortSignal; readonly onCall: () => void },
): Promise<Note[]> {
  const notes: Note[] = [];
  let writing = Promise.resolve();
  await eachOf(places, placesAtOnce, async (place) => {
    const pulled = await pullPlace(place, signal, onCall);
    for (const problem of pulled.problems) {
      if (problem.error.code === 'AWS_UNSUPPORTED') notes.push(noteOf(problem));
      else problems.push(problem);
    }
    const offset = place.session.clockOffset();
    if (Math.abs(offset) >= tellOffset) notes.push(clockNote(place, offset));
    const now = Date.now();
    const made = snapshotsOf(pulled.answers, { now: now + offset });
    notes.push(...made.notes);
    const mine = writing.then(() => keeper.keep(made.snapshots, { now, notes: made.notes.length }));
    // The next one waits for it, and its failure is this one's alone.
    writing = mine.catch(() => undefined);
    await mine;
  });
  return notes;
}

const tellOffset = 60_000;

const clockNote = ({ account, region }: Place, offset: number): Note => ({
  file: `account ${account}, ${region}`,
  message: `the clock of this machine is ${Math.round(Math.abs(offset) / 60_000)} min ${offset > 0 ? 'behind' : 'before'} that of AWS, whose time the snapshot has`,
  hint: 'set the clock right',
});

/** Not every region has every service. */
const noteOf = ({ account, region, error }: PlaceProblem): Note => ({
  file: `account ${account}, ${region}`,
  message: error.message,
  hint: error.hint ?? '',
});

/** Every account and region that is to be asked. */
async function placesOf(aws: Aws, options: PullOptions, problems: PlaceProblem[]): Promise<Place[]> {
  const { profiles, roleArns, externalId, regions, signal } = options;
  const region = regions.find((one) => one !== 'all');
  const callers = profiles.length === 0 ? [undefined] : profiles;
  const roles = roleArns.length === 0 ? [undefined] : roleArns;
  const identities: AwsIdentity[] = callers.flatMap((profile) =>
    roles.map((roleArn) => ({ profile, roleArn, externalId, region })),
  );
  const places: Place[] = [];
  const accounts = new Set<string>();
  for (const identity of identities) {
    try {
      const session = await aws.open(identity);
      const account = await accountOf(session, signal);
      // Two profiles or roles of one account see the same.
      if (accounts.has(account)) continue;
      accounts.add(account);
      for (const one of await regionsOf(session, account, regions, signal, problems))
        places.push({ session, account, region: one });
    } catch (error) {
      signal.throwIfAborted();
      // One dead identity does not keep the others from being asked; a single one is the whole answer.
      if (!(error instanceof WeirError) || identities.length === 1) throw error;
      problems.push({ account: '', region: '', action: undefined, questions: [], error });
    }
  }
  const [first] = problems;
  if (places.length === 0 && first !== undefined) throw first.error;
  return places;
}

async function accountOf(session: AwsSession, signal: AbortSignal): Promise<string> {
  const { region } = session;
  const answer = await session.send({ service: 'sts', operation: 'GetCallerIdentity', region, parameters: {}, signal });
  const account = textOf(answer, 'Account');
  if (account === undefined)
    throw new WeirError('AWS_FAILED', 'AWS does not say whose credentials these are', {
      hint: 'check them with `aws sts get-caller-identity`',
    });
  return account;
}

/** The regions to ask in an account. Ones that it does not have are problems. */
async function regionsOf(
  session: AwsSession,
  account: string,
  wanted: readonly string[],
  signal: AbortSignal,
  problems: PlaceProblem[],
): Promise<string[]> {
  const isAll = wanted.includes('all');
  const named = wanted.length === 0 ? [session.region] : wanted;
  const problem = (region: string, error: WeirError) =>
    problems.push({ account, region, action: undefined, questions: [], error });
  let known: Map<string, string>;
  try {
    const answer = await session.send({
      ...regionsCall,
      region: session.region,
      parameters: { AllRegions: true },
      signal,
    });
    known = new Map(
      itemsOf(answer, 'Regions').map((one) => [textOf(one, 'RegionName') ?? '', textOf(one, 'OptInStatus') ?? '']),
    );
  } catch (error) {
    // Only `all` needs the list; with names it merely finds the wrong ones sooner.
    if (!(error instanceof WeirError) || error.code !== 'AWS_DENIED') throw error;
    if (!isAll) return [...new Set(named)];
    throw new WeirError(
      'REGIONS_UNKNOWN',
      `ec2:DescribeRegions is not allowed in account ${account}, so that its regions are not known`,
      {
        hint: 'allow it, or name the regions: --regions eu-west-1,us-east-1',
        cause: error,
      },
    );
  }
  const enabled = [...known].filter(([, status]) => status !== 'not-opted-in').map(([name]) => name);
  if (isAll) return enabled.sort();
  return [...new Set(named)].filter((region) => {
    const status = known.get(region);
    if (status === undefined) {
      const near = nearestName(region, [...known.keys()]);
      const hint = near === undefined ? `there are: ${[...known.keys()].sort().join(', ')}` : `did you mean ${near}?`;
      problem(region, new WeirError('REGION_UNKNOWN', `AWS has no region ${region}`, { hint }));
    } else if (status === 'not-opted-in')
      problem(
        region,
        new WeirError('REGION_DISABLED', `the region ${region} is not switched on in account ${account}`, {
          hint: regionHint,
        }),
      );
    return status !== undefined && status !== 'not-opted-in';
  });
}
