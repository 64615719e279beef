import { expect, test } from 'vitest'
import { readTable } from '../../src/in/table.js'

test('what is no table is refused in one short sentence, whatever the file holds', () => {
  const noise = '\u0007\u001b[2J'.repeat(500)
  const files = [`a,b\n1,"${noise}`, `a,b\n1,x"${noise}"\n`, `a,b\n1,"x"${noise}\n`]
  const messages = files.map((file) => {
    try {
      readTable(file, 'CSV')
      return ''
    } catch (error) {
      return (error as Error).message
    }
  })
  expect(messages[0]).toBe('This cannot be read as CSV: line 2: a quotation mark is opened and never closed.')
  expect(messages[1]).toBe('This cannot be read as CSV: line 2: a quotation mark stands in the middle of a field.')
  expect(messages[2]).toBe('This cannot be read as CSV: line 2: something follows a closing quotation mark.')
})
