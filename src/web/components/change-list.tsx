import type { InventoryChange } from '../../contract/index.ts';
import { formatInstant } from '../data/format.ts';
import { kindName, valueText } from '../data/inventory.ts';
import { ThingLink } from './thing.tsx';

const words = { appeared: 'appeared', changed: 'changed', disappeared: 'gone' } as const;

/** What happened to things, newest first, with what was before and after. */
export function ChangeList({
  changes,
  withThing = true,
}: {
  readonly changes: readonly InventoryChange[];
  /** False where all of them are about the thing of the page. */
  readonly withThing?: boolean;
}) {
  return (
    <ol className="changes">
      {changes.map((change) => (
        <li key={`${change.at} ${change.kind} ${change.id} ${change.account} ${change.change}`}>
          <p className="change-head">
            <time className="num" dateTime={change.at} title={sinceText(change)}>
              {formatInstant(change.at)}
            </time>
            <span className={`change-tag ${change.change}`}>{words[change.change]}</span>
            {withThing ? <ThingLink id={change.id} name={change.name} kind={change.kind} at={change.at} /> : null}
            <span className="soft">{kindName(change.kind)}</span>
          </p>
          {change.fields.length === 0 ? null : (
            <dl className="change-fields">
              {change.fields.map(({ field, before, after }) => (
                <div key={field}>
                  <dt className="mono">{field}</dt>
                  <dd>
                    <del className={before === null ? 'nothing' : ''}>{valueText(before)}</del>
                    <span aria-hidden="true"> → </span>
                    <ins className={after === null ? 'nothing' : ''}>{valueText(after)}</ins>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}

function sinceText({ at, not_before: since }: InventoryChange): string {
  return since === null
    ? `${formatInstant(at)} UTC`
    : `Found at ${formatInstant(at)} UTC; it was not so at ${formatInstant(since)} UTC`;
}

/** One line per field that changed, as the exported file holds them. */
export function changeRows(changes: readonly InventoryChange[]): readonly ChangeRow[] {
  return changes.flatMap((change): ChangeRow[] => {
    if (change.fields.length === 0) return [{ ...change, field: null, before: null, after: null }];
    return change.fields.map(({ field, before, after }) => ({
      ...change,
      field,
      before: before === null ? null : valueText(before),
      after: after === null ? null : valueText(after),
    }));
  });
}

interface ChangeRow extends InventoryChange {
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

export const changeColumns = (
  ['at', 'not_before', 'change', 'kind', 'id', 'name', 'account', 'region', 'field', 'before', 'after'] as const
).map((head) => ({ head, plain: (row: ChangeRow) => row[head] }));
