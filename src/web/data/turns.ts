/** Others wait for what a page is opened for, but no longer than this, in milliseconds. */
const patience = 2000;

/** What the page is about: it waits for nothing. */
const facts = 1;

/**
 * How early a question is: the first numbers of a page before all, and of two such the one with more filters, which is
 * the page's own; 0 for all others.
 */
function rankOf(url: string): number {
  if (/^\/api\/v1\/(?:addresses|inventory\/objects)\//.test(url)) return facts;
  if (!/^\/api\/v1\/summary\b/.test(url)) return 0;
  return facts + 1 + [...url.matchAll(/[?&]filter=/g)].length;
}

interface Asked {
  readonly rank: number;
  readonly ended: Promise<void>;
}
const going = new Set<Asked>();

/**
 * Does the work of a request when its turn has come. A page asks a dozen questions at once, and the server would answer
 * all of them late: those that the page is opened for go first.
 */
export async function inTurn<T>(url: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const rank = rankOf(url);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const asked = { rank, ended };
  if (rank > 0) going.add(asked);
  try {
    // What is asked for in the same breath is known then.
    await pause(0);
    const before = rank === facts ? [] : [...going].filter((other) => other.rank > rank);
    if (before.length > 0) await Promise.race([Promise.all(before.map((other) => other.ended)), pause(patience)]);
    signal.throwIfAborted();
    return await work();
  } finally {
    going.delete(asked);
    resolve();
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
