import type { Query } from './ast.ts';
import { commands } from './command-list.ts';
import type { Command } from './define-command.ts';
import { type Parsed, Parser } from './syntax/parser.ts';
import { Printer } from './syntax/printer.ts';

/** Every command of the language by its names, in lower case. */
export const commandsByName: ReadonlyMap<string, Command> = new Map(
  commands.flatMap((command) =>
    [command.name, ...(command.aliases ?? [])].map((name): [string, Command] => [name.toLowerCase(), command]),
  ),
);

/** Reads a query. What is wrong with its syntax is in the diagnostics; the tree holds the stages that could be read. */
export function parseQuery(text: string): Parsed {
  return new Parser(text, commandsByName).parse();
}

/** The way trees become text. */
export const printer = new Printer(commandsByName);

/** The query in the usual spelling, on one line. */
export function printQuery(query: Query): string {
  return printer.query(query);
}
