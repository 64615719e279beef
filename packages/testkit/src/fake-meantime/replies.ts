import { PROBLEM_CONTENT_TYPE, type Problem } from '@meantime/protocol'

export const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

export function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Response {
  const body: Problem = { type: 'about:blank', title: code, status, code, detail: `The fake server says ${code}.` }
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': PROBLEM_CONTENT_TYPE, ...headers } })
}

export const page = (status: number): Response =>
  new Response('<!doctype html><title>Welcome</title><h1>Please sign in to the network</h1>', {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
