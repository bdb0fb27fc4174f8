export { type EnvelopeItem, looksLikeEnvelope } from './messages.ts';
export { messagesIn } from './read.ts';
