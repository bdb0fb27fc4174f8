import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runWeir, startServer, temporaryFolder, WEIR } from '../support/weir.ts';

/** The end is fixed, so that the same records are there on every day; four hours hold a whole silent coverage step. */
const DEMO = ['--hours', '4', '--rate', '5', '--end', '2025-11-19T10:05:00Z'];

/** Other tests do without country data, for speed; the map and the countries over time need it. */
const PACKAGED_COUNTRIES = { WEIR_COUNTRY_DATA: '' };

/** When somebody opened the reports database to everybody, as the truth of the demo tells. */
export const EXPOSED_AT = '2025-11-19T09:29:25Z';
const EVERYBODY = '0.0.0.0/0';

/**
 * The demo's inventory is of its end. From it: the account before its reports database was opened, and its groups
 * afterwards.
 */
async function twoSnapshots(inventory: string, folder: string): Promise<[before: string, after: string]> {
  const [before, after] = [path.join(folder, 'before'), path.join(folder, 'after')];
  await cp(inventory, before, { recursive: true });
  await mkdir(after);
  for (const name of ['ec2-describe-security-groups.json', 'ec2-describe-security-group-rules.json']) {
    await cp(path.join(inventory, name), path.join(after, name));
    const text = await readFile(path.join(before, name), 'utf8');
    const closed: unknown = JSON.parse(text, (_, value: unknown) => withoutOpening(value));
    await writeFile(path.join(before, name), JSON.stringify(closed));
  }
  return [before, after];
}

/** What groups say without the permission, and without the rule, that lets everybody reach MySQL. */
function withoutOpening(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !(isMysql(one) && one['CidrIpv4'] === EVERYBODY));
  const ranges = isMysql(value) ? value['IpRanges'] : undefined;
  if (!isMysql(value) || !Array.isArray(ranges)) return value;
  return { ...value, IpRanges: ranges.filter((one) => JSON.stringify(one) !== JSON.stringify({ CidrIp: EVERYBODY })) };
}

function isMysql(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'FromPort' in value && value.FromPort === 3306;
}

/** Loads four hours of the demo network and what the account held in them, and serves them for all browser tests; WEIR_URL holds the address. */
export default async function serveDemo(): Promise<() => Promise<void>> {
  const folder = await temporaryFolder('e2e');
  const logs = path.join(folder.path, 'logs');
  const data = path.join(folder.path, 'data');
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runWeir(args, { env: PACKAGED_COUNTRIES });
    if (code === 0) return;
    await folder.remove();
    throw new Error(`weir ${args.join(' ')} failed:\n${stdout}${stderr}`);
  };
  await run('demo', '--out', logs, ...DEMO);
  await run('ingest', path.join(logs, 'AWSLogs'), '--data', data);
  const [before, after] = await twoSnapshots(path.join(logs, 'inventory'), folder.path);
  await run('inventory', 'import', before, '--at', '2025-11-19T06:00:00Z', '--data', data);
  await run('inventory', 'import', after, '--at', EXPOSED_AT, '--data', data);
  const server = await startServer(WEIR, ['serve', '--data', data, '--port', '0'], { env: PACKAGED_COUNTRIES });
  process.env['WEIR_URL'] = server.url;
  process.env['WEIR_TRUTH'] = path.join(logs, 'truth.json');
  return async () => {
    await server.stop();
    await folder.remove();
  };
}
