import type { QueryParameter } from '../../contract/index.ts';

interface ParametersProps {
  readonly parameters: readonly QueryParameter[];
  readonly values: Readonly<Record<string, string>>;
  readonly onValue: (name: string, value: string) => void;
  readonly onRun: () => void;
}

const examples: Readonly<Record<QueryParameter['type'], string>> = {
  text: 'text',
  number: '443',
  address: '10.0.0.1',
  network: '10.0.0.0/8',
  period: '5m',
  field: 'srcAddr',
};

/** Values for the `{{name}}` of a query; Enter runs it. */
export function QueryParameters({ parameters, values, onValue, onRun }: ParametersProps) {
  return (
    <form
      className="query-parameters"
      aria-label="Parameters"
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      {parameters.map(({ name, type, default: usual, description }) => (
        <label key={name} title={description}>
          <span className="query-parameter-name">
            {name} <i>{type}</i>
          </span>
          <input
            className="field-input mono"
            value={values[name] ?? ''}
            placeholder={usual ?? examples[type]}
            inputMode={type === 'number' ? 'decimal' : 'text'}
            aria-required={usual === undefined}
            aria-description={description}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onValue(name, event.currentTarget.value)}
          />
        </label>
      ))}
      <button type="submit" className="sr-only" tabIndex={-1}>
        Run with these
      </button>
    </form>
  );
}
