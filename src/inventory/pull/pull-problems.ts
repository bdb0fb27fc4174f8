import { WeirError } from '../../core/index.ts';
import { pullCalls } from './calls.ts';
import type { PlaceProblem } from './pull-place.ts';

/** What did not come: one for each missing permission, however many regions it is missing in. */
export interface PullProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** Null where no account could be asked. */
  readonly account: string | null;
  readonly regions: readonly string[];
  readonly action: string | null;
  /** What cannot be answered without. */
  readonly questions: readonly string[];
}

/** The same problem in many regions is one, and so are many calls that fail for the same reason. */
export function problemsOf(found: readonly PlaceProblem[]): PullProblem[] {
  const groups = Map.groupBy(withoutClosed(found), ({ account, action, error }) =>
    JSON.stringify([account, error.code, action ?? '', error.message, error.hint]),
  );
  const problems = [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ account, action, error }): PullProblem => {
      const regions = [...new Set(group.map(({ region }) => region))].filter((region) => region !== '').sort();
      const questions = [...new Set(group.flatMap((one) => one.questions))];
      const where = [account === '' ? '' : `account ${account}`, regions.join(', ')].filter((text) => text !== '');
      const place = where.join(', ');
      return {
        code: error.code,
        message: action === undefined && error.code !== 'AWS_CLOSED' ? error.message : `${error.message} in ${place}`,
        hint: error.hint ?? '',
        account: account === '' ? null : account,
        regions,
        action: action ?? null,
        questions,
      };
    }),
  );
  // Calls end in any order, and the words about them do not.
  const order = ({ account, action, message }: PullProblem) => `${account ?? ''} ${action ?? ''} ${message}`;
  return problems.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

const firstActions = new Set(pullCalls.flatMap(({ of, action }) => (of === undefined ? [action] : [])));

/** Where nothing at all is allowed, as in a region that an organisation forbids, that is said once and not of every call. */
function withoutClosed(found: readonly PlaceProblem[]): PlaceProblem[] {
  const places = Map.groupBy(found, ({ account, region }) => `${account} ${region}`);
  return [...places.values()].flatMap((problems) => {
    const refused = new Set(problems.flatMap(({ action, error }) => (error.code === 'AWS_DENIED' ? [action] : [])));
    const [first] = problems;
    if (first === undefined || [...firstActions].some((action) => !refused.has(action))) return problems;
    const [forbidden] = /^.* forbids it/.exec(first.error.hint ?? '') ?? [];
    const error = new WeirError('AWS_CLOSED', 'nothing at all may be read', {
      hint:
        forbidden === undefined
          ? 'attach the policy that `weir inventory pull --policy` prints'
          : `${forbidden}: leave the region out of --regions, or have it allowed`,
      cause: first.error,
    });
    return [{ ...first, action: undefined, questions: [], error }];
  });
}
