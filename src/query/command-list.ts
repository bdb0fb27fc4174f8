// Made by tools/query-lists.mjs from the folder; add a file there.
import type { Command } from './define-command.ts';

export const commands: readonly Command[] = [
];
