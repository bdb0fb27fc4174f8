import type { z } from 'zod';
import type { Progress } from '../core/index.ts';
import type { FlowClient, SavedQueryShelf } from '../store/index.ts';

/** One `--option` of a command. Its schema reads the text that was typed (undefined where the option is absent). */
export interface OptionSpec {
  readonly summary: string;
  /** Placeholder of the value, `<n>`; without one the option is a switch. */
  readonly value?: string;
  /** May be given several times. */
  readonly repeat?: boolean;
  readonly schema: z.ZodType;
}

export interface ArgumentSpec {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  readonly variadic?: boolean;
}

/** What every command gets, whatever it does. */
export interface CommandContext {
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  readonly json: boolean;
  /** Set by `--clickhouse`. */
  readonly server: { readonly url: string; readonly cluster: string | undefined } | undefined;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** The tables, migrated; opened on first use and closed when the command ends. */
  store(): Promise<FlowClient>;
  /** Saved queries of the data folder and those that come with Weir; the file is opened on first use. */
  readonly savedQueries: SavedQueryShelf;
  progress(): Progress;
  /** Writes to standard output. */
  print(text: string): void;
  /** Writes to standard error: what is not the answer itself. */
  note(text: string): void;
}

type Values<O extends Record<string, OptionSpec>> = { [K in keyof O]: z.output<O[K]['schema']> };

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: Record<string, OptionSpec>;
  readonly examples: readonly string[];
  run(context: CommandContext, args: readonly string[], options: Record<string, unknown>): Promise<number>;
}

/** Declares a command; `run` gets its options typed by their schemas, in camelCase, and returns the exit code. */
export function defineCommand<const O extends Record<string, OptionSpec>>(command: {
  readonly name: string;
  readonly summary: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options: O;
  readonly examples?: readonly string[];
  run(context: CommandContext, args: readonly string[], options: Values<O>): Promise<number>;
}): Command {
  return {
    ...command,
    arguments: command.arguments ?? [],
    examples: command.examples ?? [],
    run: (context, args, options) => command.run(context, args, options as Values<O>),
  };
}

/** `logFormat` → `log-format`: options are declared in camelCase and typed in kebab-case. */
export function flagName(option: string): string {
  return option.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
}
