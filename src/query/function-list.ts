// Made by tools/query-lists.mjs from the folder; add a file there.
import type { QueryFunction } from './define-function.ts';

export const functions: readonly QueryFunction[] = [
];
