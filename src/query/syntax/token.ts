import type { Span } from '../ast.ts';

export type TokenKind =
  | 'name'
  | 'quoted'
  | 'string'
  | 'number'
  | 'size'
  | 'period'
  | 'address'
  | 'cidr'
  | 'regex'
  | 'sign'
  /** `$Name` of a saved query. */
  | 'saved'
  /** `{{name}}` that got no value. */
  | 'parameter'
  /** Text that no token begins with, an open quote, a number glued to letters. */
  | 'bad'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As it stands in the text. */
  readonly raw: string;
  /** Without quotes and escapes; of a name the name itself. */
  readonly value: string;
  readonly span: Span;
}

/** What a token turned out to be; for highlighting. */
export type Role =
  | 'command'
  | 'keyword'
  | 'operator'
  | 'function'
  | 'field'
  | 'name'
  | 'string'
  | 'number'
  | 'address'
  | 'regex'
  | 'period'
  | 'table'
  | 'comment'
  | 'bracket'
  | 'pipe'
  | 'wrong';

export interface Coloured extends Span {
  readonly role: Role;
}
