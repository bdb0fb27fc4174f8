import { readFile, stat } from 'node:fs/promises';
import { WeirError } from '../../core/index.ts';
import { builtInTableNames, putLookupTable, readUserTables, removeLookupTable } from '../../store/index.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import { printTable } from '../ui/table.ts';
import { countText } from '../ui/units.ts';

export const command = defineCommand({
  name: 'lookup',
  summary: 'Keep tables of your own, from CSV files, for lookup and cidrlookup in queries',
  arguments: [
    { name: 'action', summary: 'add, list or remove', required: true },
    { name: 'name', summary: 'name of the table', required: false },
    { name: 'file', summary: 'CSV with a header, at most 10 MiB', required: false },
  ],
  options: {},
  examples: [
    'weir lookup add teams ./teams.csv',
    'weir lookup list',
    'weir lookup remove teams',
    "weir query 'cidrlookup teams srcAddr OUTPUT owner | stats sum(bytes) as b by owner | sort b desc'",
  ],
  async run(context, [action = '', name, file]) {
    switch (action) {
      case 'add':
        if (name === undefined || file === undefined) throw usage('weir lookup add <name> <file.csv>');
        return add(context, name, file);
      case 'list':
        if (name !== undefined) throw usage('weir lookup list');
        return list(context);
      case 'remove':
        if (name === undefined || file !== undefined) throw usage('weir lookup remove <name>');
        await removeLookupTable(await context.store(), name);
        context.print(context.json ? JSON.stringify({ removed: name }) : `${name} is removed`);
        return 0;
      default:
        throw usage('add, list or remove', `"${action}" is no action`);
    }
  },
});

function usage(hint: string, message = 'the arguments do not fit'): WeirError {
  return new WeirError('USAGE', message, { kind: 'usage', hint });
}

async function add(context: CommandContext, name: string, file: string): Promise<number> {
  const bytes = await content(file);
  const table = await putLookupTable(await context.store(), name, bytes, builtInTableNames).catch((error: unknown) => {
    if (!(error instanceof WeirError) || error.code !== 'CSV_INVALID') throw error;
    const { code, message, kind, hint } = error;
    throw new WeirError(code, `${file}: ${message}`, { kind, hint, cause: error });
  });
  const { columns, networkColumn, rows, nearly } = table;
  context.print(
    context.json
      ? JSON.stringify({ name, rows, columns, network_column: networkColumn ?? null })
      : `${name}: ${countText(rows)} rows of ${columns.join(', ')}\n  ${
          networkColumn === undefined
            ? `for lookup; no column holds networks or addresses alone, so cidrlookup cannot search it`
            : `for lookup, and for cidrlookup by ${networkColumn}`
        }`,
  );
  if (nearly !== undefined) {
    const { column, line, value } = nearly;
    context.note(`${file}:${line}: "${value}" is no network; were ${column} all networks, cidrlookup could search it`);
  }
  return 0;
}

async function content(file: string): Promise<Buffer> {
  try {
    // A file far too large is not read whole to be told so; the table has the exact bound.
    const { size } = await stat(file);
    if (size > 100 * 1024 * 1024)
      throw new WeirError('LOOKUP_TOO_LARGE', `${file} has ${size} bytes`, {
        kind: 'limit',
        hint: 'a table has at most 10 MiB',
      });
    return await readFile(file);
  } catch (error) {
    if (error instanceof WeirError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new WeirError('FILE_UNREADABLE', `${file} cannot be read: ${reason}`, {
      kind: 'missing',
      hint: 'give the path of a CSV file',
      cause: error,
    });
  }
}

async function list(context: CommandContext): Promise<number> {
  const tables = await readUserTables({ client: await context.store(), signal: context.signal });
  if (context.json) {
    context.print(
      JSON.stringify(
        tables.map((t) => ({
          name: t.name,
          rows: t.rows,
          columns: t.columns,
          network_column: t.networkColumn ?? null,
        })),
      ),
    );
  } else if (tables.length === 0) {
    context.print('There are no tables of your own. weir lookup add <name> <file.csv> makes one.');
  } else {
    const columns = [
      { name: 'name', type: 'String' },
      { name: 'rows', type: 'UInt64' },
      { name: 'networks', type: 'String' },
      { name: 'columns', type: 'String' },
    ];
    const rows = tables.map((t) => [t.name, t.rows, t.networkColumn ?? null, t.columns.join(', ')]);
    printTable(columns, rows, context.print, undefined);
  }
  return 0;
}
