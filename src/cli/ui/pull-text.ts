import type { PullSummary } from '../../inventory/index.ts';
import { noteText, objectsText, plain } from './inventory-text.ts';
import { countText } from './units.ts';

const some = (count: number, one: string): string => `${countText(count)} ${count === 1 ? one : `${one}s`}`;

/** What a pull brought, and a line for everything that it did not. */
export function pullText(summary: PullSummary): string {
  const { places, problems, notes, throttled } = summary;
  const accounts = [...new Set(places.map(({ account }) => account))];
  const regions = [...new Set(places.map(({ region }) => region))];
  const { taken_from, taken_to } = summary;
  const lines = [
    `${countText(summary.snapshots)} new snapshots of ${some(accounts.length, 'account')} in ${some(regions.length, 'region')}`,
    ...objectsText(summary.objects),
    ...(taken_from === null ? [] : [`  seen ${taken_from === taken_to ? taken_from : `${taken_from} to ${taken_to}`}`]),
    `  account ${accounts.join(', ')} · region ${regions.join(', ')}`,
    ...(throttled === 0 ? [] : [`  AWS throttled ${some(throttled, 'request')}, which were sent again`]),
    ...problems.flatMap(({ message, hint, questions }) => {
      const without = questions.length === 0 ? '' : `; not known without it: ${questions.join('; ')}`;
      return [`  missing: ${message}${without}`, `    ${hint}`];
    }),
    ...notes.map(noteText),
  ];
  return plain(lines.join('\n'));
}
