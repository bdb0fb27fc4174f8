import type { FieldNode, JoinStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { join } from '../plan/join.ts';
import type { Parser } from '../syntax/parser.ts';

/** `a.srcAddr`, and a.`flow-direction`. */
function sideField(p: Parser): FieldNode {
  const start = p.token.span;
  const field = p.field();
  if (p.token.raw !== '.' || p.token.span.start !== p.previousEnd) return field;
  p.take('operator');
  const part = p.field();
  return { kind: 'field', name: `${field.name}.${part.name}`, span: p.spanFrom(start) };
}

function named(p: Parser, word: string) {
  p.needWord(word);
  p.needSign('=');
  return p.newName();
}

export const command = defineCommand<JoinStage>({
  name: 'join',
  stage: 'join',
  syntax: 'join [type=inner|left] left=a right=b where a.field = b.field [and …] ( query )',
  summary: 'Puts the rows of another query beside those that agree with them in all fields named.',
  remark:
    'What the rows at hand have is called a.x afterwards, what the other query shows b.x. type=inner, which holds where nothing is said, drops rows without a partner; type=left keeps them, with b.x missing. Missing equals nothing. All rows of the other query take part, however many; it can have a range of its own: (SOURCE flows start=-8d end=-1d | …).',
  origin: 'insights',
  examples: [
    'stats sum(bytes) as b by srcAddr | join type=left left=now right=refused where now.srcAddr = refused.srcAddr (filter action = "REJECT" | stats count(*) as n by srcAddr) | fields now.srcAddr, now.b, refused.n',
  ],
  parse(p, start) {
    let type: JoinStage['type'] = 'inner';
    if (p.takeWord('type') !== undefined) {
      p.needSign('=');
      type = p.needWord('inner', 'left') === 'left' ? 'left' : 'inner';
    }
    const left = named(p, 'left');
    const right = named(p, 'right');
    p.needWord('where');
    const on: JoinStage['on'][number][] = [];
    do {
      const one = sideField(p);
      if (!p.takeSign('==')) p.needSign('=');
      on.push({ left: one, right: sideField(p) });
    } while (p.takeWord('and') !== undefined);
    return { command: 'join', type, left, right, on, query: p.subquery(), span: p.spanFrom(start) };
  },
  print: ({ type, left, right, on, query }, printer) => {
    const pairs = on.map((pair) => `${printer.name(pair.left.name)} = ${printer.name(pair.right.name)}`).join(' and ');
    return `join type=${type} left=${printer.name(left.name)} right=${printer.name(right.name)} where ${pairs} (${printer.query(query)})`;
  },
  apply: (stage, pipeline) => join(pipeline, stage),
});
