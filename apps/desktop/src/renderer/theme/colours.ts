import type { MantineColorsTuple } from '@mantine/core'

/*
 * A scheme of our own: warm paper, ink with a little green in it, and verdigris, the green of old instruments. Amber is
 * for what waits, brick for what failed; neither is ever the only sign.
 */

export const verdigris: MantineColorsTuple = [
  '#e9f5f1',
  '#d3ebe4',
  '#a9d8cc',
  '#7cc6b4',
  '#5ab5a1',
  '#359a86',
  '#21806f',
  '#17695e',
  '#10544b',
  '#0a3d36',
]

export const amber: MantineColorsTuple = [
  '#fdf4e1',
  '#f9e6c0',
  '#f3d28f',
  '#ecbc5c',
  '#e2a738',
  '#c98a18',
  '#a66d0b',
  '#865607',
  '#684206',
  '#4b2f04',
]

export const brick: MantineColorsTuple = [
  '#fceeea',
  '#f7d9d1',
  '#efb5a6',
  '#e88f79',
  '#df6f55',
  '#c95238',
  '#b0402a',
  '#943321',
  '#74281a',
  '#541c12',
]

/** Neutrals of the light theme: paper to ink. */
export const paper: MantineColorsTuple = [
  '#faf9f6',
  '#f4f2ed',
  '#eae7df',
  '#dcd8ce',
  '#c3beb2',
  '#8d897f',
  '#676a64',
  '#4d524d',
  '#343935',
  '#1d211f',
]

/** Neutrals of the dark theme, text first, as Mantine wants it. */
export const night: MantineColorsTuple = [
  '#e9ece8',
  '#c6ccc7',
  '#a3aba6',
  '#87908a',
  '#4b534e',
  '#363d39',
  '#262c29',
  '#1b201e',
  '#151917',
  '#0f1211',
]
