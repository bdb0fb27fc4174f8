export { type Interpreted, interpret } from './interpreter.ts';
export type { FlowRecord } from './row.ts';
export type { LookupRows, World } from './scope.ts';
export { Address, numberFromText, type Value, type Wire } from './value.ts';
