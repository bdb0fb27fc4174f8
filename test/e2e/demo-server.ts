import path from 'node:path';
import { runWeir, startServer, temporaryFolder, WEIR } from '../support/weir.ts';

/** Loads two hours of the demo network and serves them for all browser tests; WEIR_URL holds the address. */
export default async function serveDemo(): Promise<() => Promise<void>> {
  const folder = await temporaryFolder('e2e');
  const logs = path.join(folder.path, 'logs');
  const data = path.join(folder.path, 'data');
  for (const args of [
    ['demo', '--out', logs, '--hours', '2', '--rate', '10'],
    ['ingest', path.join(logs, 'AWSLogs'), '--data', data],
  ]) {
    const { code, stdout, stderr } = await runWeir(args, { env: { WEIR_COUNTRY_DATA: '' } });
    if (code !== 0) {
      await folder.remove();
      throw new Error(`weir ${args.join(' ')} failed:\n${stdout}${stderr}`);
    }
  }
  const server = await startServer(WEIR, ['serve', '--data', data, '--port', '0']);
  process.env['WEIR_URL'] = server.url;
  return async () => {
    await server.stop();
    await folder.remove();
  };
}
