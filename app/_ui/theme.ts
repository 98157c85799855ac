import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  Modal,
  SegmentedControl,
  Tooltip,
} from '@mantine/core'

/** Sizes follow the 8-pixel grid: controls are 32 pixels high, rows 36, text 13. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'md',
  radius: { sm: '4px', md: '6px', lg: '8px' },
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontFamily: 'var(--sans)',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '32px', fontWeight: '700' },
      h2: { fontSize: '14px', lineHeight: '24px', fontWeight: '600' },
      h3: { fontSize: '13px', lineHeight: '20px', fontWeight: '600' },
    },
  },
  colors: {
    dark: [
      '#eceef3',
      '#b4bac6',
      '#8e95a5',
      '#666d7d',
      '#272b35',
      '#1f232c',
      '#161920',
      '#0f1115',
      '#0b0d10',
      '#08090b',
    ],
  },
  components: {
    Button: Button.extend({ defaultProps: { size: 'compact-md', variant: 'default', fw: 600 } }),
    InputWrapper: Input.Wrapper.extend({
      styles: { label: { marginBottom: 4 }, description: { marginBottom: 4 } },
    }),
    Modal: Modal.extend({
      defaultProps: { centered: true, size: 'md' },
      styles: {
        content: { background: 'var(--surface)' },
        header: { background: 'var(--surface)' },
        title: { fontSize: 14, fontWeight: 600 },
      },
    }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: true } }),
  },
})

const ours = {
  '--mantine-color-body': 'var(--canvas)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--dim)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--raised)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-placeholder': 'var(--dim)',
  '--mantine-color-error': 'var(--alarm-text)',
  '--mantine-color-anchor': 'var(--accent-text)',
}

/** Mantine sets these once for each scheme; ours know the scheme themselves. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: ours, dark: ours })
