// Writes docs/reference from the declarations in the source. `--check` only says whether the pages are fresh.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { Command } from '../src/cli/define-command.ts';
import { flagName } from '../src/cli/define-command.ts';
import { awsSpelling, derivedColumns, fields } from '../src/fields/index.ts';
import { tables } from '../src/store/index.ts';
import { insightsPage, languagePage } from './language-pages.ts';

const root = new URL('../', import.meta.url);
const note = '<!-- Made by tools/reference.ts from the source; change it there. -->';
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function fieldsPage(): string {
  const rows = fields.map(
    (f) => `| \`${f.name}\` | \`${awsSpelling(f.name)}\` | ${f.since} | ${f.logs} | ${f.kind} | ${cell(f.meaning)} |`,
  );
  const derived = derivedColumns.map(
    (d) => `| \`${d.name}\` | ${d.stored ? 'at ingest' : 'when read'} | ${cell(d.meaning)} | ${cell(d.confidence)} |`,
  );
  return `${note}\n# Fields\n\nThe ${fields.length} fields of flow logs, versions 2 to 11, and of transit gateway flow logs. A column is named as AWS names the field, with \`_\` for \`-\`. Missing (\`-\` in the log) is NULL.\n\n| column | in the log | since version | logs | kind | meaning |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n\n## Derived columns\n\n| column | computed | meaning | confidence |\n|---|---|---|---|\n${derived.join('\n')}\n`;
}

function tablesPage(): string {
  const open = tables.filter((t) => t.open);
  const parts = open.map(
    (t) =>
      `## ${t.name}\n\n${t.meaning}\n\n| column | type |\n|---|---|\n${t.columns
        .filter((c) => c.hidden !== true)
        .map((c) => `| \`${c.name}\` | \`${cell(c.type)}\` |`)
        .join('\n')}\n`,
  );
  return `${note}\n# Tables\n\nWhat \`weir sql\` can read.\n\n${parts.join('\n')}`;
}

async function commandsPage(): Promise<string> {
  const folder = new URL('src/cli/commands/', root);
  const names = (await readdir(folder)).filter((n) => n.endsWith('.ts') && !n.includes('.test.')).sort();
  const commands = await Promise.all(
    names.map(async (n) => ((await import(new URL(n, folder).href)) as { command: Command }).command),
  );
  const parts = commands.map((c) => {
    const args = c.arguments
      .map((a) => (a.required ? `<${a.name}${a.variadic ? '…' : ''}>` : `[${a.name}${a.variadic ? '…' : ''}]`))
      .join(' ');
    const options = Object.entries(c.options).map(
      ([name, o]) => `| \`--${flagName(name)}${o.value === undefined ? '' : ` ${o.value}`}\` | ${cell(o.summary)} |`,
    );
    const table = options.length === 0 ? '' : `\n| option | meaning |\n|---|---|\n${options.join('\n')}\n`;
    const examples = c.examples.length === 0 ? '' : `\n\`\`\`text\n${c.examples.join('\n')}\n\`\`\`\n`;
    return `## weir ${c.name}${args === '' ? '' : ` ${args}`}\n\n${c.summary}.\n${table}${examples}`;
  });
  return `${note}\n# Commands\n\nEvery command also takes \`--data <folder>\` (default \`./weir-data\`), \`--clickhouse <url>\` and \`--cluster <name>\` (a server in place of the embedded engine), \`--json\` and \`--help\`. Exit code: 0 done, 1 failed, 2 wrong use.\n\n${parts.join('\n')}`;
}

const pages: Record<string, string> = {
  'fields.md': fieldsPage(),
  'tables.md': tablesPage(),
  'commands.md': await commandsPage(),
  'query-language.md': languagePage(note),
  'logs-insights.md': insightsPage(note),
};
const folder = new URL('docs/reference/', root);
await mkdir(folder, { recursive: true });
let stale = 0;
for (const [name, text] of Object.entries(pages)) {
  const path = new URL(name, folder);
  const present = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? '' : Promise.reject(error),
  );
  if (present === text) continue;
  stale++;
  if (!process.argv.includes('--check')) await writeFile(path, text);
}
console.log(
  process.argv.includes('--check')
    ? `${stale} of ${Object.keys(pages).length} pages are stale`
    : `${Object.keys(pages).length} pages, ${stale} written`,
);
if (process.argv.includes('--check') && stale > 0) process.exitCode = 1;
process.exit();
