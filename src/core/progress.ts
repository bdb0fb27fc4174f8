/** How far a piece of work is. Totals that are not known yet are undefined. */
export interface ProgressState {
  readonly label: string;
  readonly done: number;
  readonly total: number | undefined;
  /** What `done` and `total` count. */
  readonly unit: 'bytes' | 'records' | 'items';
  /** Records finished so far, where the work handles records. */
  readonly records?: number;
}

/** The port through which rooms report progress; the terminal, the page and `--json` are its faces. */
export interface Progress {
  update(state: ProgressState): void;
  done(): void;
}

export const silentProgress: Progress = { update: () => undefined, done: () => undefined };
