import type { en } from './en/index.js'

/** The same keys with other texts; a language may need more plural forms than English has. */
export type Translated<T> = {
  readonly [K in keyof T as K extends `${infer Base}_other`
    ? `${Base}_${'one' | 'few' | 'many' | 'other'}`
    : K extends `${string}_one`
      ? never
      : K]: T[K & keyof T] extends string ? string : Translated<T[K & keyof T]>
}

export type Catalogue = typeof en
