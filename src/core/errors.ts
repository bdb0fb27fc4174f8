/**
 * Every error that Weir shows a person is a `WeirError`: a stable code, a sentence that says what is wrong and where,
 * and, where there is one, a hint that says what to do. Codes are never reused for another meaning.
 */
export type ErrorKind = 'usage' | 'input' | 'missing' | 'limit' | 'busy' | 'engine' | 'internal';

/** A place in a text: zero-based character offset and length. */
export interface Position {
  readonly offset: number;
  readonly length: number;
}

/** The form in which an error crosses the wire and is printed by `--json`. */
export interface ErrorShape {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly position?: Position;
}

export interface WeirErrorOptions {
  readonly kind?: ErrorKind;
  readonly hint?: string | undefined;
  readonly position?: Position | undefined;
  readonly cause?: unknown;
}

export class WeirError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly position: Position | undefined;

  constructor(code: string, message: string, options: WeirErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WeirError';
    this.code = code;
    this.kind = options.kind ?? 'input';
    this.hint = options.hint;
    this.position = options.position;
  }

  toJSON(): ErrorShape {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.position === undefined ? {} : { position: this.position }),
    };
  }
}

/** Any thrown value as a `WeirError`; what is not one already becomes `INTERNAL`. */
export function asWeirError(error: unknown): WeirError {
  if (error instanceof WeirError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new WeirError('INTERNAL', message, { kind: 'internal', cause: error });
}
