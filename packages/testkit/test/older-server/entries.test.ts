import { describe, expect, test } from 'vitest'
import { at, KEY, scene } from '../support/older-scene.js'

describe('one entry at the older server', () => {
  test('a start is 201, and a second one a 400, also when the first is paused', async () => {
    const { call, start, user, project } = scene()
    const id = await start()
    const second = { userId: user.id, projectId: project.id }
    expect((await call('POST', '/time-entries', second)).body.message).toMatch(/^User already has an active time entry/)
    await call('PUT', `/time-entries/${id}/pause`)
    expect((await call('POST', '/time-entries', second)).status).toBe(400)
  })

  test('employees need a project; other roles do not', async () => {
    const one = scene()
    const refused = await one.call('POST', '/time-entries', { userId: one.user.id })
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringMatching(/^Project is required for/) } })
    const other = scene({}, { role: 'ADMIN' })
    expect((await other.call('POST', '/time-entries', { userId: other.user.id })).status).toBe(201)
  })

  test('a start more than an hour ahead, an archived project, one that is not there, and another person', async () => {
    const { call, older, user, project } = scene()
    const old = older.addProject('Old', 'ARCHIVED')
    const stranger = older.addUser('bob@example.org')
    const post = (fields: object) =>
      call('POST', '/time-entries', { userId: user.id, projectId: project.id, ...fields })
    expect((await post({ startTime: at(13, 1) })).body.message).toBe(
      'Start time cannot be more than 1 hour in the future',
    )
    expect((await post({ projectId: old.id })).status).toBe(400)
    expect((await post({ projectId: KEY })).status).toBe(404)
    expect((await post({ userId: stranger.id })).status).toBe(403)
    expect((await post({ startTime: at(13) })).status).toBe(201)
  })

  test('X-Idempotency-Key is never read: a start replayed after the stop is a phantom (1)', async () => {
    const { call, start, older, user } = scene()
    const id = await start({ startTime: at(8) })
    await call('PUT', `/time-entries/${id}/stop`)
    await start({ startTime: at(8) })
    expect(older.entriesOf(user).map(({ status }) => status)).toEqual(['STOPPED', 'RUNNING'])
  })

  test('fields that nobody knows are a 400 on POST and PATCH (2)', async () => {
    const { call, start, user, project } = scene()
    const post = await call('POST', '/time-entries', { userId: user.id, projectId: project.id, accessToken: 'x' })
    expect(post).toMatchObject({ status: 400, body: { message: ['property accessToken should not exist'] } })
    const patch = await call('PATCH', `/time-entries/${await start()}`, { _encrypted: true })
    expect(patch).toMatchObject({ status: 400, body: { error: 'Bad Request', statusCode: 400 } })
  })

  test('pause, resume and stop ignore the body and take the server’s time; resume overwrites the start', async () => {
    const { call, clock, start } = scene({ accessTtlMs: 3_600_000 })
    const id = await start({ startTime: at(11) })
    clock.advance(600_000)
    const paused = await call('PUT', `/time-entries/${id}/pause`, { at: at(11, 5) })
    expect(paused.body).toMatchObject({ status: 'PAUSED', duration: 4200 })
    expect((await call('PUT', `/time-entries/${id}/pause`)).body.message).toBe('Only running entries can be paused')
    clock.advance(600_000)
    expect((await call('PUT', `/time-entries/${id}/resume`)).body).toMatchObject({ startTime: at(12, 20) })
    expect((await call('PUT', `/time-entries/${id}/resume`)).body.message).toBe('Only paused entries can be resumed')
    clock.advance(600_000)
    const stopped = await call('PUT', `/time-entries/${id}/stop`)
    expect(stopped.body).toMatchObject({ status: 'STOPPED', endTime: at(12, 30), duration: 4800 })
    expect((await call('PUT', `/time-entries/${id}/stop`)).body.message).toBe('Time entry is already stopped')
  })

  test('PATCH of a running entry with an end stops it and counts the duration itself', async () => {
    const { call, start } = scene()
    const id = await start({ startTime: at(11) })
    const answer = await call('PATCH', `/time-entries/${id}`, { endTime: at(11, 30), duration: 7 })
    expect(answer.body).toMatchObject({ status: 'STOPPED', duration: 1800 })
  })

  test('PATCH keeps your duration when the entry is stopped or paused, as often as it is sent', async () => {
    const { call, start } = scene()
    const id = await start({ startTime: at(11) })
    await call('PATCH', `/time-entries/${id}`, { status: 'PAUSED' })
    const all = { startTime: at(8), endTime: at(9), duration: 1200, status: 'STOPPED', description: 'Work' }
    const first = await call('PATCH', `/time-entries/${id}`, all)
    expect(first.body).toMatchObject(all)
    expect((await call('PATCH', `/time-entries/${id}`, all)).body).toEqual(first.body)
  })

  test('an end that is not after the start is a 400, and somebody else’s entry a 403', async () => {
    const { call, start, older } = scene()
    const id = await start({ startTime: at(11) })
    const answer = await call('PATCH', `/time-entries/${id}`, { endTime: at(11) })
    expect(answer.body.message).toBe('End time must be after start time')
    const bob = older.signIn(older.addUser('bob@example.org')).access_token
    expect((await call('PATCH', `/time-entries/${id}`, {}, bob)).status).toBe(403)
    expect((await call('PUT', `/time-entries/${KEY}/stop`)).status).toBe(404)
  })
})
