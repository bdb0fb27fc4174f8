import { Checkbox, Popover } from '@mantine/core';
import { useState } from 'react';
import { recordColumns, usualColumns } from '../data/record-columns.ts';
import { Icon } from './icon.tsx';

interface PickerProps {
  readonly chosen: readonly string[];
  readonly onChange: (columns: readonly string[]) => void;
}

/** Which columns the grid shows: searched by name or meaning, grouped by the version that brought them. */
export function ColumnPicker({ chosen, onChange }: PickerProps) {
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState('');
  const listed = [...recordColumns.values()].filter(({ name, meaning }) =>
    `${name} ${meaning}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  const groups = [...new Set(listed.map((column) => column.group))];
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={360} trapFocus>
      <Popover.Target>
        <button type="button" className="chip" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <Icon name="columns" size={13} /> Columns <i className="num">{chosen.length}</i>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="details">
          <div className="picker-head">
            <input
              className="field-input"
              placeholder="find a column"
              aria-label="Find a column"
              value={wanted}
              onChange={(event) => setWanted(event.currentTarget.value)}
            />
            <button type="button" className="link" onClick={() => onChange(usualColumns)}>
              usual
            </button>
          </div>
          <div className="picker">
            {groups.map((group) => (
              <fieldset key={group}>
                <legend>{group}</legend>
                {listed
                  .filter((column) => column.group === group)
                  .map(({ name, meaning }) => (
                    <Checkbox
                      key={name}
                      size="xs"
                      label={name}
                      description={meaning}
                      checked={chosen.includes(name)}
                      disabled={chosen.length === 1 && chosen.includes(name)}
                      onChange={() => toggle(name)}
                    />
                  ))}
              </fieldset>
            ))}
            {listed.length === 0 ? <p className="soft">No column is called or means that.</p> : null}
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
