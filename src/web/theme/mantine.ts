import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The accent from its lightest to its darkest tint. */
const weir: MantineColorsTuple = [
  '#e6f5f3',
  '#cfe9e6',
  '#a0d4ce',
  '#6dbdb5',
  '#46a99f',
  '#2d9d92',
  '#1b8a80',
  '#0b6e69',
  '#08605b',
  '#04524d',
];

export const theme = createTheme({
  colors: { weir },
  primaryColor: 'weir',
  primaryShade: { light: 7, dark: 5 },
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11.5px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  defaultRadius: 6,
  focusRing: 'auto',
  components: {
    Popover: { defaultProps: { shadow: 'md', withinPortal: true, transitionProps: { duration: 80 } } },
    Menu: { defaultProps: { shadow: 'md', withinPortal: true, transitionProps: { duration: 80 } } },
    Tooltip: {
      defaultProps: { openDelay: 150, multiline: true, maw: 320, events: { hover: true, focus: true, touch: true } },
    },
  },
});
