// `npm start [-- <path>…]`: from a fresh clone to the page. Sets up, builds the page, and becomes `weir start`, which
// makes and loads the demo network's logs (or loads the given paths) and serves.
import path from 'node:path';
import { bundleWeb } from './bundle.mjs';
import { handOver, ROOT } from './node24.mjs';
import { main, setUp } from './setup.mjs';

await main(async () => {
  const node = await setUp();
  await bundleWeb(node);
  const child = handOver(node, [path.join(ROOT, 'bin', 'weir'), 'start', ...process.argv.slice(2)]);
  // npm runs a shell, and the shell runs us: of a signal that ends npm we hear nothing but that the shell is gone.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event === 'start' && process.platform !== 'win32') {
    setInterval(() => process.ppid === shell || child.kill('SIGTERM'), 500).unref();
  }
});
