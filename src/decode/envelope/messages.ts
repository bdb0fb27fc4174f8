import { gunzipSync } from 'node:zlib';
import { isGzip } from '../inflate.ts';
import { type JsonPart, JsonSplitter, listKeys } from './split.ts';

/** A log line from an envelope, or a part of one that holds none. */
export type EnvelopeItem = { readonly message: string } | { readonly reason: string; readonly text: string };

/** One packed payload never inflates further than this. */
const maxPayload = 64 * 1024 * 1024;
/** Lambda event → record → subscription message → log event is the deepest that exists. */
const maxNesting = 6;
const keptText = 4096;

/** Whether JSON text could be one of the envelopes: it names a key that holds messages. */
export function looksLikeEnvelope(head: string): boolean {
  return (
    /"(messageType|awslogs|kinesis|logEvents|message|data|rawData)"\s*:/.test(head) ||
    /^\s*\{\s*"(events|records|Records)"\s*:\s*\[\s*\]/.test(head)
  );
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The log lines in one part of a JSON stream. */
export function* messagesOfPart(part: JsonPart, nesting = 0): Generator<EnvelopeItem, void> {
  if (part.kind === 'broken') {
    yield { reason: part.reason, text: part.text };
    return;
  }
  // Elements come before the end of their document; what kind of message it is stands at its beginning.
  if (part.kind === 'element' && /"messageType"\s*:\s*"CONTROL_MESSAGE"/.test(part.shell)) return;
  let value: Json;
  try {
    value = JSON.parse(part.text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield { reason: 'the JSON is broken', text: part.text.slice(0, keptText) };
    return;
  }
  yield* messagesOfValue(value, nesting);
}

function* messagesOfValue(value: Json, nesting: number): Generator<EnvelopeItem, void> {
  if (nesting > maxNesting) {
    yield { reason: 'envelopes are nested too deeply', text: JSON.stringify(value).slice(0, keptText) };
    return;
  }
  if (isList(value)) {
    for (const element of value) yield* messagesOfValue(element, nesting + 1);
    return;
  }
  if (value === null || typeof value !== 'object') {
    yield { reason: 'no log message in this JSON', text: JSON.stringify(value).slice(0, keptText) };
    return;
  }
  const { messageType, message, data, rawData, awslogs, kinesis } = value;
  if (messageType !== undefined && messageType !== 'DATA_MESSAGE') {
    if (messageType !== 'CONTROL_MESSAGE') {
      yield {
        reason: `no log message: messageType ${JSON.stringify(messageType)}`,
        text: JSON.stringify(value).slice(0, keptText),
      };
    }
    return;
  }
  if (typeof message === 'string') {
    yield* linesOf(message);
    return;
  }
  for (const payload of [dataOf(awslogs), dataOf(kinesis), data, rawData]) {
    if (payload === undefined) continue;
    yield* typeof payload === 'string'
      ? messagesOfPayload(payload, nesting + 1)
      : messagesOfValue(payload, nesting + 1);
    return;
  }
  const lists = listKeys.map((key) => value[key]).filter((list) => list !== undefined && isList(list));
  for (const list of lists) yield* messagesOfValue(list ?? [], nesting + 1);
  if (lists.length === 0)
    yield { reason: 'no log message in this JSON', text: JSON.stringify(value).slice(0, keptText) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function dataOf(value: Json | undefined): Json | undefined {
  return value === undefined || value === null || typeof value !== 'object' || isList(value)
    ? undefined
    : value['data'];
}

/** A payload in base64: gzip, JSON, or plain lines. An empty one is a record without lines. */
function* messagesOfPayload(text: string, nesting: number): Generator<EnvelopeItem, void> {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(trimmed)) {
    yield { reason: 'the data are not base64', text: text.slice(0, keptText) };
    return;
  }
  let bytes: Buffer = Buffer.from(trimmed, 'base64');
  if (isGzip(bytes)) {
    try {
      bytes = gunzipSync(bytes, { maxOutputLength: maxPayload });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      yield { reason: `the packed data cannot be read: ${error.message}`, text: text.slice(0, keptText) };
      return;
    }
  }
  const plain = bytes.toString('utf8').trim();
  if (!plain.startsWith('{') && !plain.startsWith('[')) {
    yield* linesOf(plain);
    return;
  }
  const splitter = new JsonSplitter();
  for (const part of [...splitter.push(bytes), ...splitter.end()]) yield* messagesOfPart(part, nesting + 1);
}

function* linesOf(message: string): Generator<EnvelopeItem, void> {
  for (const line of message.split('\n')) {
    if (line.trim() !== '' && !line.startsWith('CWL CONTROL MESSAGE')) yield { message: line };
  }
}
