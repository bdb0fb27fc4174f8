// Builds the web bundle into dist/web when one of its sources is newer than the last one.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT, SetUpError } from './node24.mjs';

/** The web room and the rooms that it may import: a change there can change the bundle. */
const SOURCES = ['src/web', 'src/core', 'src/fields', 'src/contract', 'src/query', 'package-lock.json'];
const BUNDLE = path.join(ROOT, 'dist', 'web');

/** Returns 'fresh' when there was nothing to do, else 'built'. Throws SetUpError when the build fails. */
export async function bundleWeb(node) {
  const built = path.join(BUNDLE, 'index.html');
  if (existsSync(built) && newestOf(SOURCES) < statSync(built).mtimeMs) return 'fresh';
  const config = path.join(ROOT, 'src', 'web', 'vite.config.ts');
  if (!existsSync(config)) throw new SetUpError(`${config} is missing: the page cannot be built.`);
  process.stderr.write('weir: building the page (vite) …\n');
  const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = ['build', 'src/web', '--config', config, '--outDir', BUNDLE, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', vite, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new SetUpError('The page could not be built; the words of vite are above.');
  return 'built';
}

/** The newest change below some places; folders count, so that a deleted file is noticed. */
function newestOf(places) {
  let newest = 0;
  const waiting = places.map((place) => path.join(ROOT, place)).filter((place) => existsSync(place));
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const stat = statSync(place);
    newest = Math.max(newest, stat.mtimeMs);
    if (stat.isDirectory()) waiting.push(...readdirSync(place).map((name) => path.join(place, name)));
  }
  return newest;
}
