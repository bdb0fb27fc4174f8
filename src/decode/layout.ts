import { WeirError } from '../core/index.ts';
import {
  awsSpelling,
  defaultFormat,
  type FieldName,
  fieldNamed,
  fields,
  transitGatewayFormat,
} from '../fields/index.ts';

/** One column of a text log, in the order of the line. */
export interface LayoutColumn {
  /** Column name with `_`; for a name that the catalogue does not know, the name as written. */
  readonly name: string;
  readonly known: boolean;
}

/** The order of fields in a text log, and where it was learnt. */
export interface Layout {
  readonly columns: readonly LayoutColumn[];
  readonly origin: 'header' | 'given' | 'default' | 'transit-gateway';
  /** Lines start with a time stamp of CloudWatch Logs (an export to S3), before the record. */
  readonly stamped: boolean;
}

function layoutOf(names: readonly string[], origin: Layout['origin'], stamped = false): Layout {
  return {
    columns: names.map((name) => {
      const field = fieldNamed(name);
      return { name: field?.name ?? name, known: field !== undefined };
    }),
    origin,
    stamped,
  };
}

/** How the layout is written in a header line: `version account-id …`. */
export function headerText(layout: Layout): string {
  return layout.columns.map((c) => (c.known ? awsSpelling(c.name) : c.name)).join(' ');
}

const plainWords = /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/;

/**
 * Reads a header line. A header holds field names only, at least one of them known, no name twice; names that the
 * catalogue does not know are kept (AWS adds fields). Returns undefined for any other line.
 */
export function readHeader(line: string): Layout | undefined {
  const tokens = line.trim().split(/\s+/);
  if (!tokens.every((t) => plainWords.test(t))) return undefined;
  if (new Set(tokens).size !== tokens.length) return undefined;
  const known = tokens.filter((t) => fieldNamed(t) !== undefined).length;
  return known > 0 && known * 2 >= tokens.length ? layoutOf(tokens, 'header') : undefined;
}

/**
 * Reads `--log-format`: `${version} ${account-id} …` as AWS writes it, or bare names separated by spaces.
 * @throws WeirError LOG_FORMAT_INVALID naming the part that is wrong.
 */
export function readLogFormat(text: string): Layout {
  const parts = text
    .trim()
    .split(/\s+/)
    .filter((p) => p !== '');
  if (parts.length === 0) throw badFormat('the log format is empty', 0, text.length);
  const names = parts.map((part) => {
    const name = /^\$\{(.+)\}$/.exec(part)?.[1] ?? part;
    const offset = text.indexOf(part);
    if (!plainWords.test(name)) throw badFormat(`"${part}" is not a field`, offset, part.length);
    if (fieldNamed(name) === undefined) {
      const near = nearest(name);
      throw badFormat(`there is no field "${name}"${near ? `, did you mean "${near}"?` : ''}`, offset, part.length);
    }
    return name;
  });
  const twice = names.find((n, i) => names.indexOf(n) !== i);
  if (twice !== undefined) throw badFormat(`the field "${twice}" stands twice`, text.lastIndexOf(twice), twice.length);
  return layoutOf(names, 'given');
}

function badFormat(what: string, offset: number, length: number): WeirError {
  return new WeirError('LOG_FORMAT_INVALID', `--log-format: ${what}`, {
    kind: 'usage',
    hint: "write it as the flow log defines it, in single quotes: --log-format '${version} ${account-id} ${interface-id} …'",
    position: { offset, length },
  });
}

/** The catalogue's field whose spelling is closest, if close enough to be meant. */
function nearest(name: string): string | undefined {
  const distances = fields.map((f) => [editDistance(name, awsSpelling(f.name)), awsSpelling(f.name)] as const);
  distances.sort((a, b) => a[0] - b[0]);
  const best = distances[0];
  return best !== undefined && best[0] <= Math.max(2, name.length / 3) ? best[1] : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

export const defaultLayout: Layout = layoutOf([...defaultFormat], 'default');
export const transitGatewayLayout: Layout = layoutOf([...transitGatewayFormat], 'transit-gateway');

/** The same layout for lines that begin with a CloudWatch Logs time stamp. */
export function stampedLayout(layout: Layout): Layout {
  return { ...layout, stamped: true };
}

/** The names of the catalogue's fields in the layout. */
export function knownFields(layout: Layout): FieldName[] {
  return layout.columns.filter((c) => c.known).map((c) => c.name as FieldName);
}
