// `npm run bench [-- --records N …]`: brings Node 24 and the packages where they are missing, and becomes bench/run.ts.
import path from 'node:path';
import { handOver, ROOT } from '../tools/node24.mjs';
import { main, setUp } from '../tools/setup.mjs';

await main(async () => {
  const node = await setUp();
  const script = path.join(ROOT, 'bench', 'run.ts');
  handOver(node, ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)]);
});
