import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { HUBNITY, HubnityWorld } from './support/hubnity-world.js'
import { OLD_TOKENS, placeOldQueue, OLD_WORK_STARTED as STARTED } from './support/old-queue.js'
import { filesBelow } from './support/real-world.js'

it('a queue of the old client goes to its old server, without one of the tokens in it', async () => {
  const world = new HubnityWorld()
  placeOldQueue(join(world.folder, 'meantime.db'), world.project.id)

  expect((await world.signIn()).code).toBe(0)
  expect((await world.cli('sync')).code).toBe(0)

  expect(world.rows).toMatchObject([
    {
      description: 'Old work',
      status: 'STOPPED',
      projectId: world.project.id,
      startTime: STARTED * 1000,
      endTime: (STARTED + 3600) * 1000,
      duration: 3000,
    },
  ])
  const sent = JSON.stringify(world.older.requests.map(({ body, path, query }) => [path, String(query), body]))
  for (const token of OLD_TOKENS) {
    expect(sent).not.toContain(token)
    expect(world.printed).not.toContain(token)
    for (const { path, bytes } of filesBelow(world.folder)) expect(bytes.includes(token), path).toBe(false)
  }
})

it('whoever signs in by the address of a Hubnity server keeps it: work runs there, and ends with the times of here', async () => {
  const world = new HubnityWorld()
  const signedIn = await world.signIn()
  expect(signedIn.stderr).toContain('It is a Hubnity server')
  expect(JSON.parse(readFileSync(join(world.folder, 'profile.json'), 'utf8'))).toMatchObject({ protocol: 'hubnity' })

  await world.cli('start', 'Write the report', '--project', 'Website')
  const began = world.clock.now() - 60_000
  expect((await world.cli('sync')).code).toBe(0)
  expect(world.rows).toMatchObject([{ status: 'RUNNING', description: 'Write the report', startTime: began }])

  world.older.faults.offline = true
  await world.cli('pause')
  world.clock.advance(3_600_000)
  await world.cli('resume')
  const ended = world.clock.now()
  await world.cli('stop')
  expect((await world.cli('sync')).code).toBe(5)

  world.clock.advance(8 * 3_600_000)
  world.older.faults.offline = false
  expect((await world.cli('sync')).code).toBe(0)
  expect(world.rows).toMatchObject([{ status: 'STOPPED', startTime: began, endTime: ended, duration: 180 }])
})

it('work on a project that the server does not have is parked, and the words name those that it has', async () => {
  const world = new HubnityWorld()
  await world.signIn()
  await world.cli('start', 'Write the report', '--project', 'Webseite')
  await world.cli('stop')
  expect((await world.cli('sync')).code).toBe(6)
  expect((await world.cli('queue', 'list')).stdout).toContain('The server has no project “Webseite”. It has “Website”.')
})

it('who leaves out the end of the address is told where the Hubnity server is', async () => {
  const world = new HubnityWorld()
  const { code, stderr } = await world.signIn('https://hubnity.example.test')
  expect(code).toBe(2)
  expect(stderr).toContain(`What answers at ${HUBNITY} is a Hubnity server.`)
  expect(stderr).toContain(`meantime login --server ${HUBNITY}`)
  expect(world.older.requests.map(({ path }) => path)).toEqual(['/auth/refresh'])
})
