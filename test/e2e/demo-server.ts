import path from 'node:path';
import { runWeir, startServer, temporaryFolder, WEIR } from '../support/weir.ts';

/** The end is fixed, so that the same records are there on every day; four hours hold a whole silent coverage step. */
const DEMO = ['--hours', '4', '--rate', '5', '--end', '2025-11-19T10:05:00Z'];

/** Other tests do without country data, for speed; the map and the countries over time need it. */
const PACKAGED_COUNTRIES = { WEIR_COUNTRY_DATA: '' };

/** Loads four hours of the demo network and serves them for all browser tests; WEIR_URL holds the address. */
export default async function serveDemo(): Promise<() => Promise<void>> {
  const folder = await temporaryFolder('e2e');
  const logs = path.join(folder.path, 'logs');
  const data = path.join(folder.path, 'data');
  for (const args of [
    ['demo', '--out', logs, ...DEMO],
    ['ingest', path.join(logs, 'AWSLogs'), '--data', data],
  ]) {
    const { code, stdout, stderr } = await runWeir(args, { env: PACKAGED_COUNTRIES });
    if (code !== 0) {
      await folder.remove();
      throw new Error(`weir ${args.join(' ')} failed:\n${stdout}${stderr}`);
    }
  }
  const server = await startServer(WEIR, ['serve', '--data', data, '--port', '0'], { env: PACKAGED_COUNTRIES });
  process.env['WEIR_URL'] = server.url;
  process.env['WEIR_TRUTH'] = path.join(logs, 'truth.json');
  return async () => {
    await server.stop();
    await folder.remove();
  };
}
