/** Numbers as text, and tables in Markdown. */
const notMeasured = '–';

/** The middle of what was measured; undefined when nothing was. */
export function median(values: readonly (number | null | undefined)[]): number | undefined {
  const sorted = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  return high === undefined || low === undefined ? undefined : (low + high) / 2;
}

export function geometricMean(values: readonly (number | undefined)[]): number | undefined {
  if (values.length === 0 || values.includes(undefined)) return undefined;
  return Math.exp(values.reduce<number>((sum, value) => sum + Math.log(value ?? Number.NaN), 0) / values.length);
}

export const shown = (value: number | undefined, text: (value: number) => string): string =>
  value === undefined || Number.isNaN(value) ? notMeasured : text(value);
export const ratio = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined || b === 0 ? undefined : a / b;
export const ratioText = (value: number | undefined) => shown(value, (v) => `${v.toFixed(2)} ×`);
export const whole = (value: number) => Math.round(value).toLocaleString('en-US');
export const mebibytes = (value: number) => `${whole(value / 1024 ** 2)} MiB`;

export type Row = readonly string[];

export function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** The system counts CPU time in steps as long as a short answer takes: only the mean over all rounds says something. */
export function meanCpu(rounds: readonly { readonly cpuSeconds: number | null }[]): number | undefined {
  const values = rounds.map((round) => round.cpuSeconds).filter((value) => value !== null);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
