import { expect, test } from 'vitest'
import { PATHS, TEMPLATES } from '../src/paths.js'
import { openApiDocument } from './openapi/document.js'

const document = openApiDocument()
const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods ?? {}).map(([method, operation]) => ({ path, method, ...(operation as Operation) })),
)

interface Operation {
  operationId: string
  security?: unknown
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>
}

test('openapi.json is what the schemas say today (after a change run `npm run openapi`)', async () => {
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../openapi.json')
})

test('every path of the API is described, and no other', () => {
  const described = new Set(operations.map(({ path }) => path))
  expect([...described].sort()).toEqual([...Object.values(PATHS), ...Object.values(TEMPLATES)].sort())
})

test('what needs no token is exactly what one asks without having one', () => {
  const open = operations.filter(({ security }) => security === undefined).map(({ operationId }) => operationId)
  expect(open.sort()).toEqual(['health', 'login', 'logout', 'refresh', 'register'])
})

test('every refusal is a problem document with an example', () => {
  for (const { operationId, responses } of operations)
    for (const [status, { content }] of Object.entries(responses)) {
      if (Number(status) < 400) continue
      expect(content?.['application/problem+json']?.example, `${operationId} ${status}`).toMatchObject({
        status: Number(status),
      })
    }
})

test('every reference leads somewhere', () => {
  const text = JSON.stringify(document)
  const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(10)
  for (const name of names) expect(document.components?.schemas).toHaveProperty([String(name)])
})
