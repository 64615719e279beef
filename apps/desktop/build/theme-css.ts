import {
  convertCssVariables,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core'
import type { Plugin } from 'vite'
import { palette, resolveVariables } from '../src/renderer/theme/palette.js'

const NAME = 'virtual:theme.css'

/**
 * The theme's variables as a file. Mantine would write them into a style element at run time, which a policy of
 * `style-src 'self'` refuses, and which costs a first paint.
 */
export const themeCss = (): Plugin => ({
  name: 'meantime-theme-css',
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load: (id) => (id === `\0${NAME}` ? themeVariables() : undefined),
})

function themeVariables(): string {
  const theme = mergeMantineTheme(DEFAULT_THEME, palette)
  return convertCssVariables(deepMerge(defaultCssVariablesResolver(theme), resolveVariables(theme)))
}
