// Finds a Chromium for the browser tests, or installs one: $WEIR_CHROMIUM, the machine's own Chrome or Chromium, the
// system's package where we may install it, Playwright's download. Runs on Node 18 and later.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, SetUpError } from './node24.mjs';

const COMMANDS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];

const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    path.join(os.homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
  linux: ['/opt/google/chrome/chrome', '/usr/lib/chromium/chromium', '/snap/bin/chromium'],
};

/** The path of a browser that starts. Throws SetUpError with one line that says what to install. */
export async function ensureBrowser(node) {
  const named = process.env.WEIR_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (starts(named)) return named;
    throw new SetUpError(`WEIR_CHROMIUM names ${named}, which does not start as a browser.`);
  }
  const found = findBrowser();
  if (found !== undefined) return found;
  if (await installFromSystem()) {
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  const own = await installFromPlaywright(node);
  if (own !== undefined) return own;
  throw new SetUpError(
    'the browser tests need Chrome or Chromium: install it (Debian: apt-get install chromium) or set WEIR_CHROMIUM to its path.',
  );
}

function findBrowser() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => path.join(folder, command)));
  return [...onPath, ...(PLACES[process.platform] ?? [])].find((file) => existsSync(file) && starts(file));
}

/** Ubuntu ships a `chromium-browser` that only points at a snap: being there is not enough, it must run. */
function starts(file) {
  // Chrome on Windows opens a window instead of printing its version.
  if (process.platform === 'win32') return existsSync(file);
  const { status } = spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 });
  return status === 0;
}

async function installFromSystem() {
  const release = '/etc/os-release';
  const debian = existsSync(release) && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync(release, 'utf8'));
  if (!debian || process.getuid?.() !== 0) return false;
  process.stderr.write('weir: no browser here; installing chromium from the system’s packages …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!(await quietly('apt-get', ['update', '-q'], env))) return false;
  return quietly('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], env);
}

async function installFromPlaywright(node) {
  process.stderr.write('weir: no browser here; fetching Playwright’s Chromium …\n');
  const cli = path.join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  if (!(await quietly(node, [cli, 'install', 'chromium'], process.env))) return undefined;
  const entry = pathToFileURL(path.join(ROOT, 'node_modules', '@playwright', 'test', 'index.mjs')).href;
  const { chromium } = await import(entry);
  const file = chromium.executablePath();
  return existsSync(file) && starts(file) ? file : undefined;
}

/** Runs a command and keeps its words for the case that it fails. */
async function quietly(command, args, env) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const words = [];
  child.stdout.on('data', (chunk) => words.push(chunk));
  child.stderr.on('data', (chunk) => words.push(chunk));
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(-1));
    child.once('close', resolve);
  });
  if (code !== 0) {
    const tail = Buffer.concat(words).toString().trimEnd().split('\n').slice(-5).join('\n  ');
    process.stderr.write(`weir: ${command} ${args.join(' ')} failed:\n  ${tail}\n`);
  }
  return code === 0;
}
