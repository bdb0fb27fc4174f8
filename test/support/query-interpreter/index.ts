export { interpret } from './interpreter.ts';
export type { FlowRecord } from './row.ts';
export type { LookupRows, World } from './scope.ts';
export { Address, type Value, type Wire } from './value.ts';
