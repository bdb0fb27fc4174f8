import { Link } from '@tanstack/react-router';
import { shorten } from '../data/format.ts';
import { kindName } from '../data/inventory.ts';
import { useThingNameAt } from '../data/names.ts';
import { scopeOf } from '../data/search.ts';
import { useView } from './view.tsx';

interface ThingProps {
  readonly id: string;
  /** Null: it has none. Absent: whatever the inventory says. */
  readonly name?: string | null | undefined;
  readonly kind?: string | null | undefined;
  /** As of when, where that is not the end of the view. */
  readonly at?: string | undefined;
  /** The identifier beneath the name, not only on hover. */
  readonly withId?: boolean;
}

/** A thing of the account by its name, with its identifier on hover or beneath; leads to its own page. */
export function ThingLink({ id, name, kind, at, withId = false }: ThingProps) {
  const { search, scope } = useView();
  const found = useThingNameAt(name === undefined ? id : null, at ?? search.at ?? scope.to);
  const known = name ?? found ?? null;
  const called = known ?? shortId(id);
  const isNamed = known !== null;
  return (
    <span className="who">
      <Link
        to="/thing/$id"
        params={{ id }}
        search={{ ...scopeOf(search), at: at ?? search.at }}
        className={isNamed ? 'thing-link' : 'thing-link mono'}
        title={`${kind === undefined ? '' : `${kindName(kind)} `}${id}`}
      >
        {called}
      </Link>
      {withId && isNamed ? (
        <span className="about mono" title={id}>
          {shortId(id)}
        </span>
      ) : null}
    </span>
  );
}

/** Of an ARN what tells it from others; of other identifiers head and tail. */
function shortId(id: string): string {
  const part = id.startsWith('arn:') ? id.split(':').slice(5).join(':') || id : id;
  return shorten(part, 30);
}
