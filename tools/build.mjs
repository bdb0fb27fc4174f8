// Compiles what the published package holds: src (without tests and the web room) to dist, and the page to dist/web.
// npm runs it before it packs.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWeb } from './bundle.mjs';
import { ROOT, SetUpError } from './node24.mjs';
import { main, setUp } from './setup.mjs';

const SOURCE = path.join(ROOT, 'src');
const TARGET = path.join(ROOT, 'dist');

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(place) : [place];
  });
}

/** All that was compiled before; the page stays, it has its own check for freshness. */
function clear() {
  mkdirSync(TARGET, { recursive: true });
  for (const name of readdirSync(TARGET)) {
    if (name !== 'web') rmSync(path.join(TARGET, name), { recursive: true });
  }
}

async function compile(node) {
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const child = spawn(node, [tsc, '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new SetUpError('TypeScript refused the sources; its words are above.');
}

/** The compiler renames imports only; a process or worker is started from a URL, whose file is `.js` here as well. */
function renameUrls(files) {
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const renamed = text.replace(/(new URL\(\s*['"`][^'"`]*)\.ts(['"`],\s*import\.meta\.url)/g, '$1.js$2');
    if (renamed !== text) writeFileSync(file, renamed);
  }
}

/** Files that the program reads at run time, such as SQL: they lie at the same place beside the compiled code. */
function copyAssets() {
  const assets = filesBelow(SOURCE).filter(
    (file) => !/\.(tsx?|md)$/.test(file) && !file.startsWith(path.join(SOURCE, 'web') + path.sep),
  );
  for (const file of assets) {
    const target = path.join(TARGET, path.relative(SOURCE, file));
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
  return assets.length;
}

await main(async () => {
  const node = await setUp();
  clear();
  await compile(node);
  const page = path.join(TARGET, 'web') + path.sep;
  const scripts = filesBelow(TARGET).filter((file) => file.endsWith('.js') && !file.startsWith(page));
  renameUrls(scripts);
  const assets = copyAssets();
  const state = await bundleWeb(node);
  process.stderr.write(`weir: dist holds ${scripts.length} modules, ${assets} other files, and the page (${state}).\n`);
});
