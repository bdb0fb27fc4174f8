import { messagesIn } from './envelope/index.ts';
import { formatUnknown, foundLine } from './format-unknown.ts';
import type { Ending } from './inflate.ts';
import type { Layout } from './layout.ts';
import { PieceBuilder } from './piece-builder.ts';
import { defaultShapeOf, tokenCount } from './recognise.ts';
import type { Piece } from './source.ts';
import { maxLineBytes } from './text-sql.ts';

const unknownReason = 'no known format';

/**
 * Reads the messages of envelopes into pieces; a line's number is the ordinal of its message. One log group can hold
 * several formats, so every message is asked for its own.
 * @throws WeirError FORMAT_UNKNOWN when no message at all is in a known format
 */
export async function* envelopePieces(
  name: string,
  chunks: AsyncGenerator<Buffer, Ending>,
  logFormat: Layout | undefined,
): AsyncGenerator<Piece, Ending> {
  const builder = new PieceBuilder();
  const messages = messagesIn(chunks);
  let recognised = false;
  let unknown: string | undefined;
  const close = (): Piece[] => {
    if (!recognised && unknown !== undefined)
      throw formatUnknown(name, `log messages whose first is: ${foundLine(unknown)}`);
    return builder.close();
  };
  while (true) {
    const next = await messages.next();
    if (next.done === true) {
      yield* close();
      return next.value;
    }
    const item = next.value;
    const bytes = 'message' in item ? Buffer.from(`${item.message}\n`, 'utf8') : undefined;
    if (builder.isFullFor(bytes?.length ?? 0, 1)) yield* close();
    if (!('message' in item) || bytes === undefined) {
      if ('reason' in item) builder.reject(item.reason, item.text);
      continue;
    }
    if (bytes.length > maxLineBytes) {
      builder.reject(`the line is longer than ${maxLineBytes} bytes`, item.message);
      continue;
    }
    const layout = layoutOf(item.message, logFormat);
    if (layout === undefined) {
      unknown ??= item.message;
      builder.reject(unknownReason, item.message);
      continue;
    }
    recognised = true;
    builder.add(layout, bytes, 1, 1);
  }
}

function layoutOf(message: string, logFormat: Layout | undefined): Layout | undefined {
  if (logFormat !== undefined && tokenCount(message) === logFormat.columns.length) return logFormat;
  return defaultShapeOf(message);
}
