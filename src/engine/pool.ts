import { cancelled, EngineException } from './exception.ts';
import type { EngineSession, OpenSession } from './sessions.ts';

/** A place in which one statement runs: its session, and the pipe its answer comes through. */
export interface Lane {
  readonly session: EngineSession;
  readonly pipe: string;
}

interface Waiter {
  readonly take: (lane: Lane) => void;
}

/** A fixed number of lanes, each lent to one statement at a time, in the order of asking. */
export class LanePool {
  readonly #open: OpenSession;
  readonly #idle: Lane[] = [];
  readonly #waiting: Waiter[] = [];
  readonly #maxWaiting: number;

  constructor(open: OpenSession, pipes: readonly string[], maxWaiting: number) {
    this.#open = open;
    this.#maxWaiting = maxWaiting;
    for (const pipe of pipes) this.#idle.push({ session: open(), pipe });
  }

  /** How many statements wait for a lane. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** A lane as soon as one is free. Throws code 202 when too many wait already, 394 when `signal` fires first. */
  acquire(signal: AbortSignal): Promise<Lane> {
    if (signal.aborted) return Promise.reject(cancelled());
    const lane = this.#idle.pop();
    if (lane !== undefined) return Promise.resolve(lane);
    if (this.#waiting.length >= this.#maxWaiting) {
      const message = `Too many simultaneous queries: ${this.#waiting.length} are waiting`;
      return Promise.reject(new EngineException(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', message));
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(cancelled());
      };
      const waiter: Waiter = {
        take: (free) => {
          signal.removeEventListener('abort', onAbort);
          resolve(free);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter);
    });
  }

  /** Gives the lane back; with `spoilt` its session is replaced by a new one. */
  release(lane: Lane, spoilt: boolean): void {
    let free = lane;
    if (spoilt) {
      lane.session.close();
      free = { session: this.#open(), pipe: lane.pipe };
    }
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(free);
    else next.take(free);
  }

  /** Closes the sessions that nobody uses. */
  close(): void {
    for (const lane of this.#idle.splice(0)) lane.session.close();
  }
}
