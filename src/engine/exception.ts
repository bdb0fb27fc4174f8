/**
 * Errors in the form in which ClickHouse puts them on the wire: `Code: N. DB::Exception: text. (TYPE)`.
 * Clients read the number and the type out of that line, so everything that leaves this room as an error has it.
 */
export class EngineException extends Error {
  readonly code: number;
  readonly type: string;

  constructor(code: number, type: string, message: string) {
    super(`Code: ${code}. DB::Exception: ${message}. (${type})`);
    this.name = 'EngineException';
    this.code = code;
    this.type = type;
  }
}

/** A statement that is refused here, before the engine sees it. */
export const syntaxError = (message: string): EngineException =>
  new EngineException(62, 'SYNTAX_ERROR', `Syntax error: ${message}`);
export const readonlyError = (message: string): EngineException => new EngineException(164, 'READONLY', message);
export const notImplemented = (message: string): EngineException => new EngineException(48, 'NOT_IMPLEMENTED', message);
export const badArguments = (message: string): EngineException => new EngineException(36, 'BAD_ARGUMENTS', message);
export const cancelled = (): EngineException => new EngineException(394, 'QUERY_WAS_CANCELLED', 'Query was cancelled');

/** What a client is told of any thrown value: the exception's number and its whole text. */
export function exceptionOnWire(error: unknown): { readonly code: number; readonly text: string } {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
    return exceptionOnWire(new EngineException(243, 'NOT_ENOUGH_SPACE', text));
  }
  const found = /Code: (\d+)\. /.exec(text);
  if (found?.[1] !== undefined) return { code: Number(found[1]), text };
  const made = new EngineException(1002, 'UNKNOWN_EXCEPTION', text);
  return { code: made.code, text: made.message };
}

/** True where the engine could not read the statement (code 62). */
export const isSyntaxError = (error: unknown): boolean => exceptionOnWire(error).code === 62;
