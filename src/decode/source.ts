import type { Layout } from './layout.ts';

/** An object to decode: a file on disk, and the name it is known by (an object key, or the path as the user gave it). */
export interface ObjectSource {
  readonly path: string;
  /** Bytes on disk. */
  readonly size: number;
  readonly name: string;
}

/** What the head of an object says about it. */
export interface Inspection {
  readonly format: 'text' | 'parquet' | 'envelope';
  readonly compression: 'gzip' | 'none';
  /** Gzip inside gzip. */
  readonly nested: boolean;
  /** Order of the fields; undefined for Parquet, for envelopes and for an object without any text. */
  readonly layout?: Layout;
  /** The format the user gave; envelopes resolve every message against it first. */
  readonly logFormat?: Layout;
  /** `whole`: the engine may read the object as it lies. `pieces`: only `readPieces` reads it rightly. */
  readonly way: 'whole' | 'pieces';
  readonly bom: boolean;
  /** The object holds no text at all: zero records. */
  readonly empty: boolean;
  /** Unix seconds of the publication slot, from an AWS object name. */
  readonly objectTime?: number;
  readonly account?: string;
  readonly region?: string;
  readonly flowLogId?: string;
  /** One sentence: how the format was recognised and why it goes this way. */
  readonly why: string;
}

/** A line that no layout can be asked to read. */
export interface Reject {
  readonly line_number: number;
  readonly reason: string;
  /** Cut at 4 KiB. */
  readonly text: string;
}

/** Complete lines of one layout, for one INSERT. */
export interface TextPiece {
  readonly index: number;
  readonly layout: Layout;
  /** Number in the object of the first line of `text`, from 1. */
  readonly firstLine: number;
  /** Every line ends in a line feed; a line that stands elsewhere or is skipped is empty, so that numbers stay true. */
  readonly text: Buffer;
  /** Lines that are not empty. */
  readonly lines: number;
}

export interface RejectPiece {
  readonly index: number;
  readonly rejects: readonly Reject[];
}

export type Piece = TextPiece | RejectPiece;

export interface PiecesResult {
  /** Why the object ended before its end, in one sentence; what arrived was yielded. */
  readonly truncated?: string;
}

/** Text of a piece is at most this long. */
export const maxPieceBytes = 32 * 1024 * 1024;
export const maxPieceLines = 200_000;
/** Text of a rejected line is kept up to this many characters. */
export const maxRejectText = 4096;
