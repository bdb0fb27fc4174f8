import type { AppendColsStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { acrossFrom, meet } from '../plan/beside.ts';
import { numberRows } from '../plan/windows.ts';
import { readSettings, settingOf } from '../settings.ts';
import { unify } from '../unify.ts';
import { made } from '../value.ts';

/** What Logs Insights takes of the other query where nothing is said. */
const usualMost = 10_000;

export const command = defineCommand<AppendColsStage>({
  name: 'appendcols',
  stage: 'appendcols',
  syntax: 'appendcols [override=true|false] [max=n] ( query )',
  summary: 'Puts the columns of another query beside these: first row to first row, second to second.',
  remark: `Rows that have no counterpart there lack the new columns; rows beyond these, or beyond max (${usualMost.toLocaleString('en')} unless said), are left out. A column that is here already stays, and with override=true takes what the other query has.`,
  origin: 'insights',
  examples: [
    'stats sum(bytes) as b by dstPort | sort b desc | limit 5 | appendcols ( stats sum(bytes) as other by srcAddr | sort other desc | limit 5 )',
  ],
  parse(p, start) {
    const settings = readSettings(p, { override: 'yes or no', max: 'number' });
    const max = settings.find(({ name }) => name === 'max');
    if (max !== undefined && (Number(max.value) < 1 || Number(max.value) > 100_000))
      p.fail('QL_LIMIT_RANGE', 'max goes from 1 to 100,000', max.span);
    return { command: 'appendcols', settings, query: p.subquery(), span: p.spanFrom(start) };
  },
  print: ({ settings, query }, printer) => `appendcols${printer.settings(settings)} (${printer.query(query)})`,
  apply({ settings, query, span }, pipeline) {
    const most = settingOf(settings, 'max', usualMost);
    const other = pipeline.nested(query);
    const theirs = other.shown;
    const there = numberRows(other);
    other.level.where.push(`${there} <= ${most}`);
    const columns = theirs.map((name) => ({
      name,
      known: other.scope.find(name),
      value: acrossFrom(other.resolve({ kind: 'field', name, span }), other.level),
    }));
    const right = other.level;
    const rightNumber = right.export(there);
    const here = numberRows(pipeline);
    const left = pipeline.level;
    const leftNumber = left.export(here);
    pipeline.push({ render: () => meet(pipeline, 'LEFT JOIN', [left, right], [[leftNumber, rightNumber]]) });
    const shown = new Set(pipeline.shown);
    for (const { name, known, value } of columns) {
      if (!shown.has(name)) {
        pipeline.scope.set({ role: known?.role ?? 'value', name, value: () => value });
        pipeline.show(name, false);
        continue;
      }
      const own = pipeline.find(name);
      if (own === undefined || !settingOf(settings, 'override', false)) continue;
      const { type, sql } = unify([value, own]);
      const isContainer = type.kind === 'list' || type.kind === 'map';
      const taken = isContainer ? `if(empty(${sql[0]}), ${sql[1]}, ${sql[0]})` : `coalesce(${sql.join(', ')})`;
      const merged = made(type, taken, [value, own]);
      pipeline.scope.set({ role: 'value', ...pipeline.scope.exact(name), name, value: () => merged });
    }
  },
});
