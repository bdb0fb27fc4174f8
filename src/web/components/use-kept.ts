import { useLocalStorage } from '@mantine/hooks';

/** A choice that this browser remembers. What is stored and no longer known falls back to the first option. */
export function useKept<T extends string>(name: string, options: readonly [T, ...T[]]): [T, (value: T) => void] {
  const [stored, setStored] = useLocalStorage<string>({
    key: `weir.${name}`,
    defaultValue: options[0],
    getInitialValueInEffect: false,
  });
  const value = options.find((option) => option === stored) ?? options[0];
  return [value, setStored];
}
