/** What a page is opened for: its first numbers, and what it is about. */
const first = /^\/api\/v1\/(?:summary|addresses\/|inventory\/objects\/)/;
/** Others wait for it, but no longer than this, in milliseconds. */
const patience = 2000;

const going = new Set<Promise<unknown>>();

/**
 * Does the work of a request when its turn has come. A page asks a dozen questions at once, and the server would answer
 * all of them late: those that the page is opened for go first.
 */
export async function inTurn<T>(url: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (first.test(url)) {
    const answer = work();
    going.add(answer);
    try {
      return await answer;
    } finally {
      going.delete(answer);
    }
  }
  // What is asked for in the same breath is known then.
  await pause(0);
  if (going.size > 0) await Promise.race([Promise.allSettled(going), pause(patience)]);
  signal.throwIfAborted();
  return await work();
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
