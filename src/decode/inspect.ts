import { open } from 'node:fs/promises';
import { WeirError } from '../core/index.ts';
import { fieldNamed } from '../fields/index.ts';
import { looksLikeEnvelope } from './envelope/index.ts';
import { foreignType, formatUnknown, foundLine, visible } from './format-unknown.ts';
import { type Head, headLines, readHead } from './head.ts';
import { isGzip } from './inflate.ts';
import { headerText, type Layout, readHeader, stampedLayout } from './layout.ts';
import { readObjectName } from './object-name.ts';
import { readParquetColumns } from './parquet-schema.ts';
import { hasFlowFields } from './parquet-sql.ts';
import { defaultLayoutOfLines, isStamped } from './recognise.ts';
import type { Inspection, ObjectSource } from './source.ts';
import { maxLineBytes } from './text-sql.ts';

/** Larger objects go in pieces, so that one INSERT stays one block. */
export const maxWholeCompressed = 16 * 1024 * 1024;
export const maxWholeText = 128 * 1024 * 1024;

/**
 * Tells what an object is and how to read it, from its first bytes and at most 256 KiB of its text.
 * @param options.logFormat the format to use where the object has no header
 * @throws WeirError FORMAT_UNKNOWN, PARQUET_BROKEN
 */
export async function inspectObject(
  source: ObjectSource,
  { logFormat }: { readonly logFormat?: Layout | undefined } = {},
): Promise<Inspection> {
  const ends = await readEnds(source);
  const named = readObjectName(source.name);
  if (ends.first.toString('latin1', 0, 4) === 'PAR1') {
    if (ends.last.toString('latin1') !== 'PAR1' || source.size < 12) {
      throw new WeirError(
        'PARQUET_BROKEN',
        `${visible(source.name, 300)}: the Parquet file is cut off: it does not end in PAR1`,
        {
          hint: 'fetch the object again',
        },
      );
    }
    const columns = await readParquetColumns(source.path);
    if (!hasFlowFields(columns)) {
      const names = columns.map((c) => c.name).join(', ');
      throw formatUnknown(source.name, `a Parquet file with the columns ${visible(names)}`);
    }
    return {
      format: 'parquet',
      compression: 'none',
      nested: false,
      way: 'whole',
      bom: false,
      empty: false,
      ...named,
      why: 'Parquet',
    };
  }
  const foreign = foreignType(ends.first);
  if (foreign !== undefined) throw formatUnknown(source.name, foreign);
  const compression = isGzip(ends.first) ? 'gzip' : 'none';
  const head = await readHead(source.path, compression);
  const base = { ...head.packing, bom: head.bom, empty: false, ...named } as const;
  const given = logFormat === undefined ? {} : { logFormat };
  const start = firstVisible(head.text);
  if (start === undefined) {
    if (!head.complete) throw formatUnknown(source.name, 'nothing but blank lines');
    if (head.ending === undefined) return { ...base, format: 'text', way: 'whole', empty: true, why: 'no text at all' };
    return { ...base, ...given, format: 'text', way: 'pieces', why: head.ending };
  }
  if (start === '{' || start === '[') {
    if (!looksLikeEnvelope(head.text.toString('utf8'))) {
      throw formatUnknown(source.name, `JSON without log messages, "${visible(foundStart(head))}"`);
    }
    return { ...base, ...given, format: 'envelope', way: 'pieces', why: 'JSON with log messages' };
  }
  const lines = headLines(head);
  const layout = layoutOfLines(source.name, lines, logFormat);
  const obstacle = obstacleTo(source, { head, lines, layout, compression, last: ends.last });
  const origin = {
    header: 'header line',
    given: '--log-format',
    default: 'AWS default format',
    'transit-gateway': 'AWS transit gateway format',
  };
  return {
    ...base,
    ...given,
    format: 'text',
    layout,
    way: obstacle === undefined ? 'whole' : 'pieces',
    why: `${origin[layout.origin]}${layout.stamped ? ', lines stamped by CloudWatch Logs' : ''}${obstacle === undefined ? '' : `; in pieces: ${obstacle}`}`,
  };
}

async function readEnds(source: ObjectSource): Promise<{ first: Buffer; last: Buffer }> {
  await using file = await open(source.path, 'r');
  const first = Buffer.alloc(8);
  const last = Buffer.alloc(4);
  const { bytesRead } = await file.read(first, 0, 8, 0);
  if (source.size >= 4) await file.read(last, 0, 4, source.size - 4);
  return { first: first.subarray(0, bytesRead), last };
}

function firstVisible(text: Buffer): string | undefined {
  const at = text.findIndex((byte) => byte !== 0x20 && (byte < 0x09 || byte > 0x0d));
  return at === -1 ? undefined : String.fromCharCode(text[at] ?? 0);
}

function foundStart(head: Head): string {
  return head.text.toString('utf8', 0, 400).trimStart();
}

/** @throws WeirError FORMAT_UNKNOWN */
function layoutOfLines(name: string, lines: readonly string[], logFormat: Layout | undefined): Layout {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (first.includes('\0')) throw formatUnknown(name, `binary data, "${visible(first)}"`);
  if (first.length > maxLineBytes)
    throw formatUnknown(name, `a first line of over ${maxLineBytes} bytes, "${visible(first)}"`);
  const header = readHeader(first);
  if (header !== undefined) return header;
  if (logFormat !== undefined) {
    const tokens = first.trim().split(/\s+/).length;
    return isStamped(first) && tokens === logFormat.columns.length + 1 ? stampedLayout(logFormat) : logFormat;
  }
  const layout = defaultLayoutOfLines(lines);
  if (layout === undefined) throw formatUnknown(name, foundLine(first));
  return layout;
}

interface Sight {
  readonly head: Head;
  readonly lines: readonly string[];
  readonly layout: Layout;
  readonly compression: 'gzip' | 'none';
  readonly last: Buffer;
}

/** Why the engine must not be given the object as it lies; undefined when it may. */
function obstacleTo({ size }: ObjectSource, { head, lines, layout, compression, last }: Sight): string | undefined {
  if (head.bom) return 'it begins with a byte order mark';
  if (head.packing.nested) return 'it is packed twice';
  if (head.ending !== undefined) return head.ending;
  if (compression === 'gzip' && size > maxWholeCompressed) return 'it is large';
  if (size > maxWholeText || (compression === 'gzip' && last.readUInt32LE(0) > maxWholeText))
    return 'its text is large';
  const header = lines.find((line) => line.trim() !== '');
  if (layout.origin === 'header' && header?.trim() !== headerText(layout)) return 'its header is written unusually';
  if (lines.some((line) => line.length > maxLineBytes)) return 'a line is too long';
  if (!layout.columns.some((column) => isChecked(column.name)))
    return 'nothing in its format tells a record from a header';
  return undefined;
}

/** Whether a header line in place of a record would be found out by this field. */
function isChecked(name: string): boolean {
  const field = fieldNamed(name);
  return field !== undefined && (field.values !== undefined || (field.kind !== 'word' && field.kind !== 'text'));
}
