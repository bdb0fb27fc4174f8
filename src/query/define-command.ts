import type { Span, Stage } from './ast.ts';
import type { Pipeline } from './plan/pipeline.ts';
import type { Parser } from './syntax/parser.ts';
import type { Printer } from './syntax/printer.ts';

/** A command of the language: how it is read, written, explained and compiled. One file in commands/. */
export interface Command {
  /** As it is shown: `stats`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** `stats aggregate [as name], … [by key [as name], …]` */
  readonly syntax: string;
  /** One sentence. */
  readonly summary: string;
  readonly remark?: string;
  readonly origin: 'insights' | 'weir';
  /** Why it is not built; such a command is only recognised, and using it is an error that says this. */
  readonly refused?: string;
  /** Whole queries; the tests run each. */
  readonly examples: readonly string[];
  /** Reads what follows the command's word; `start` is where that begins. */
  parse(parser: Parser, start: Span): Stage;
  /** The stage as text, in the usual spelling. */
  print(stage: Stage, printer: Printer): string;
  /** Adds the stage to the statement. */
  apply(stage: Stage, pipeline: Pipeline): void;
}

interface Definition<S extends Stage> extends Omit<Command, 'parse' | 'print' | 'apply' | 'refused'> {
  /** The name of the stage it makes; several commands may make the same one. */
  readonly stage: S['command'];
  parse(parser: Parser, start: Span): S;
  print(stage: S, printer: Printer): string;
  apply(stage: S, pipeline: Pipeline): void;
}

export function defineCommand<S extends Stage>(definition: Definition<S>): Command {
  const { parse, print, apply, stage: made, ...rest } = definition;
  const isMine = (stage: Stage): stage is S => stage.command === made;
  const mine = (stage: Stage): S => {
    if (isMine(stage)) return stage;
    throw new TypeError(`${rest.name} was given a ${stage.command}`);
  };
  return {
    ...rest,
    parse: (parser, start) => parse(parser, start),
    print: (stage, printer) => print(mine(stage), printer),
    apply: (stage, pipeline) => apply(mine(stage), pipeline),
  };
}

/** A command of Insights that Weir knows and does not build. */
export function refuseCommand(
  definition: Pick<Command, 'name' | 'aliases' | 'syntax' | 'summary'> & { readonly refused: string },
): Command {
  return {
    ...definition,
    origin: 'insights',
    examples: [],
    parse: (parser, start) =>
      parser.fail('QL_NOT_BUILT', `${definition.name} is not built: ${definition.refused}`, start),
    print: () => definition.name,
    apply: () => undefined,
  };
}
