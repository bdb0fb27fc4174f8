import { WeirError } from '../../core/index.ts';
import { objectsOfPages } from '../answers.ts';
import { type Item, type Kind, textOf } from '../define-kind.ts';
import { pathText } from '../json-documents.ts';
import type { FileAnswer } from '../read-files.ts';
import type { AwsSession } from './aws.ts';
import { endsEverything } from './aws-faults.ts';
import { type PullCall, pullCalls } from './calls.ts';

/** One region of one account. */
export interface Place {
  readonly session: AwsSession;
  readonly account: string;
  readonly region: string;
}

/** A call that did not bring everything, and the questions that stay without answer. */
export interface PlaceProblem {
  readonly account: string;
  readonly region: string;
  readonly action: string | undefined;
  readonly questions: readonly string[];
  readonly error: WeirError;
}

interface Fetched {
  readonly kind: Kind;
  readonly call: string;
  readonly items: readonly Item[];
}

const callsAtOnce = 4;
/** More pages than any account has: then the same page comes again and again. */
const mostPages = 10_000;

/** Everything that the inventory knows of, of one region of one account. What does not come is a problem, the rest comes. */
export async function pullPlace(
  place: Place,
  signal: AbortSignal,
  onCall: () => void,
): Promise<{ answers: FileAnswer[]; problems: PlaceProblem[] }> {
  const problems: PlaceProblem[] = [];
  const fetched: Fetched[] = [];
  const incomplete = new Set(pullCalls.filter(({ part }) => part).map(({ kind }) => kind.name));
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  const run = async (call: PullCall): Promise<void> => {
    const { kind } = call;
    try {
      if (call.of === undefined) await listAll(place, call, {}, undefined, both, fetched);
      else if (incomplete.has(call.of.kind)) incomplete.add(kind.name);
      else await listEach(place, call, call.of, both, fetched);
    } catch (error) {
      signal.throwIfAborted();
      incomplete.add(kind.name);
      // Another call of this place has said why nothing comes.
      if (over.signal.aborted) return;
      if (!(error instanceof WeirError)) throw error;
      if (endsEverything(error)) over.abort();
      problems.push(problemOf(place, call, error));
    } finally {
      onCall();
    }
  };
  await eachOf(
    pullCalls.filter(({ of }) => of === undefined),
    callsAtOnce,
    run,
  );
  await eachOf(
    pullCalls.filter(({ of }) => of !== undefined),
    callsAtOnce,
    run,
  );
  return { answers: answersOf(place, fetched, incomplete), problems };
}

/** Works on all, so many at a time. After a failure no new one is begun, and those that were are waited for. */
export async function eachOf<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      try {
        await work(one);
      } catch (error) {
        left.length = 0;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnce, all.length) }, worker));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** All pages of one call. Those that came before a failure are kept: what they hold was there. */
async function listAll(
  { session, region }: Place,
  { kind, call, service, operation, page }: PullCall,
  parameters: Item,
  hint: string | undefined,
  signal: AbortSignal,
  fetched: Fetched[],
): Promise<void> {
  const [size, next] = service === 'ec2' ? ['MaxResults', 'NextToken'] : ['PageSize', 'Marker'];
  const pages: Item[] = [];
  let token: string | undefined;
  let isWhole = false;
  try {
    do {
      const answer = await session.send({
        service,
        operation,
        region,
        signal,
        parameters: {
          ...parameters,
          ...(page === 0 ? {} : { [size]: page }),
          ...(token === undefined ? {} : { [next]: token }),
        },
      });
      pages.push(answer);
      const following = textOf(answer, 'NextToken') ?? textOf(answer, 'NextMarker');
      if (following !== undefined && (following === token || pages.length >= mostPages))
        throw new WeirError('AWS_FAILED', `${operation} in ${region}: the pages do not end`, {
          hint: 'pull again later',
        });
      token = following;
    } while (token !== undefined);
    isWhole = true;
  } finally {
    // Half of the entries of a list, or half of the tags of a thing, would be a wrong one.
    if (isWhole || kind.gather === undefined) fetched.push({ kind, call, items: objectsOfPages(kind, pages, hint) });
  }
}

/** A call that wants to know of which objects of another kind, for all of these. */
async function listEach(
  place: Place,
  call: PullCall,
  of: NonNullable<PullCall['of']>,
  signal: AbortSignal,
  fetched: Fetched[],
): Promise<void> {
  const ids = fetched.flatMap(({ kind, items }) =>
    kind.name === of.kind ? items.flatMap((item) => kind.id(item) ?? []) : [],
  );
  const groups: string[][] = [];
  for (let from = 0; from < ids.length; from += of.most) groups.push(ids.slice(from, from + of.most));
  const sent: Fetched[] = [];
  await eachOf(groups, callsAtOnce, async (group) => {
    const [first] = group;
    const isOne = of.most === 1;
    await listAll(place, call, { [of.parameter]: isOne ? first : group }, isOne ? first : undefined, signal, sent);
  });
  fetched.push({ kind: call.kind, call: call.call, items: sent.flatMap(({ items }) => items) });
}

function answersOf(
  { account, region, session }: Place,
  fetched: readonly Fetched[],
  incomplete: ReadonlySet<string>,
): FileAnswer[] {
  // By the clock of AWS: flow logs are, too.
  const at = Date.now() + session.clockOffset();
  // Of a call that failed at once there is nothing to say, not even that it saw nothing.
  const told = fetched.filter(({ kind, items }) => items.length > 0 || !incomplete.has(kind.name));
  return told.map(({ kind, call, items }) => ({
    kind,
    entries: items.map((item, i) => ({ item, path: [i] })),
    path: [],
    covers: incomplete.has(kind.name) ? 'part' : 'all',
    paging: 'none',
    reason: undefined,
    hint: undefined,
    at,
    written: at,
    file: `${call} --region ${region} (account ${account})`,
    folder: `${account} ${region}`,
    asked: { account, region },
    place: pathText,
  }));
}

function problemOf({ account, region }: Place, { kind, action }: PullCall, error: WeirError): PlaceProblem {
  const behind = pullCalls.filter(({ of }) => of?.kind === kind.name).map((call) => call.kind.question);
  const concerns = error.code === 'AWS_DENIED' || error.code === 'AWS_THROTTLED' || error.code === 'AWS_FAILED';
  return { account, region, action: concerns ? action : undefined, questions: [kind.question, ...behind], error };
}
