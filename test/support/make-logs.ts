import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const defaultHeader =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** The n-th record of a made-up log: every one different, so that a lost or doubled one shows in the sums. */
function lineNumber(n: number, from: number): string {
  const source = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
  const start = from + (n % 7200);
  const action = n % 10 === 0 ? 'REJECT' : 'ACCEPT';
  return `2 123456789010 eni-${String(n % 50).padStart(8, '0')} ${source} 203.0.113.${n % 250} ${1024 + (n % 60_000)} 443 6 ${1 + (n % 9)} ${1000 + n} ${start} ${start + 59} ${action} OK`;
}

export interface MadeLogs {
  readonly folder: string;
  readonly records: number;
  readonly bad: number;
  readonly bytes: bigint;
}

/** Writes gzip logs of two hours with a header each, one line in a thousand bad. `from` is in Unix seconds. */
export async function makeLogs(
  folder: string,
  files: number,
  linesPerFile: number,
  from = 1_782_000_000,
): Promise<MadeLogs> {
  await mkdir(folder, { recursive: true });
  let n = 0;
  let bad = 0;
  let bytes = 0n;
  for (let file = 0; file < files; file++) {
    const lines = [defaultHeader];
    for (let i = 0; i < linesPerFile; i++) {
      n++;
      bytes += BigInt(1000 + n);
      lines.push(lineNumber(n, from));
      if (n % 1000 === 0) {
        lines.push(`this line number ${n} is no record`);
        bad++;
      }
    }
    // Another header in the middle of every third file sends it the careful way, in pieces.
    if (file % 3 === 2) {
      n++;
      bytes += BigInt(1000 + n);
      lines.splice(
        Math.floor(lines.length / 2),
        0,
        `${defaultHeader} vpc-id`,
        `${lineNumber(n, from)} vpc-1`,
        defaultHeader,
      );
    }
    await writeFile(
      join(folder, `part-${String(file).padStart(3, '0')}.log.gz`),
      gzipSync(`${lines.join('\n')}\n`, { level: 1 }),
    );
  }
  return { folder, records: n, bad, bytes };
}
