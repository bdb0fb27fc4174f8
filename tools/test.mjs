// `npm test`: sets up, brings a browser, runs every check, and ends with the line `N passed, N failed`.
// `--quick` leaves out what needs an engine, a browser or a package (used by `npm run check`).
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { bundleWeb } from './bundle.mjs';
import { ROOT, SetUpError } from './node24.mjs';
import { setUp } from './setup.mjs';

const quick = process.argv.includes('--quick');
const results = mkdtempSync(path.join(os.tmpdir(), 'weir-test-'));
const inModules = (...parts) => path.join(ROOT, 'node_modules', ...parts);

/** What a step adds to the count. */
const passed = { passed: 1, failed: 0, skipped: 0 };
const failed = { passed: 0, failed: 1, skipped: 0 };

/** Runs a Node script of node_modules; its words are shown as they come, at its end, or only when it fails. */
async function runScript(node, args, { env = {}, show = false } = {}) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: ROOT,
    env: { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter), ...env },
    stdio: show === true ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  const words = [];
  child.stdout?.on('data', (chunk) => words.push(chunk));
  child.stderr?.on('data', (chunk) => words.push(chunk));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      words.push(Buffer.from(error.message));
      resolve(-1);
    });
    child.once('close', resolve);
  });
  if (show === 'afterwards' || (code !== 0 && !show)) process.stdout.write(Buffer.concat(words));
  return code === 0;
}

/** A check that either holds or does not. */
function check(...args) {
  return async (node) => ((await runScript(node, args)) ? passed : failed);
}

function readResults(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** A run that failed without a failed test (a file that does not load, an error outside of tests) counts as one. */
function counted(ok, counts) {
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

async function runVitest(node) {
  const file = path.join(results, 'vitest.json');
  const projects = quick ? ['--project', 'unit', '--project', 'house'] : [];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const ok = await runScript(node, [inModules('vitest', 'vitest.mjs'), 'run', ...projects, ...reporters], {
    show: true,
  });
  const answer = readResults(file);
  if (answer === undefined) return failed;
  const unloaded = answer.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0);
  return counted(ok, {
    passed: answer.numPassedTests,
    failed: answer.numFailedTests + unloaded.length,
    skipped: answer.numPendingTests + answer.numTodoTests,
  });
}

async function runPlaywright(node, browser) {
  const file = path.join(results, 'playwright.json');
  const args = [inModules('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'];
  const env = { WEIR_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const ok = await runScript(node, args, { show: 'afterwards', env });
  const stats = readResults(file)?.stats;
  if (stats === undefined) return failed;
  return counted(ok, {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  });
}

async function bundle(node) {
  try {
    await bundleWeb(node);
    return passed;
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    process.stdout.write(`${error.message}\n`);
    return failed;
  }
}

/** Checks, each of which keeps one processor busy, and then tests: what is in one list runs side by side. */
function steps(browser) {
  const tsc = inModules('typescript', 'bin', 'tsc');
  const web = existsSync(path.join(ROOT, 'src', 'web', 'tsconfig.json'));
  const checks = [
    ['types', check(tsc, '--noEmit', '-p', 'tsconfig.json')],
    ...(web ? [['types of the page', check(tsc, '--noEmit', '-p', 'src/web/tsconfig.json')]] : []),
    [
      'lint and format',
      check(inModules('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '--colors=off'),
    ],
    ['the page builds', bundle],
    ['nothing unused', check(inModules('knip', 'bin', 'knip.js'))],
  ];
  const tests = [
    ['tests', runVitest],
    ...(quick ? [] : [['tests in a browser', (node) => runPlaywright(node, browser)]]),
  ];
  return { checks, tests };
}

async function runAll() {
  const node = await setUp();
  const browser = quick ? undefined : await ensureBrowser(node);
  if (browser !== undefined) process.stdout.write(`browser: ${browser}\n`);
  const lines = [];
  const total = { passed: 0, failed: 0, skipped: 0 };
  const run = async ([name, step]) => {
    process.stdout.write(`\n── ${name}\n`);
    const started = performance.now();
    const counts = await step(node);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    lines.push(`${counts.failed === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${countText(counts)} (${seconds} s)`);
    process.stdout.write(`${lines.at(-1)}\n`);
    for (const key of Object.keys(total)) total[key] += counts[key];
  };
  const { checks, tests } = steps(browser);
  await Promise.all(checks.map(run));
  await Promise.all(tests.map(run));
  process.stdout.write(`\n${lines.join('\n')}\n`);
  return total;
}

function countText({ passed: good, failed: bad, skipped }) {
  return `${good} passed, ${bad} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function main() {
  try {
    return await runAll();
  } catch (error) {
    process.stdout.write(`weir: ${error instanceof SetUpError ? error.message : error.stack}\n`);
    return failed;
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

const total = await main();
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
process.stdout.write(`${countText(total)}\n`);
