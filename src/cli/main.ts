import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command as Commander, CommanderError } from 'commander';
import { asWeirError, WeirError } from '../core/index.ts';
import { createContext } from './context.ts';
import { type Command, flagName } from './define-command.ts';
import { printError } from './ui/print-error.ts';
import { version } from './version.ts';

/** Every file in `commands/` is a command. Where one is named, the others are not read: that takes most of the start. */
async function commands(named: string | undefined): Promise<Command[]> {
  const folder = new URL('./commands/', import.meta.url);
  const extension = extname(fileURLToPath(import.meta.url));
  const all = (await readdir(folder)).filter((n) => n.endsWith(extension) && !n.includes('.test.')).sort();
  const names = all.includes(`${named}${extension}`) ? [`${named}${extension}`] : all;
  const loaded = await Promise.all(
    names.map(async (n) => (await import(new URL(n, folder).href)) as { command: Command }),
  );
  return loaded.map((m) => m.command);
}

function readOptions(command: Command, raw: Record<string, unknown>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(command.options)) {
    const result = spec.schema.safeParse(raw[name]);
    if (!result.success) {
      const what = result.error.issues.map((i) => i.message).join('; ');
      throw new WeirError('OPTION_INVALID', `--${flagName(name)} ${String(raw[name] ?? '')}: ${what}`, {
        kind: 'usage',
        hint: `weir ${command.name} --help`,
      });
    }
    values[name] = result.data;
  }
  return values;
}

async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const json = argv.includes('--json');
  const program = new Commander('weir')
    .description('Measures the flow of AWS networks: flow logs into answers, on your own machine.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: () => undefined });
  for (const command of await commands(argv[0])) {
    const sub = program
      .command(command.name)
      .description(command.summary)
      .exitOverride()
      .configureOutput({ outputError: () => undefined });
    for (const a of command.arguments) {
      const inner = `${a.name}${a.variadic ? '...' : ''}`;
      sub.argument(a.required ? `<${inner}>` : `[${inner}]`, a.summary);
    }
    for (const [name, spec] of Object.entries(command.options)) {
      const flag = `--${flagName(name)}${spec.value === undefined ? '' : ` ${spec.value}`}`;
      if (spec.repeat)
        sub.option(flag, spec.summary, (value: string, all: string[] | undefined) => [...(all ?? []), value]);
      else sub.option(flag, spec.summary);
    }
    sub
      .option('--data <folder>', 'data folder (default ./weir-data, or WEIR_DATA)')
      .option(
        '--clickhouse <url>',
        'a ClickHouse server in place of the embedded engine: http://user:password@host:8123',
      )
      .option('--cluster <name>', 'name of the cluster behind --clickhouse')
      .option('--json', 'answer as JSON');
    if (command.examples.length > 0)
      sub.addHelpText('after', `\nExamples:\n${command.examples.map((e) => `  ${e}`).join('\n')}`);
    sub.action(async (...given: unknown[]) => {
      const raw = sub.opts<Record<string, unknown>>();
      const args = given
        .slice(0, command.arguments.length)
        .flat()
        .filter((a): a is string => typeof a === 'string');
      const context = createContext(raw);
      try {
        exitCode = await command.run(context, args, readOptions(command, raw));
      } finally {
        await context.close();
      }
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0 || error.code === 'commander.help') return error.exitCode === 0 ? 0 : 2;
      printError(
        new WeirError('USAGE', error.message.replace(/^error: /, ''), {
          kind: 'usage',
          hint: 'weir --help lists the commands',
        }),
        json,
      );
      return 2;
    }
    const shown = asWeirError(error);
    printError(shown, json);
    return shown.kind === 'usage' ? 2 : 1;
  }
}

// `weir sql … | head` stops reading: that is the end of the work, not a fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
// The engine lives on in a process of its own; nothing of ours may hold this one open.
if (process.stdout.writableNeedDrain) process.stdout.once('drain', () => process.exit());
else process.exit();
