import { expect, test } from 'vitest'
import { MINUTE, manualDesk } from '../support/agent.js'

test('the worked time of a period as a table, a calendar and data, oldest first', async () => {
  const { ask, clock } = await manualDesk()
  const from = clock.now()
  await ask('start', { description: '=1+1', project: 'Book' })
  clock.advance(30 * MINUTE)
  await ask('stop')
  await ask('start', { description: 'Mail' })
  clock.advance(MINUTE)
  await ask('stop')
  const period = { from, to: clock.now() + 1 }
  const csv = await ask('export', { ...period, format: 'csv' })
  expect(csv).toMatchObject({ name: 'meantime-2026-01-05-to-2026-01-05.csv', mediaType: 'text/csv' })
  const rows = csv.text.trim().split('\r\n')
  expect(rows).toHaveLength(3)
  expect(rows[1]).toContain("0:30:00,'=1+1,Book")
  expect((await ask('export', { ...period, format: 'ics' })).text.match(/BEGIN:VEVENT/g)).toHaveLength(2)
  const { entries } = JSON.parse((await ask('export', { ...period, format: 'json' })).text)
  expect(entries.map(({ description }: { description: string }) => description)).toEqual(['=1+1', 'Mail'])
  const nothing = await ask('export', { from: 0, to: 1, format: 'json' })
  expect(JSON.parse(nothing.text).entries).toEqual([])
})
