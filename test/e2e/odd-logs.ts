import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Markup that would run if a page ever took the words of a log for HTML. */
export const MARKUP = '<img/src=x/onerror=alert(1)>';
/** A file may be called anything, spaces included. */
export const MARKUP_FILE = '<img src=x onerror=alert(2)>.log';
const MARKUP_LINE = '<script>alert(3)</script> <img src=x onerror=alert(4)>';

const FIELDS =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** 2025-11-19T06:00:00Z */
const START = 1_763_532_000;

function record(minute: number, instance: string, eni = 'eni-0123456789abcdef0'): string {
  const start = START + minute * 60;
  return `5 123456789012 ${eni} 10.0.0.${minute % 7} 198.51.100.7 ${40_000 + minute} 443 6 10 840 ${start} ${start + 59} ACCEPT OK ${instance}`;
}

/** What `writeOddLogs` wrote. */
export const ODD = {
  /** Good lines of the file with markup, one of them with markup in its fields. */
  records: 41,
  /** Line number → a word of the reason. */
  quarantined: new Map([
    [43, /field/i],
    [44, /field/i],
    [45, /srcaddr|address/i],
  ]),
  /** Good lines of the archive that was cut off, at most. */
  cutOff: 400,
};

/**
 * A file with good lines, markup and bad lines; one in no known format; one whose archive was cut off. Two hours without
 * any log lie between two of the records.
 */
export async function writeOddLogs(folder: string): Promise<void> {
  const minutes = Array.from({ length: ODD.records - 1 }, (_, index) => (index < 20 ? index : index + 120));
  const lines = [
    `${FIELDS} instance-id`,
    ...minutes.map((minute) => record(minute, 'i-0123456789abcdef0')),
    record(159, MARKUP, MARKUP),
    MARKUP_LINE,
    'too short',
    record(159, 'i-0123456789abcdef0').replace(/10\.0\.0\.\d/, '10.0.0.999'),
  ];
  await writeFile(path.join(folder, MARKUP_FILE), `${lines.join('\n')}\n`);
  await writeFile(path.join(folder, 'letter.txt'), 'Dear reader,\nthis is no flow log.\n');
  const many = Array.from({ length: ODD.cutOff }, (_, index) => record(index % 20, `i-${index}`));
  const archive = gzipSync([`${FIELDS} instance-id`, ...many, ''].join('\n'));
  await writeFile(path.join(folder, 'cut-off.log.gz'), archive.subarray(0, archive.length - 900));
}
