import { type ReadContext, readLedgerState } from '../store/index.ts';

const mostAnswers = 200;

/**
 * Answers of expensive reads, kept as long as nothing was loaded: the ledger's state is asked for each time, which takes
 * milliseconds, so an answer is never older than the data.
 */
export class AnswerCache {
  readonly #answers = new Map<string, unknown>();
  #state = '';

  /** The answer kept under the key, else what `make` gives. `make` must give the same type for the same key. */
  async get<T>(key: string, context: ReadContext, make: () => Promise<T>): Promise<T> {
    const state = await readLedgerState(context);
    if (state !== this.#state) {
      this.#answers.clear();
      this.#state = state;
    }
    if (this.#answers.has(key)) return this.#answers.get(key) as T;
    const answer = await make();
    // What was loaded meanwhile may or may not be in it.
    if (state !== this.#state) return answer;
    const oldest = this.#answers.keys().next();
    if (this.#answers.size >= mostAnswers && oldest.done !== true) this.#answers.delete(oldest.value);
    this.#answers.set(key, answer);
    return answer;
  }
}
