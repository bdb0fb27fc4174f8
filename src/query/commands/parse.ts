import type { NameNode, ParseStage, RegexNode } from '../ast.ts';
import { checkRegex, regexGroups } from '../check/regex.ts';
import { defineCommand } from '../define-command.ts';
import { applyParse } from '../plan/parse.ts';
import type { Parser } from '../syntax/parser.ts';

type Pattern = ParseStage['pattern'];

function newNames(p: Parser): NameNode[] {
  p.needWord('as');
  return p.list(() => p.newName());
}

function glob(p: Parser): Pattern {
  const text = p.string();
  const names = newNames(p);
  const stars = text.value.split('*').length - 1;
  if (stars !== names.length) {
    p.fail(
      'QL_PARSE_COUNT',
      `the pattern has ${stars} "*", and ${names.length} name${names.length === 1 ? ' is' : 's are'} given`,
      text.span,
      'give each * one name',
    );
  }
  return { kind: 'glob', text, names };
}

function regex(p: Parser): Pattern {
  const token = p.take('regex');
  const node: RegexNode = { kind: 'regex', source: token.value, span: token.span };
  const wrong = checkRegex(node.source);
  if (wrong !== undefined) p.fail('QL_REGEX_UNSUPPORTED', wrong, node.span, 'regular expressions are RE2');
  const names = p.isWord('as') ? newNames(p) : [];
  const multi = p.takeWord('multi') !== undefined;
  if (names.length === 0 && regexGroups(node.source).length === 0) {
    p.fail('QL_PARSE_NAMES', 'the regular expression names nothing', node.span, 'write a named group: /(?<name>…)/');
  }
  return { kind: 'regex', regex: node, names, multi };
}

function pattern(p: Parser): Pattern {
  if (p.takeWord('logfmt') !== undefined) {
    p.needWord('as');
    return { kind: 'logfmt', name: p.newName() };
  }
  if (p.takeWord('csv') !== undefined) return { kind: 'csv', names: newNames(p) };
  p.allowRegex();
  p.expect({ kind: 'text' });
  p.expect({ kind: 'regular expression' });
  if (p.token.kind === 'regex') return regex(p);
  return p.token.kind === 'string' ? glob(p) : p.unexpected();
}

export const command = defineCommand<ParseStage>({
  name: 'parse',
  stage: 'parse',
  syntax:
    'parse [field] "glob * *" as name, … | parse [field] /(?<name>…)/ [multi] | parse [field] logfmt as map | parse [field] csv as name, …',
  summary: 'Takes text apart into fields.',
  remark:
    'Without a field it is @message, the line of the log. Each * takes the shortest run, one at the end all the rest. Where nothing matches, the names are missing. Flow logs are already taken apart: their fields need no parse.',
  origin: 'insights',
  examples: [
    'parse srcAddr /(?<net>\\d+\\.\\d+\\.\\d+)\\.\\d+/ | stats sum(bytes) as b by net',
    'parse interfaceId "eni-*" as id | display id',
    'parse @message "* * * *" as version, account, interface, rest | limit 5',
  ],
  parse(p, start) {
    p.allowRegex();
    const { kind } = p.token;
    const hasField = (kind === 'name' || kind === 'quoted') && !/^(logfmt|csv|xml)$/i.test(p.token.value);
    p.expect({ kind: 'field' });
    const field = hasField ? p.field() : undefined;
    if (p.isWord('xml')) p.fail('QL_NOT_BUILT', 'parse XML is not built: flow logs hold no XML', p.token.span);
    const read = pattern(p);
    return { command: 'parse', ...(field === undefined ? {} : { field }), pattern: read, span: p.spanFrom(start) };
  },
  print({ field, pattern: read }, printer) {
    const from = field === undefined ? '' : `${printer.name(field.name, ['logfmt', 'csv', 'xml'])} `;
    switch (read.kind) {
      case 'glob':
        return `parse ${from}${printer.string(read.text.value)} as ${printer.names(read.names)}`;
      case 'regex': {
        const names = read.names.length === 0 ? '' : ` as ${printer.names(read.names)}`;
        return `parse ${from}${printer.regex(read.regex) ?? '//'}${names}${read.multi ? ' multi' : ''}`;
      }
      case 'logfmt':
        return `parse ${from}logfmt as ${printer.name(read.name.name)}`;
      case 'csv':
        return `parse ${from}csv as ${printer.names(read.names)}`;
    }
  },
  apply: (stage, pipeline) => applyParse(pipeline, stage),
});
