import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** What makes two objects the same object, and the number that stands for it in the tables. */
export interface Identity {
  /** `sha256:<hex>` for a file; `s3://bucket/key#etag` for an object. */
  readonly text: string;
  /** First 64 bits of the SHA-256 of `text`, decimal. */
  readonly objectId: string;
}

function identityOf(text: string): Identity {
  const digest = createHash('sha256').update(text).digest();
  return { text, objectId: digest.readBigUInt64BE(0).toString() };
}

/** Identity by content: the same bytes under another name are the same object. */
export async function contentIdentity(path: string): Promise<Identity> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return identityOf(`sha256:${hash.digest('hex')}`);
}
