import { Checkbox, Modal } from '@mantine/core';
import { useState } from 'react';
import { type QueryParameter, queryParameter, type SavedForm, type SavedQuery } from '../../contract/index.ts';
import { Icon } from '../components/icon.tsx';
import { Failure } from '../components/states.tsx';
import { useKeepQuery } from '../data/saved-queries.ts';

interface SaveProps {
  /** What would be saved, without a range. */
  readonly form: SavedForm;
  readonly range: Pick<SavedForm, 'from' | 'to'>;
  readonly rangeWords: string;
  /** The saved query that is open. */
  readonly current: SavedQuery | undefined;
  readonly disabled: boolean;
  readonly onSaved: (query: SavedQuery) => void;
}

/** Keeps the query under a name, with what its parameters are. */
export function SaveQuery(props: SaveProps) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button type="button" className="chip" disabled={props.disabled} onClick={() => setOpened(true)}>
        <Icon name="save" size={13} /> Save
      </button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Save this query" size={560}>
        <SaveForm
          {...props}
          onSaved={(query) => {
            setOpened(false);
            props.onSaved(query);
          }}
        />
      </Modal>
    </>
  );
}

const types = queryParameter.shape.type.options;

function SaveForm({ form, range, rangeWords, current, onSaved }: SaveProps) {
  const own = current?.origin === 'own' ? current : undefined;
  const [name, setName] = useState(own?.name ?? '');
  const [description, setDescription] = useState(own?.description ?? '');
  const [withRange, setWithRange] = useState(own?.form.from !== undefined);
  const [parameters, setParameters] = useState<readonly QueryParameter[]>(form.parameters);
  const keep = useKeepQuery();
  const save = (id: string | undefined) => {
    const declared = parameters.map(({ default: usual = '', ...one }) =>
      usual === '' ? one : { ...one, default: usual },
    );
    const kept = { ...form, parameters: declared, ...(withRange ? range : {}) };
    keep.mutate({ id, body: { name, description, form: kept } }, { onSuccess: onSaved });
  };
  const set = (at: number, change: Partial<QueryParameter>) =>
    setParameters(parameters.map((one, index) => (index === at ? { ...one, ...change } : one)));
  const isNew = own === undefined;
  return (
    <form
      className="save-form"
      onSubmit={(event) => {
        event.preventDefault();
        save(own?.id);
      }}
    >
      <label>
        <span>Name</span>
        <input
          className="field-input"
          data-autofocus
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>What it is for</span>
        <input
          className="field-input"
          maxLength={2000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
      </label>
      {parameters.length === 0 ? null : (
        <fieldset className="save-parameters">
          <legend>Parameters</legend>
          {parameters.map((one, at) => (
            <div key={one.name}>
              <code>{one.name}</code>
              <select
                className="field-input"
                aria-label={`Type of ${one.name}`}
                value={one.type}
                onChange={(event) => {
                  const type = types.find((known) => known === event.currentTarget.value);
                  if (type !== undefined) set(at, { type });
                }}
              >
                {types.map((type) => (
                  <option key={type}>{type}</option>
                ))}
              </select>
              <input
                className="field-input mono"
                aria-label={`Default of ${one.name}`}
                placeholder="no default"
                value={one.default ?? ''}
                onChange={(event) => set(at, { default: event.currentTarget.value })}
              />
            </div>
          ))}
        </fieldset>
      )}
      <Checkbox
        size="xs"
        label={`With its time range (${rangeWords})`}
        description="Without, it is asked about the range of the page."
        checked={withRange}
        onChange={(event) => setWithRange(event.currentTarget.checked)}
      />
      {keep.isError ? <Failure error={keep.error} /> : null}
      <div className="save-buttons">
        {isNew ? null : (
          <button type="button" className="chip" disabled={name.trim() === ''} onClick={() => save(undefined)}>
            Save as a new one
          </button>
        )}
        <button type="submit" className="chip run" disabled={keep.isPending || name.trim() === ''}>
          {isNew ? 'Save' : `Save in place of “${own.name}”`}
        </button>
      </div>
    </form>
  );
}
