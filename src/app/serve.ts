import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApi, isLoopback } from '../api/index.ts';
import type { StatusAnswer } from '../contract/index.ts';
import { WeirError } from '../core/index.ts';
import { createState, type FlowClient, isUnsettled, settleFlows } from '../store/index.ts';
import { savedQueryShelf } from './content.ts';

export interface ServeOptions {
  readonly store: FlowClient;
  readonly dataFolder: string;
  readonly version: string;
  readonly host?: string | undefined;
  readonly port: number;
  readonly token?: string | undefined;
  /** Ends the server. */
  readonly signal: AbortSignal;
  /** Gets the line with the address, once the server listens. */
  readonly announce: (line: string) => void;
  readonly log?: (text: string) => void;
}

/** `dist/web` of a clone or of the package: this file lies in `src/app` or in `dist/app`. */
const webFolder = fileURLToPath(
  new URL(import.meta.url.includes('/src/app/') ? '../../dist/web' : '../web', import.meta.url),
);

/**
 * Serves the API and the page until the signal is given.
 * @throws WeirError TOKEN_NEEDED, PORT_TAKEN
 */
export async function serve(options: ServeOptions): Promise<void> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host) && options.token === undefined) {
    throw new WeirError('TOKEN_NEEDED', `listening on ${host} lets others read your flow logs`, {
      kind: 'usage',
      hint: 'give --token <secret> (or WEIR_TOKEN): it is then asked of everyone',
    });
  }
  const state = createState(options.dataFolder);
  const server = await createApi(
    {
      client: options.store,
      savedQueries: savedQueryShelf(state),
      version: options.version,
      loading: () => readLoading(options.dataFolder),
      log: options.log ?? ((text) => void process.stderr.write(`${text}\n`)),
    },
    { host, token: isLoopback(host) ? undefined : options.token, webFolder },
  );
  try {
    const address = await server.listen({ host, port: options.port });
    warmCountries(options);
    keepSettled(options);
    options.announce(`Weir is at ${address.replace('[::1]', 'localhost')}`);
  } catch (error) {
    await server.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new WeirError('PORT_TAKEN', `port ${options.port} of ${host} is in use`, {
      hint: 'another Weir may run there; choose another: --port 7071',
      cause: error,
    });
  }
  await new Promise<void>((resolve) => {
    if (options.signal.aborted) resolve();
    else options.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  server.server.closeAllConnections();
  await server.close();
  await state.close();
}

/** The engine reads the country data on first use, which takes seconds: better now than under the first view. */
function warmCountries({ store, log }: ServeOptions): void {
  const ask = `SELECT dictGetOrDefault('${store.placement.database}.country_of', 'country', toIPv6('::'), '')`;
  store.rows(ask).catch((error: unknown) => log?.(`country data: ${String(error)}`));
}

/** Milliseconds between two looks; longer after long work, so that settling never takes more than a part of the machine. */
const settlePause = 10_000;
const restAfterWork = 4;

/** Settles what any process loads on this data, and everything again when more is known of the account. */
function keepSettled({ store, signal, log }: ServeOptions): void {
  let pause = settlePause;
  const look = async () => {
    pause = settlePause;
    if (!(await isUnsettled({ client: store, signal }))) return;
    const began = performance.now();
    await settleFlows(store, { signal });
    pause = Math.max(settlePause, restAfterWork * (performance.now() - began));
  };
  const again = () => {
    if (signal.aborted) return;
    const timer = setTimeout(() => {
      look()
        .catch((error: unknown) => {
          if (!signal.aborted) log?.(`settling: ${String(error)}`);
        })
        .finally(again);
    }, pause);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  again();
}

/** What a load on this folder last wrote about itself; null when none runs. */
async function readLoading(dataFolder: string): Promise<StatusAnswer['loading']> {
  const text = await readFile(join(dataFolder, 'loading.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined || text === '') return null;
  const { pid, ...state } = JSON.parse(text) as {
    pid: number;
    label: string;
    done: number;
    total: number | null;
    records: number;
  };
  return isAlive(pid) ? state : null;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
