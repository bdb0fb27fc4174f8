import { Link } from '@tanstack/react-router';
import type { InventoryObjectAnswer, ListedObject } from '../../contract/index.ts';
import { Card } from '../components/card.tsx';
import { ExportButton } from '../components/data-table.tsx';
import { ThingLink } from '../components/thing.tsx';
import { useView } from '../components/view.tsx';
import { formatCount } from '../data/format.ts';
import { kindName } from '../data/inventory.ts';
import { scopeOf } from '../data/search.ts';

/** Kinds that say of others what belongs to them; they have tables of their own on the page. */
const ELSEWHERE: ReadonlySet<string> = new Set(['security-group-rule', 'availability-zone', 'tags']);
const SHOWN = 24;

/** What a thing belongs to, and what belongs to it. */
export function ThingRelated({ answer }: { readonly answer: InventoryObjectAnswer }) {
  const [first] = answer.objects;
  const names = groupsOf(first?.related ?? []);
  const around = [...(first?.route_tables ?? []), ...(first?.network_acls ?? [])];
  const missing = first?.missing ?? [];
  const known = new Set([...(first?.related ?? []), ...around].map(({ id }) => id));
  const users = answer.named_by
    .filter(({ kind }) => !ELSEWHERE.has(kind))
    .map((group) => ({ ...group, objects: group.objects.filter(({ id }) => !known.has(id)) }))
    .filter(({ objects }) => objects.length > 0);
  // Of what no snapshot has, only this is known.
  const isUnknown = first === undefined;
  const kinds = new Set([...names.map(([kind]) => kind), ...around.map(({ kind }) => kind)]);
  const all = [...names.flatMap(([, objects]) => objects), ...around, ...users.flatMap(({ objects }) => objects)];
  return (
    <Card
      title={isUnknown ? 'Named by' : 'Related'}
      about={all.length === 0 ? undefined : `${formatCount(all.length)} ${all.length === 1 ? 'thing' : 'things'}`}
      actions={<ExportButton name="related" columns={columns} rows={all} />}
    >
      <dl className="facts">
        {names.map(([kind, objects]) => (
          <Group key={kind} kind={kind} objects={objects} total={objects.length} />
        ))}
        {groupsOf(around).map(([kind, objects]) => (
          <Group key={`around ${kind}`} kind={kind} objects={objects} total={objects.length} />
        ))}
        {users.map(({ kind, objects, total }) => (
          <Group
            key={`of ${kind}`}
            kind={kind}
            words={kinds.has(kind) ? `${kindName(kind)} that names it` : undefined}
            objects={objects}
            total={Number(total)}
            naming={answer.id}
          />
        ))}
        {missing.length === 0 ? null : (
          <div>
            <dt>not known</dt>
            <dd className="soft" title="No snapshot has them at that time. Inventory says which call would bring them.">
              {missing.map((id) => (
                <span key={id} className="mono missing-id">
                  {id}{' '}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
      {all.length + missing.length === 0 ? <p className="note">Nothing else is known of it.</p> : null}
    </Card>
  );
}

type Related = Pick<ListedObject, 'id' | 'kind' | 'name' | 'owner' | 'account' | 'region'>;

function Group({
  kind,
  words = kindName(kind),
  objects,
  total,
  naming,
}: {
  readonly kind: string;
  readonly words?: string | undefined;
  readonly objects: readonly Related[];
  readonly total: number;
  /** The thing that they name, where more of them are known than are shown. */
  readonly naming?: string;
}) {
  const { search } = useView();
  return (
    <div>
      <dt>
        {words}
        {total > 1 ? <span className="count"> {formatCount(total)}</span> : null}
      </dt>
      <dd className="things">
        {objects.slice(0, SHOWN).map((one) => (
          <ThingLink key={`${one.account} ${one.id}`} id={one.id} name={one.name} kind={one.kind} />
        ))}
        {total <= SHOWN ? null : naming === undefined ? (
          <span className="soft">and {formatCount(total - SHOWN)} more</span>
        ) : (
          <Link to="/inventory" search={{ ...scopeOf(search), kind, naming }} className="link">
            and {formatCount(total - SHOWN)} more
          </Link>
        )}
      </dd>
    </div>
  );
}

function groupsOf<T extends Related>(objects: readonly T[]): [kind: string, objects: T[]][] {
  const kinds = new Map<string, T[]>();
  for (const one of objects) if (!ELSEWHERE.has(one.kind)) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  return [...kinds];
}

const columns = (['kind', 'id', 'name', 'owner', 'account', 'region'] as const).map((head) => ({
  head,
  plain: (row: Related) => row[head],
}));
