import { WeirError } from '../core/index.ts';

/** A short text of what was found, on one line, with control characters made visible. */
export function visible(text: string, most = 120): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(/\p{C}/gu, (c) =>
    c === '\t' ? '\\t' : `\\x${(c.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  );
}

/** The refusal of a whole object: one line that says what was found, what was expected and what to do. */
export function formatUnknown(name: string, found: string): WeirError {
  return new WeirError(
    'FORMAT_UNKNOWN',
    `${visible(name, 300)}: not a flow log that Weir can read: found ${found}; expected a header line (version account-id …), lines of the AWS default format (14 fields; transit gateway 36), AWS's Parquet, or a CloudWatch Logs or Firehose envelope. For a format of your own without header, give it: --log-format '\${version} \${account-id} …'`,
    { kind: 'input', hint: 'name the fields in the order of the lines with --log-format' },
  );
}

export function foundLine(line: string): string {
  const fields = line.trim().split(/\s+/).length;
  return `a first line of ${fields} ${fields === 1 ? 'field' : 'fields'}, "${visible(line.trimEnd())}"`;
}

const magics: ReadonlyArray<readonly [string, string]> = [
  ['28b52ffd', 'zstd data'],
  ['425a68', 'bzip2 data'],
  ['fd377a585a00', 'xz data'],
  ['504b0304', 'a zip archive'],
  ['4f626a01', 'an Avro file'],
  ['4f5243', 'an ORC file'],
  ['50415245', 'an encrypted Parquet file'],
  ['fffe', 'UTF-16 text'],
  ['feff', 'UTF-16 text'],
];

/** The name of a foreign file type, from its first bytes. */
export function foreignType(head: Buffer): string | undefined {
  const hex = head.subarray(0, 8).toString('hex');
  return magics.find(([magic]) => hex.startsWith(magic))?.[1];
}
