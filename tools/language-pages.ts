// The pages of docs/reference that come from the query language: its reference, and what it has of Logs Insights.
import { commands, functions, insightsFunctions, recordFields, signature } from '../src/query/index.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string) => `\`${text}\``;

function value(gives: unknown): string {
  return gives === null ? 'missing' : JSON.stringify(gives);
}

/** Commands, functions and names of the language, each with its examples. */
export function languagePage(note: string): string {
  const built = commands.filter((c) => c.refused === undefined);
  const commandParts = built.map((c) => {
    const also = c.aliases === undefined ? '' : ` Also written ${c.aliases.map(code).join(', ')}.`;
    const remark = c.remark === undefined ? '' : ` ${c.remark}`;
    const ours = c.origin === 'weir' ? ' Not in Logs Insights.' : '';
    return `### ${c.name}\n\n${code(c.syntax)}\n\n${c.summary}${remark}${also}${ours}\n\n\`\`\`text\n${c.examples.join('\n')}\n\`\`\`\n`;
  });
  const groups = [...new Set(functions.map((f) => f.group))];
  const functionParts = groups.map((group) => {
    const rows = functions
      .filter((f) => f.group === group)
      .map((f) => {
        const also = f.aliases === undefined ? '' : ` Also ${f.aliases.map(code).join(', ')}.`;
        const remark = f.remark === undefined ? '' : ` ${f.remark}`;
        const examples = f.examples.map((e) => `${code(cell(e.expression))} → ${cell(value(e.gives))}`).join('<br>');
        return `| ${code(cell(signature(f)))} | ${cell(f.returns)} | ${cell(f.summary + remark)}${also}${f.origin === 'weir' ? ' Not in Logs Insights.' : ''} | ${examples} |`;
      });
    return `### ${group.charAt(0).toUpperCase()}${group.slice(1)}\n\n| function | gives | what it does | examples |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  const fields = recordFields
    .filter((f) => f.absent === undefined)
    .map((f) => `| ${code(f.name)} | ${f.column === undefined ? '' : code(f.column)} | ${cell(f.meaning)} |`);
  return [
    note,
    '# The query language',
    'A query is a pipeline: commands joined by `|`, each taking rows and giving rows. How to begin with it: [Asking questions](../query.md). What it has of Logs Insights: [the table](logs-insights.md).',
    `## Commands\n\n${commandParts.join('\n')}`,
    `## Functions\n\nExamples of aggregates are over five rows whose n is 1, 2, 3, 4 and missing.\n\n${functionParts.join('\n')}`,
    `## Names of a record\n\nA name is found however it is spelled: \`srcAddr\`, \`srcaddr\`, \`src_addr\`.\n\n| name | column of flows | meaning |\n|---|---|---|\n${fields.join('\n')}\n`,
  ].join('\n\n');
}

/** Every command and function of CloudWatch Logs Insights, and whether it is here. */
export function insightsPage(note: string): string {
  const known = commands.filter((c) => c.origin === 'insights');
  const commandRows = known
    .flatMap((c) => [c.name, ...(c.aliases ?? [])].map((name) => ({ name, command: c })))
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(
      ({ name, command }) =>
        `| ${code(name)} | ${command.refused === undefined ? 'yes' : 'no'} | ${cell(command.refused ?? command.summary)} |`,
    );
  const functionRows = insightsFunctions.map(({ name, why }) => {
    const fn = functions.find((f) =>
      [f.name, ...(f.aliases ?? [])].some((n) => n.toLowerCase() === name.toLowerCase()),
    );
    return `| ${code(name)} | ${fn === undefined ? 'no' : 'yes'} | ${cell(fn?.summary ?? why ?? '')} |`;
  });
  const count = (rows: readonly string[]) => `${rows.filter((r) => r.includes('| yes |')).length} of ${rows.length}`;
  return [
    note,
    '# CloudWatch Logs Insights, and what of it is here',
    'A command or function that is not here is known and refused with a sentence, never skipped.',
    `## Commands: ${count(commandRows)}\n\n| command | here | what it does, or why not |\n|---|---|---|\n${commandRows.join('\n')}`,
    `## Functions: ${count(functionRows)}\n\n| function | here | what it does, or why not |\n|---|---|---|\n${functionRows.join('\n')}\n`,
  ].join('\n\n');
}
