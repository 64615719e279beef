import { Secret, type TransportFailure } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { classifyAnswer, classifyBody, classifyBreakdown } from '../src/classify.js'
import type { HttpAnswer } from '../src/http.js'

const NOW = Date.UTC(2026, 0, 5, 9)

function answer(status: number, change: Partial<HttpAnswer> = {}): HttpAnswer {
  const headers = { contentType: 'application/problem+json', retryAfter: undefined, location: undefined }
  const text = JSON.stringify({ title: 'No', status, code: 'some-code' })
  return { status, ...headers, text, sentBytes: 0, ...change }
}

describe('a status', () => {
  test.each<[number, TransportFailure]>([
    [400, 'invalid'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-meantime'],
    [405, 'not-meantime'],
    [407, 'offline'],
    [408, 'server'],
    [410, 'not-meantime'],
    [413, 'too-large'],
    [418, 'not-meantime'],
    [422, 'invalid'],
    [425, 'server'],
    [426, 'upgrade'],
    [429, 'throttled'],
    [500, 'server'],
    [502, 'server'],
    [503, 'server'],
    [504, 'server'],
    [599, 'server'],
    [511, 'offline'],
    [301, 'not-meantime'],
    [302, 'not-meantime'],
    [304, 'not-meantime'],
    [308, 'not-meantime'],
    [204, 'not-meantime'],
  ])('%d means %s', (status, failure) => {
    expect(classifyAnswer(answer(status), NOW, []).failure).toBe(failure)
  })

  test.each<[number, TransportFailure]>([
    [400, 'not-meantime'],
    [401, 'not-meantime'],
    [403, 'not-meantime'],
    [422, 'not-meantime'],
    [413, 'too-large'],
    [429, 'throttled'],
    [502, 'server'],
  ])('%d with a page is judged as %s: a proxy never decides about the work', (status, failure) => {
    const page = answer(status, { contentType: 'text/html; charset=utf-8', text: '<h1>No</h1>' })
    expect(classifyAnswer(page, NOW, []).failure).toBe(failure)
  })

  test.each([400, 422])(
    '%d can park work, and so it must be a problem of ours, by whatever name it comes',
    (status) => {
      for (const text of ['', 'Bad Request', '{"message":"Bad Request"}'])
        expect(classifyAnswer(answer(status, { text }), NOW, []).failure).toBe('not-meantime')
      expect(classifyAnswer(answer(status, { contentType: '' }), NOW, []).failure).toBe('invalid')
    },
  )

  test.each([
    [403, 'text/html', true],
    [406, 'text/html', true],
    [400, 'text/plain', true],
    [404, 'text/html', false],
    [401, 'text/html', false],
    [302, 'text/html', false],
    [403, 'application/problem+json', false],
  ])('%d as %s: that it may be for what one task holds is %s', (status, contentType, mayBeATask) => {
    const text = contentType.endsWith('json') ? answer(status).text : '<h1>No</h1>'
    expect(classifyAnswer(answer(status, { contentType, text }), NOW, []).mayBeATask).toBe(mayBeATask)
  })

  test('with Retry-After carries it, relative', () => {
    expect(classifyAnswer(answer(503, { retryAfter: '30' }), NOW, []).retryAfterMs).toBe(30_000)
    expect(classifyAnswer(answer(429, { retryAfter: 'soon' }), NOW, []).retryAfterMs).toBeUndefined()
  })
})

test('a redirect names the target without its query, and does not follow', () => {
  const error = classifyAnswer(answer(302, { location: 'https://login.example/x?secret=hunter2' }), NOW, [])
  expect(error.message).toContain('https://login.example/x ')
  expect(error.message).not.toContain('hunter2')
  expect(error.hint).toBeDefined()
})

test('the words of a problem are shown without control characters and without the secrets of the request', () => {
  const text = JSON.stringify({
    title: 'No',
    status: 403,
    code: 'x',
    detail: 'Token hunter2 \u001b[31mis\u202e bad\n!',
  })
  const error = classifyAnswer(answer(403, { text }), NOW, [new Secret('hunter2')])
  expect(error.message).toContain('Token [secret] [31mis bad !')
})

describe('a body after 200', () => {
  test.each<[string, string, string, TransportFailure]>([
    ['a page', 'text/html', '<html>', 'not-meantime'],
    ['a page that claims nothing', '', '<html>', 'not-meantime'],
    ['other JSON', 'application/json', '{"hello":1}', 'not-meantime'],
    ['half of a JSON answer', 'application/json; charset=utf-8', '{"results":[{"id"', 'server'],
    ['half of a problem', 'application/problem+json', '{"ti', 'server'],
    ['an empty JSON answer', 'application/json', '', 'server'],
    ['nothing', '', '', 'not-meantime'],
    ['something that only sounds like JSON', 'application/jsonp', '{', 'not-meantime'],
  ])('%s', (_, contentType, text, failure) => {
    expect(classifyBody(answer(200, { contentType, text })).failure).toBe(failure)
  })
})

describe('no answer', () => {
  test.each<[string | undefined, TransportFailure]>([
    ['ENOTFOUND', 'offline'],
    ['ECONNREFUSED', 'offline'],
    ['ECONNRESET', 'offline'],
    ['EAI_AGAIN', 'offline'],
    ['EHOSTUNREACH', 'offline'],
    ['ENETUNREACH', 'offline'],
    ['ENETDOWN', 'offline'],
    ['EPIPE', 'offline'],
    ['EADDRNOTAVAIL', 'offline'],
    ['ERR_NETWORK', 'offline'],
    [undefined, 'offline'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNABORTED', 'timeout'],
    ['ERR_BAD_RESPONSE', 'server'],
    ['HPE_INVALID_CONSTANT', 'not-meantime'],
    ['CERT_HAS_EXPIRED', 'offline'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'offline'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'offline'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'offline'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'offline'],
    ['EPROTO', 'offline'],
  ])('%s means %s', (code, failure) => {
    expect(classifyBreakdown({ code, aborted: false, timedOut: false }).failure).toBe(failure)
  })

  test('a certificate that is not trusted comes with the way out', () => {
    const error = classifyBreakdown({ code: 'SELF_SIGNED_CERT_IN_CHAIN', aborted: false, timedOut: false })
    expect(error.hint).toContain('NODE_EXTRA_CA_CERTS')
  })

  test.each([
    ['ECONNRESET', true],
    ['EPIPE', true],
    ['ECONNREFUSED', false],
    ['ENOTFOUND', false],
  ])('%s: that the server died of what was sent is thought of: %s', (code, mayBeATask) => {
    const broken = classifyBreakdown({ code, aborted: false, timedOut: false })
    expect(broken).toMatchObject({ failure: 'offline', mayBeATask })
  })

  test('being stopped wins over the deadline, and the deadline over the code', () => {
    expect(classifyBreakdown({ code: 'ECONNRESET', aborted: true, timedOut: true }).failure).toBe('aborted')
    expect(classifyBreakdown({ code: 'ERR_CANCELED', aborted: false, timedOut: true }).failure).toBe('timeout')
  })
})
