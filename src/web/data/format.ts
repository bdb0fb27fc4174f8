/** Numbers, bytes, rates and times as people read them. Counts may be strings beyond 2^53: sums stay exact as bigint. */
export type Count = number | string | bigint;

/** A figure and its unit, apart, so that the unit can be set smaller. */
export interface Figure {
  readonly value: string;
  readonly unit: string;
}

const THIN = '\u202f';
export const MISSING = '–';

/** A count as bigint. Throws RangeError or SyntaxError for what is not a whole number. */
export function exact(count: Count): bigint {
  return BigInt(count);
}

/** A count as a floating-point number, for lengths and heights only. */
export function approximate(count: Count): number {
  return Number(count);
}

/** Every digit, in groups of three: `1 234 567`. */
export function formatExact(count: Count): string {
  return exact(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** count / divisor with two decimals below ten, one below a thousand: `6.31`, `63.1`, `631.2`. Rounds half up, exactly. */
function scaled(count: bigint, divisor: bigint): string {
  const hundredths = (count * 100n + divisor / 2n) / divisor;
  if (hundredths >= 9995n) {
    return hundredths >= 99950n
      ? String((count + divisor / 2n) / divisor)
      : decimal((count * 10n + divisor / 2n) / divisor, 1);
  }
  if (hundredths >= 1000n) return decimal((count * 10n + divisor / 2n) / divisor, 1);
  return decimal(hundredths, 2);
}

function decimal(digits: bigint, places: number): string {
  const text = digits.toString().padStart(places + 1, '0');
  return `${text.slice(0, -places)}.${text.slice(-places)}`;
}

function inUnits(count: bigint, base: bigint, units: readonly string[]): Figure {
  let power = 0;
  let divisor = 1n;
  // 999.5 of a unit would round to four digits: it is one of the next.
  while (power < units.length - 1 && count * 2n >= divisor * (base === 1000n ? 1999n : 2047n)) {
    divisor *= base;
    power += 1;
  }
  const unit = units[power] ?? '';
  return power === 0 ? { value: formatExact(count), unit } : { value: scaled(count, divisor), unit };
}

const COUNT_UNITS = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** All digits below ten thousand, then with k, M, G. */
export function countFigure(count: Count): Figure {
  const n = exact(count);
  return n < 10_000n ? { value: formatExact(n), unit: '' } : inUnits(n, 1000n, COUNT_UNITS);
}

/** Bytes in KiB, MiB, GiB …. */
export function bytesFigure(bytes: Count): Figure {
  return inUnits(exact(bytes), 1024n, BYTE_UNITS);
}

export function figureText({ value, unit }: Figure): string {
  return unit === '' ? value : `${value}${THIN}${unit}`;
}

export function formatCount(count: Count): string {
  return figureText(countFigure(count));
}

export function formatBytes(bytes: Count): string {
  return figureText(bytesFigure(bytes));
}

/** Bytes over seconds as bits a second, decimal units as networks are sold: `4.20 Mbit/s`. */
export function formatBitRate(bytes: Count, seconds: number): string {
  if (seconds <= 0) return MISSING;
  const bits = (exact(bytes) * 8n) / BigInt(Math.max(1, Math.round(seconds)));
  const { value, unit } = inUnits(bits, 1000n, COUNT_UNITS);
  return `${value}${THIN}${unit}bit/s`;
}

/** A floating-point figure of a chart axis in short: 150000 → `150k`. */
export function formatAxis(value: number, unit = ''): string {
  const size = Math.abs(value);
  const step = size >= 1e12 ? 4 : size >= 1e9 ? 3 : size >= 1e6 ? 2 : size >= 1e3 ? 1 : 0;
  const digits = size / 1000 ** step;
  const text = size > 0 && size < 1 ? digits.toPrecision(1) : String(Math.round(digits * 10) / 10);
  return `${text}${COUNT_UNITS[step]}${unit}`;
}

/** The share of a part in a whole, in percent; never rounded to nothing or to all. Missing when the whole is 0. */
export function shareFigure(part: Count, whole: Count): Figure {
  const [p, w] = [exact(part), exact(whole)];
  if (w === 0n) return { value: MISSING, unit: '' };
  const tenths = (p * 1000n + w / 2n) / w;
  if (p > 0n && tenths === 0n) return { value: '<0.1', unit: '%' };
  if (p < w && tenths >= 1000n) return { value: '>99.9', unit: '%' };
  return { value: decimal(tenths, 1), unit: '%' };
}

/** A share of 0 to 1 as percent: `98.6 %`; missing as a dash. */
export function formatShare(share: number | null): string {
  if (share === null) return MISSING;
  if (share > 0.999 && share < 1) return `>99.9${THIN}%`;
  return `${share === 1 ? '100' : (share * 100).toFixed(1)}${THIN}%`;
}

/** Seconds in words: `45 s`, `20 min`, `3 h 20 min`, `2 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 10 && seconds !== Math.round(seconds)) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const rest = hours % 24;
  return rest === 0 ? `${Math.floor(hours / 24)} d` : `${Math.floor(hours / 24)} d ${rest} h`;
}

/** How long ago an instant was, roughly: `just now`, `20 min ago`, `3 h ago`, `12 d ago`. */
export function formatAge(instant: string, now: number): string {
  const seconds = Math.round((now - Date.parse(instant)) / 1000);
  if (seconds < 60) return 'just now';
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86_400)} d ago`;
}

/** An ISO instant as `2026-11-23 04:00:00`, UTC. */
export function formatInstant(instant: string | number | Date): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

/** The same without seconds, for places where minutes are enough. */
export function formatMinute(instant: string | number | Date): string {
  return formatInstant(instant).slice(0, 16);
}

/** A long identifier with its middle cut: `eni-0a1b…89cd`. */
export function shorten(text: string, most = 22): string {
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) / 2.4);
  return `${text.slice(0, most - 1 - tail)}…${text.slice(-tail)}`;
}

/** One word or another by number: plural(1, 'source') → `1 source`. */
export function plural(count: Count, word: string, many = `${word}s`): string {
  return `${formatCount(count)} ${exact(count) === 1n ? word : many}`;
}
