import type { InventoryStatusAnswer } from '../../contract/index.ts';
import { Card } from '../components/card.tsx';
import { Command } from '../components/command.tsx';
import { ThingLink } from '../components/thing.tsx';
import { plural } from '../data/format.ts';
import { kindName } from '../data/inventory.ts';

/** Which questions cannot be answered, and the call that would bring what they need. */
export function InventoryMissing({ status }: { readonly status: InventoryStatusAnswer }) {
  const { missing, missing_objects: objects, kinds } = status;
  if (missing.length === 0 && objects.length === 0) return null;
  return (
    <Card
      title="What is missing"
      about={missing.length === 0 ? undefined : 'save what a call prints into a folder and import the folder'}
    >
      <ul className="missing">
        {objects.map(({ kind, ids, examples }) => (
          <li key={kind}>
            <p>
              <strong>{plural(ids, kindName(kind), kinds.find(({ name }) => name === kind)?.plural ?? kind)}</strong>{' '}
              that other things name, and no snapshot has
            </p>
            <p className="soft">
              {examples.map(({ id, named_by: by }) => (
                <span key={id} className="missing-example">
                  <span className="mono">{id}</span>, named by <ThingLink id={by} at="now" />
                </span>
              ))}
            </p>
            <Command text={`${kinds.find(({ name }) => name === kind)?.call ?? 'aws ec2 describe-…'} --output json`} />
          </li>
        ))}
        {missing.map(({ kind, call, question }) => (
          <li key={kind}>
            <p>
              <strong>{question}</strong>
            </p>
            <Command text={`${call} --output json`} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
