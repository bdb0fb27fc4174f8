// Brings what a clone needs before anything of it can run: Node 24 and the packages of the lock file. Quick when all
// is there. Runs on Node 18 and later.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureNode24, npm, ROOT, SetUpError } from './node24.mjs';

/** Prepares the clone and returns the path of the Node to use. Throws SetUpError. */
export async function setUp() {
  const node = await ensureNode24();
  const missing = missingPackages();
  if (missing.length > 0) {
    const named = missing.slice(0, 3).join(', ');
    process.stderr.write(`weir: ${missing.length} packages to install (${named} …) …\n`);
    // Not `npm ci`: it refuses a lock file that lacks a package of a foreign platform, which is what npm writes where the
    // registry does not carry that package. The check below is as strict: each package in the locked version and hash.
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    await npm(node, ['install', '--no-save', '--ignore-scripts', ...quiet], ROOT);
    const still = missingPackages();
    if (still.length > 0) {
      throw new SetUpError(`package.json and package-lock.json disagree, or npm left out: ${still.join(', ')}.`);
    }
  }
  return node;
}

/**
 * What the lock file names and npm's own record of node_modules does not, in this very version. npm writes that record
 * last, so half an installation counts as none. Packages for other platforms are left out, as npm does.
 */
function missingPackages() {
  const wanted = packagesOf(path.join(ROOT, 'package-lock.json'));
  if (wanted === undefined) throw new SetUpError('package-lock.json is missing: this is no complete clone.');
  const installed = packagesOf(path.join(ROOT, 'node_modules', '.package-lock.json')) ?? {};
  return Object.entries(wanted)
    .filter(([place, entry]) => place !== '' && !entry.optional && !entry.devOptional)
    .filter(([place, entry]) => installed[place]?.integrity !== entry.integrity)
    .map(([place, entry]) => `${place.replace(/^.*node_modules\//, '')}@${entry.version}`);
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/** Runs a tool's main function; an expected failure is one line, not a stack. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`weir: ${error instanceof SetUpError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
