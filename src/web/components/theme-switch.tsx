import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { Icon, type IconName } from './icon.tsx';

const next: Readonly<
  Record<MantineColorScheme, { readonly to: MantineColorScheme; readonly icon: IconName; readonly words: string }>
> = {
  auto: { to: 'light', icon: 'auto', words: 'as the system' },
  light: { to: 'dark', icon: 'sun', words: 'light' },
  dark: { to: 'auto', icon: 'moon', words: 'dark' },
};

/** System, light, dark, system …; the browser remembers. */
export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { to, icon, words } = next[colorScheme];
  return (
    <button
      type="button"
      className="theme"
      onClick={() => setColorScheme(to)}
      aria-label={`Appearance: ${words}. Change to ${next[to].words}.`}
      title={`Appearance: ${words}`}
    >
      <Icon name={icon} />
      <span>{words}</span>
    </button>
  );
}
