import type { Setting } from './ast.ts';
import { nearest } from './suggest.ts';
import type { Parser } from './syntax/parser.ts';

/** What a setting of a command takes. */
type Takes = 'yes or no' | 'number' | 'name';

/** `name=value name=value` in front of what a command reads next; other names are an error with the nearest. */
export function readSettings(p: Parser, known: Readonly<Record<string, Takes>>): Setting[] {
  const settings: Setting[] = [];
  for (;;) {
    for (const word of Object.keys(known)) p.expect({ kind: 'keyword', word });
    if (p.token.kind !== 'name' || p.lookAhead().raw !== '=') return settings;
    const { span, value: written } = p.take('keyword');
    const name = written.toLowerCase();
    const takes = known[name];
    if (takes === undefined) {
      const near = nearest(name, Object.keys(known), 1);
      p.fail(
        'QL_SETTING_UNKNOWN',
        `there is no setting "${written}"`,
        span,
        near.length === 0 ? `there is ${Object.keys(known).join(', ')}` : `did you mean ${near.join(' or ')}?`,
        near.map((other) => ({ title: `use ${other}`, span, text: other })),
      );
    }
    if (settings.some((one) => one.name === name)) p.fail('QL_SETTING_TWICE', `${name} is set twice`, span);
    p.needSign('=');
    settings.push({ name, value: settingValue(p, takes), span: p.spanFrom(span) });
  }
}

function settingValue(p: Parser, takes: Takes): Setting['value'] {
  if (takes === 'yes or no') return p.needWord('true', 'false') === 'true';
  if (takes === 'number') return p.wholeNumber();
  return p.token.kind === 'string' ? p.string().value : p.newName().name;
}

export function settingOf<T extends Setting['value']>(settings: readonly Setting[], name: string, otherwise: T): T {
  const value = settings.find((one) => one.name === name)?.value;
  const isMine = (one: Setting['value'] | undefined): one is T => typeof one === typeof otherwise;
  return isMine(value) ? value : otherwise;
}
