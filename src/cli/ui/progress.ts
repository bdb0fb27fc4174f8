import cliProgress from 'cli-progress';
import type { Progress, ProgressState } from '../../core/index.ts';
import { bytesText, countText, durationText } from './units.ts';

const lineEverySeconds = 10;

function stateText(state: ProgressState, seconds: number): string {
  const amount = state.unit === 'bytes' ? bytesText(state.done) : countText(state.done);
  const total =
    state.total === undefined ? '' : ` of ${state.unit === 'bytes' ? bytesText(state.total) : countText(state.total)}`;
  const records =
    state.records === undefined
      ? ''
      : ` · ${countText(state.records)} records · ${countText(Math.round(state.records / Math.max(seconds, 0.1)))} records/s`;
  const share = state.total === undefined || state.done === 0 ? undefined : state.done / state.total;
  const left = share === undefined || share >= 1 ? '' : ` · ${durationText((seconds / share) * (1 - share))} left`;
  return `${amount}${total}${records}${left}`;
}

/** A bar on a terminal, a line now and then elsewhere, JSON lines on standard error with `--json`. */
export function createProgress(json: boolean): Progress {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  if (json)
    return writer(
      1,
      (state) =>
        `${JSON.stringify({ progress: state.label, done: state.done, total: state.total ?? null, records: state.records ?? null })}`,
    );
  if (!process.stderr.isTTY)
    return writer(lineEverySeconds, (state) => `${state.label}: ${stateText(state, seconds())}`);
  let bar: cliProgress.SingleBar | undefined;
  return {
    update(state) {
      if (bar === undefined) {
        bar = new cliProgress.SingleBar(
          {
            format: '{label} {bar} {text}',
            hideCursor: true,
            clearOnComplete: true,
            barsize: 24,
            stream: process.stderr,
          },
          cliProgress.Presets.shades_classic,
        );
        bar.start(state.total ?? 0, state.done, { label: state.label, text: '' });
      }
      // A total may become known, and what is done may change its name.
      if (state.total !== undefined) bar.setTotal(state.total);
      bar.update(state.done, { label: state.label, text: stateText(state, seconds()) });
    },
    done() {
      bar?.stop();
    },
  };
}

/** Says where the work is at most once in so many seconds. */
function writer(everySeconds: number, line: (state: ProgressState) => string): Progress {
  let last = performance.now();
  return {
    update(state) {
      const now = performance.now();
      if (now - last < everySeconds * 1000) return;
      last = now;
      process.stderr.write(`${line(state)}\n`);
    },
    done: () => undefined,
  };
}
