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
  const groups = Map.groupBy(found, ({ account, action, error }) =>
    JSON.stringify([account, error.code, action ?? '', error.message, error.hint]),
  );
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ account, action, error }): PullProblem => {
      const regions = [...new Set(group.map(({ region }) => region))].filter((region) => region !== '').sort();
      const questions = [...new Set(group.flatMap((one) => one.questions))];
      const where = [account === '' ? '' : `account ${account}`, regions.join(', ')].filter((text) => text !== '');
      const place = where.join(', ');
      return {
        code: error.code,
        message: action === undefined ? error.message : `${error.message} in ${place}`,
        hint: error.hint ?? '',
        account: account === '' ? null : account,
        regions,
        action: action ?? null,
        questions,
      };
    }),
  );
}
