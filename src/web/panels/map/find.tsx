import { Combobox, useCombobox } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { MapNode } from '../../../contract/index.ts';
import { Icon } from '../../components/icon.tsx';
import { nodeLabel, searchText } from '../../data/map.ts';

const MOST = 12;

/** Finds a node by name, address or identifier. */
export function MapFind({
  nodes,
  onFind,
}: {
  readonly nodes: readonly MapNode[];
  readonly onFind: (node: MapNode) => void;
}) {
  const [typed, setTyped] = useState('');
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const words = useMemo(() => nodes.map((node) => ({ node, text: searchText(node) })), [nodes]);
  const wanted = typed.trim().toLowerCase();
  const found = useMemo(
    () => (wanted === '' ? [] : words.filter(({ text }) => wanted.split(/\s+/).every((word) => text.includes(word)))),
    [words, wanted],
  );
  const pick = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    if (node === undefined) return;
    setTyped('');
    box.closeDropdown();
    onFind(node);
  };
  return (
    <Combobox store={box} onOptionSubmit={pick} position="bottom-start" width={300}>
      <Combobox.Target>
        <span className="chip box map-find">
          <Icon name="zoomOut" size={13} />
          <input
            type="text"
            role="combobox"
            aria-expanded={box.dropdownOpened}
            aria-label="Find on the map"
            placeholder="Find a host"
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              box.openDropdown();
              box.updateSelectedOptionIndex();
            }}
            onFocus={() => box.openDropdown()}
            onBlur={() => box.closeDropdown()}
            onKeyDown={(event) => {
              const [first] = found;
              if (event.key === 'Enter' && box.selectedOptionIndex === -1 && first !== undefined) pick(first.node.id);
            }}
          />
        </span>
      </Combobox.Target>
      <Combobox.Dropdown hidden={wanted === ''}>
        <Combobox.Options>
          {found.slice(0, MOST).map(({ node }) => (
            <Combobox.Option key={node.id} value={node.id}>
              <span className="map-found">
                <b>{nodeLabel(node)}</b>
                <span className="mono soft">
                  {node.kind === 'group' ? `group of ${node.hosts}` : node.addresses.slice(0, 2).join(' ')}
                </span>
              </span>
            </Combobox.Option>
          ))}
          {found.length === 0 ? <Combobox.Empty>Nothing on this map is called that</Combobox.Empty> : null}
          {found.length > MOST ? <Combobox.Footer>and {found.length - MOST} more</Combobox.Footer> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
