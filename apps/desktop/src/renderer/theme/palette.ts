import { type CSSVariablesResolver, createTheme } from '@mantine/core'
import { amber, brick, night, paper, verdigris } from './colours.js'

export const FONT = "'Onest Variable', 'Onest', system-ui, -apple-system, 'Segoe UI', sans-serif"

/** What becomes CSS variables when the renderer is built: no style element is ever made at run time (see the CSP). */
export const palette = createTheme({
  colors: { verdigris, amber, brick, gray: paper, dark: night, red: brick, yellow: amber, teal: verdigris },
  primaryColor: 'verdigris',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.34,
  black: '#1d211f',
  white: '#ffffff',
  fontFamily: FONT,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Liberation Mono', monospace",
  headings: {
    fontFamily: FONT,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.2' },
      h2: { fontSize: '1.125rem', lineHeight: '1.3' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.35' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.5' },
  radius: { xs: '4px', sm: '6px', md: '9px', lg: '14px', xl: '20px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
})

const COLOURS = ['verdigris', 'amber', 'brick', 'gray'] as const

/** Words in a colour, on nothing or on a breath of it: as strong as reading needs, and no stronger. */
const words = (shade: number, ground: number) =>
  Object.fromEntries(
    COLOURS.flatMap((name) => [
      [`--mantine-color-${name}-light-color`, `var(--mantine-color-${name}-${shade})`],
      [`--mantine-color-${name}-light`, `color-mix(in srgb, var(--mantine-color-${name}-5) ${ground}%, transparent)`],
      [
        `--mantine-color-${name}-light-hover`,
        `color-mix(in srgb, var(--mantine-color-${name}-5) ${ground + 6}%, transparent)`,
      ],
    ]),
  )

export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...words(7, 12),
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1d211f',
    '--mantine-color-dimmed': '#5d625d',
    '--mantine-color-placeholder': '#6d726c',
    '--mantine-color-error': '#a53a25',
    '--mantine-color-default-border': '#c9c5ba',
    '--mantine-color-default-hover': '#f4f2ed',
    '--mantine-color-anchor': '#17695e',
  },
  dark: {
    ...words(3, 16),
    '--mantine-color-gray-light-color': '#a3aba6',
    '--mantine-color-body': '#1b201e',
    '--mantine-color-text': '#e9ece8',
    '--mantine-color-dimmed': '#a3aba6',
    '--mantine-color-placeholder': '#8f9892',
    '--mantine-color-error': '#f0957f',
    '--mantine-color-default': '#222825',
    '--mantine-color-default-border': '#424a45',
    '--mantine-color-default-hover': '#2a312d',
    '--mantine-color-anchor': '#7cc6b4',
  },
})
