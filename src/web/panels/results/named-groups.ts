import { useMemo } from 'react';
import type { AddressName } from '../../../contract/index.ts';
import { nameText } from '../../components/named.tsx';
import { useView } from '../../components/view.tsx';
import { looksLikeAddress } from '../../data/filters.ts';
import { useNamesAt } from '../../data/names.ts';
import type { Group, Part } from './groups.ts';
import { keyWords } from './words.ts';

/** What a drawing labels: a group, or a line or column of a grid. */
type Labelled = Pick<Group, 'label' | 'title' | 'parts'>;

/**
 * Gives groups of addresses the names of these, as the table has them; the addresses stand in the title. Returned is a
 * function, so that it serves lists of several shapes.
 */
export function useNaming(
  ...lists: readonly (readonly Labelled[])[]
): <T extends Labelled>(groups: readonly T[]) => T[] {
  const { scope } = useView();
  const asked = [...new Set(lists.flatMap((groups) => groups.flatMap(({ parts }) => parts.flatMap(addressOf))))].sort();
  const all = asked.join(' ');
  const addresses = useMemo(() => (all === '' ? [] : all.split(' ')), [all]);
  const names = useNamesAt(addresses, scope.to);
  return useMemo(() => {
    const name = (part: Part) => nameOf(part, names);
    return (groups) =>
      groups.map((group) => {
        if (!group.parts.some((part) => name(part) !== null)) return group;
        const label = group.parts.map((part) => name(part) ?? keyWords(part.column, part.value)).join(' · ');
        const title = group.parts
          .map((part) => [name(part), keyWords(part.column, part.value)].filter((word) => word !== null).join(' '))
          .join(' · ');
        return { ...group, label, title };
      });
  }, [names]);
}

function addressOf({ column, value }: Part): string[] {
  return column.kind === 'address' && typeof value === 'string' && looksLikeAddress(value) ? [value] : [];
}

function nameOf(part: Part, names: Readonly<Record<string, AddressName>>): string | null {
  const [address] = addressOf(part);
  const known = address === undefined ? undefined : names[address];
  return known === undefined ? null : nameText(known);
}
