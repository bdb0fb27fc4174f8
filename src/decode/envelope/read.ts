import { byteOrderMark, hasByteOrderMark } from '../head.ts';
import type { Ending } from '../inflate.ts';
import { type EnvelopeItem, messagesOfPart } from './messages.ts';
import { JsonSplitter } from './split.ts';

/** The log lines in a stream of envelopes, in their order; the return value says how the stream ended. */
export async function* messagesIn(chunks: AsyncGenerator<Buffer, Ending>): AsyncGenerator<EnvelopeItem, Ending> {
  const splitter = new JsonSplitter();
  let first = true;
  while (true) {
    const next = await chunks.next();
    if (next.done === true) {
      for (const part of splitter.end()) yield* messagesOfPart(part);
      return next.value;
    }
    const chunk = first && hasByteOrderMark(next.value) ? next.value.subarray(byteOrderMark.length) : next.value;
    first = false;
    for (const part of splitter.push(chunk)) yield* messagesOfPart(part);
  }
}
