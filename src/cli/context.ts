import { resolve } from 'node:path';
import { savedQueryShelf } from '../app/index.ts';
import { WeirError } from '../core/index.ts';
import { createFlowClient, createState, type FlowClient, migrate } from '../store/index.ts';
import type { CommandContext } from './define-command.ts';
import { createProgress } from './ui/progress.ts';

/** The context of one run of one command. `close` gives back what the command opened. */
export function createContext(raw: Record<string, unknown>): CommandContext & { close(): Promise<void> } {
  const text = (name: string) => (typeof raw[name] === 'string' ? raw[name] : undefined);
  const dataFolder = resolve(text('data') ?? process.env['WEIR_DATA'] ?? 'weir-data');
  const url = text('clickhouse') ?? process.env['WEIR_CLICKHOUSE'];
  if (url !== undefined && !URL.canParse(url)) {
    throw new WeirError('OPTION_INVALID', `--clickhouse ${url}: not an address`, {
      kind: 'usage',
      hint: 'write it as http://user:password@host:8123',
    });
  }
  const server = url === undefined ? undefined : { url, cluster: text('cluster') };
  const json = raw['json'] === true;
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      abort.abort(new WeirError('STOPPED', 'stopped; the same command goes on where this one was', { kind: 'limit' }));
    });
  }
  // Beside a server of their own, too, people's things rest in the data folder.
  const state = createState(dataFolder);
  let opened: Promise<FlowClient> | undefined;
  const open = async () => {
    const client = createFlowClient(server ?? { dataFolder });
    await migrate(client);
    return client;
  };
  return {
    dataFolder,
    json,
    server,
    signal: abort.signal,
    store: () => {
      opened ??= open();
      return opened;
    },
    savedQueries: savedQueryShelf(state),
    progress: () => createProgress(json),
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    close: async () => {
      await state.close();
      if (opened !== undefined) await (await opened).close();
    },
  };
}
