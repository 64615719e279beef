import { z } from 'zod'

/** Text that every store and every JSON parser keeps as it is: no NUL, no lone surrogate. */
export const text = (maxCharacters: number) =>
  z
    .string()
    .max(maxCharacters)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), { message: 'holds NUL or a lone surrogate' })
