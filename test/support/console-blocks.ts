import { type Outcome, runCommand, type Server, startServer } from './weir.ts';

/**
 * The commands of a document. In a fence named `console`, a line that starts with `$ ` is a command (a line that ends in
 * a backslash goes on in the next), and the lines below it are what it prints. `…` stands for any text; a command that
 * must fail says so: `$ weir sql 'SELEC' # exit 1`. Fences with other names are not run.
 */
export interface ConsoleCommand {
  readonly line: number;
  readonly command: string;
  readonly exit: number;
  readonly prints: readonly string[];
}

/** Reads all commands of a Markdown text, in order. */
export function consoleCommands(markdown: string): ConsoleCommand[] {
  const fences = markdown.matchAll(/^```console[^\n]*\n(?<body>[\s\S]*?)^```$/gm);
  return [...fences].flatMap((fence) => {
    const first = markdown.slice(0, fence.index).split('\n').length + 1;
    return commandsOf(fence.groups?.['body'] ?? '', first);
  });
}

function commandsOf(body: string, first: number): ConsoleCommand[] {
  const commands: { line: number; command: string; prints: string[] }[] = [];
  let goesOn = false;
  for (const [index, line] of body.split('\n').entries()) {
    const last = commands.at(-1);
    if (goesOn && last !== undefined) last.command += `\n${line}`;
    else if (line.startsWith('$ ')) commands.push({ line: first + index, command: line.slice(2), prints: [] });
    else if (line.trim() !== '') last?.prints.push(line);
    goesOn = line.endsWith('\\') && (goesOn || line.startsWith('$ '));
  }
  return commands.map(({ line, command, prints }) => {
    const exit = /\s+# exit (\d+)$/.exec(command);
    return { line, prints, command: command.slice(0, exit?.index), exit: Number(exit?.[1] ?? 0) };
  });
}

/** The first line that a command should have printed and did not, in order; undefined when all are there. */
export function missingLine(prints: readonly string[], output: string): string | undefined {
  const lines = output.split('\n').map((line) => line.trimEnd());
  let from = 0;
  for (const wanted of prints.filter((line) => line.trim() !== '…')) {
    const pattern = new RegExp(`^${wanted.trimEnd().split('…').map(literally).join('.*')}$`);
    const found = lines.findIndex((line, index) => index >= from && pattern.test(line));
    if (found < 0) return wanted;
    from = found + 1;
  }
  return undefined;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Runs the commands of one document in one folder; a server stays up for the commands below it. */
export class ConsoleSession {
  readonly #cwd: string;
  readonly #env: NodeJS.ProcessEnv;
  #server: Server | undefined;

  constructor(cwd: string, env: NodeJS.ProcessEnv) {
    this.#cwd = cwd;
    this.#env = env;
  }

  async run(command: ConsoleCommand): Promise<Outcome> {
    if (/^weir (serve|start)\b/.test(command.command)) return this.#serve(command.command);
    const text = command.command.replaceAll('http://127.0.0.1:7070', this.#server?.url ?? 'http://127.0.0.1:7070');
    const outcome = await runCommand('bash', ['-c', text], { cwd: this.#cwd, env: this.#env });
    return { ...outcome, stdout: this.#asWritten(outcome.stdout), stderr: this.#asWritten(outcome.stderr) };
  }

  async #serve(command: string): Promise<Outcome> {
    await this.close();
    // Any free port: the one in the document may be taken here.
    this.#server = await startServer('bash', ['-c', `exec ${command} --port 0`], { cwd: this.#cwd, env: this.#env });
    return { code: 0, stdout: this.#asWritten(this.#server.output()), stderr: '' };
  }

  #asWritten(text: string): string {
    return this.#server === undefined ? text : text.replaceAll(this.#server.url, 'http://127.0.0.1:7070');
  }

  async close(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }
}
