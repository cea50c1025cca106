import { createTheme, type CSSVariablesResolver, localStorageColorSchemeManager, Notification } from '@mantine/core';
import { text } from '../text';

/** One place for looks; pages use Mantine's tokens and set no colours of their own. */
export const theme = createTheme({
  primaryColor: 'teal',
  // Mantine's own teal is too pale for text on its light shades; with these white text and tinted badges keep 4.5:1.
  colors: { teal: ['#f0fdfa', '#ccfbf1', '#99f6e4', '#5eead4', '#2dd4bf', '#14b8a6', '#0d9488', '#0f766e', '#115e59', '#134e4a'] },
  primaryShade: 7,
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  // The cross alone has no name for screen readers.
  components: { Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': text.common.close } } }) },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
});

/** Mantine's dimmed text and some of its tinted badges are too pale on their light background for WCAG AA. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-orange-light-color': '#9a3412',
    '--mantine-color-yellow-light-color': '#713f12',
    '--mantine-color-green-light-color': '#14532d',
    '--mantine-color-red-light-color': '#991b1b',
  },
  dark: { '--mantine-color-dimmed': 'var(--mantine-color-dark-1)' },
});

/** Remembers light, dark or as the system says; `public/theme.js` reads the same key before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'status-color-scheme' });
