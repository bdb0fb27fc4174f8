import { Combobox, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { filterFields, filterText, parseTyped } from '../data/filters.ts';
import { type Suggestion, useSuggestions } from '../data/suggestions.ts';
import { Icon } from './icon.tsx';
import { useView } from './view.tsx';

const MOST = 8;
const NONE: readonly Suggestion[] = [];

/** Words that are the whole vocabulary of a field. */
const vocabulary: Readonly<Record<string, readonly string[]>> = {
  action: ['ACCEPT', 'REJECT'],
  boundary: ['inbound', 'outbound', 'internal', 'transit'],
  direction: ['ingress', 'egress'],
  flow_direction: ['ingress', 'egress'],
  log_status: ['OK', 'NODATA', 'SKIPDATA'],
  type: ['IPv4', 'IPv6', 'EFA'],
  src_scope: ['internal', 'aws', 'external', 'special'],
  dst_scope: ['internal', 'aws', 'external', 'special'],
  reject_reason: ['BPA', 'EC'],
};

/** Takes `field:value`, a name, an address, a CIDR range or a port; `/` brings the cursor here from anywhere. */
export function FilterBox() {
  const { addFilters, scope } = useView();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useHotkeys([['/', () => input.current?.focus()]]);
  const [settled] = useDebouncedValue(text, 120);
  const suggested = useSuggestions(settled, scope.to);
  const found = settled === text ? suggested : NONE;
  const options = withFound(optionsFor(text), text, found);

  const add = (typed: string) => {
    // A bare word that is no filter by itself may be the name of something: the first that fits is meant.
    const filter = parseTyped(typed) ?? parseTyped(found[0]?.value ?? '');
    if (filter === undefined) {
      setWrong(typed.trim() !== '');
      return;
    }
    addFilters([filter]);
    setText('');
    setWrong(false);
    combobox.closeDropdown();
  };
  const choose = (value: string) => {
    if (!value.endsWith(':')) {
      add(value);
      return;
    }
    setText(value);
    setWrong(false);
    combobox.openDropdown();
    input.current?.focus();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} position="bottom-start" width={340}>
      <Combobox.Target>
        <label className={wrong ? 'chip box wrong' : 'chip box'}>
          <Icon name="plus" size={12} />
          <input
            ref={input}
            value={text}
            placeholder="filter"
            aria-label="Add a filter: field:value, a name, an address, a CIDR range or a port"
            aria-invalid={wrong}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setText(event.currentTarget.value);
              setWrong(false);
              combobox.openDropdown();
              combobox.resetSelectedOption();
            }}
            onFocus={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={(event) => {
              if (event.key === 'Escape') input.current?.blur();
              // Enter takes the highlighted option; the list does that. Without one, it takes what was typed.
              if (event.key === 'Enter' && combobox.getSelectedOptionIndex() === -1) add(text);
            }}
          />
          <kbd>/</kbd>
        </label>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }}>
          {options.map((option) => (
            <Combobox.Option key={option.value} value={option.value}>
              <span className="mono">{option.value}</span>
              <span className="option-words">{option.words}</span>
            </Combobox.Option>
          ))}
          {options.length === 0 && settled === text ? (
            <Combobox.Empty>
              Not understood. Write field:value, a name, an address, a CIDR range or a port; ! in front leaves it out.
            </Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** What the inventory suggests stands between what was typed and the names of fields. */
function withFound(options: readonly Suggestion[], text: string, found: readonly Suggestion[]): Suggestion[] {
  const typed = text.trim();
  const not = typed.startsWith('!') ? '!' : '';
  const known = parseTyped(typed);
  const direct = known === undefined ? [] : options.slice(0, 1);
  const more = found
    .map(({ value, words }) => ({ value: `${not}${value}`, words }))
    .filter(({ value }) => !direct.some((one) => one.value === value));
  return [...direct, ...more, ...options.slice(direct.length)];
}

function optionsFor(text: string): Suggestion[] {
  const typed = text.trim();
  const not = typed.startsWith('!') ? '!' : '';
  const body = typed.slice(not.length);
  const known = parseTyped(typed);
  const direct =
    known === undefined ? [] : [{ value: filterText(known), words: known.excluded ? 'leave this out' : 'only this' }];
  const [field = '', value] = body.split(/:(.*)/s);
  if (value !== undefined) {
    const words = (vocabulary[field] ?? []).filter((word) => word.toLowerCase().startsWith(value.toLowerCase()));
    const meaning = filterFields.get(field) ?? '';
    const listed = words.map((word) => ({ value: `${not}${field}:${word}`, words: 'only this' }));
    const hint =
      filterFields.has(field) && value === '' && words.length === 0
        ? [{ value: `${not}${field}:-`, words: `missing. ${meaning}` }]
        : [];
    return [...direct.filter((one) => !listed.some((other) => other.value === one.value)), ...listed, ...hint];
  }
  const wanted = body.toLowerCase();
  const names = [...filterFields].filter(([name]) => name.includes(wanted));
  // Names that begin with what was typed come first; without a word, what people ask for most.
  const sorted =
    wanted === ''
      ? names.filter(([name]) => usual.includes(name))
      : names.sort(([a], [b]) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)));
  return [...direct, ...sorted.slice(0, MOST).map(([name, words]) => ({ value: `${not}${name}:`, words }))];
}

const usual = [
  'name',
  'owner',
  'address',
  'action',
  'service_port',
  'boundary',
  'srcaddr',
  'dstaddr',
  'interface_id',
  'vpc_id',
];
