import { WeirError } from '../core/index.ts';
import { envelopePieces } from './envelope-pieces.ts';
import { type Ending, textChunks } from './inflate.ts';
import type { Inspection, ObjectSource, Piece, PiecesResult } from './source.ts';
import { textPieces } from './text-pieces.ts';

/**
 * Reads an object here instead of in the engine and yields it in pieces: for envelopes, and for text that the engine
 * would misread as it lies. The same content makes the same pieces, whenever and however it is read. Memory holds one
 * piece. What cannot be a line of any layout comes as rejects; lines that their layout refuses are told by the engine.
 * @throws WeirError FORMAT_UNKNOWN when lines come before any layout is known; the signal's reason when it is aborted
 */
export async function* readPieces(
  source: ObjectSource,
  inspection: Inspection,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Piece, PiecesResult> {
  if (inspection.format === 'parquet') {
    throw new WeirError('DECODE_NO_PIECES', `${source.name}: Parquet goes to the engine whole`, { kind: 'internal' });
  }
  const chunks = watched(textChunks(source.path, inspection), signal);
  const ending =
    inspection.format === 'envelope'
      ? yield* envelopePieces(source.name, chunks, inspection.logFormat)
      : yield* textPieces(source.name, chunks, inspection.layout);
  return ending === undefined ? {} : { truncated: ending };
}

async function* watched(
  chunks: AsyncGenerator<Buffer, Ending>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, Ending> {
  try {
    while (true) {
      signal?.throwIfAborted();
      const next = await chunks.next();
      if (next.done === true) return next.value;
      yield next.value;
    }
  } finally {
    await chunks.return(undefined);
  }
}
