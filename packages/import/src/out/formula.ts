/*
 * A spreadsheet runs a cell that begins so as a formula, also one from a CSV file (OWASP, "CSV Injection"). An apostrophe
 * before it makes it text. What begins with apostrophes and then so gets one more, so that taking one away gives back
 * exactly what it was.
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/
const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/

export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)
export const unguarded = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text)
