import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What the system says about a process; null where it does not say (other systems than Linux). */
export interface ProcessUsage {
  readonly cpuSeconds: number | null;
  /** The most memory it has held so far, in bytes. */
  readonly peakMemory: number | null;
}

const unknown: ProcessUsage = { cpuSeconds: null, peakMemory: null };
let ticks: number | undefined;

function ticksPerSecond(): number {
  ticks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).trim());
  return ticks;
}

/** CPU time and peak memory of a process; nulls when it has ended. */
export function usageOf(pid: number | null | undefined): ProcessUsage {
  if (process.platform !== 'linux' || pid === null || pid === undefined) return unknown;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold blanks: fields are counted behind it, the first is the third of the manual.
    const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return {
      cpuSeconds: (Number(after[11]) + Number(after[12])) / ticksPerSecond(),
      peakMemory: peak === undefined ? null : Number(peak) * 1024,
    };
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return unknown;
    throw error;
  }
}

/** CPU seconds between two readings, null when either is missing. */
export function cpuBetween(before: ProcessUsage, after: ProcessUsage): number | null {
  return before.cpuSeconds === null || after.cpuSeconds === null ? null : after.cpuSeconds - before.cpuSeconds;
}
