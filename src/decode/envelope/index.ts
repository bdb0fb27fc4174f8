export { looksLikeEnvelope } from './messages.ts';
export { messagesIn } from './read.ts';
