import { problemBody } from '../http/problem.js'

/** What tus' server takes as an error: its body goes out as it is. */
export interface TusProblem {
  readonly status_code: number
  readonly body: string
}

const problem = (status: number, code: string, detail: string): TusProblem => ({
  status_code: status,
  body: JSON.stringify(problemBody(status, code, detail)),
})

export const uploadNotFound = () => problem(404, 'tus-404', 'There is no such upload; begin anew.')

export const invalidUpload = () =>
  problem(422, 'invalid-upload', 'Upload-Length must be told, and Upload-Metadata must hold a sha256.')

export const otherContent = () =>
  problem(422, 'checksum-mismatch', 'What arrived has another SHA-256 than was told; begin anew.')

/** tus' own words become a problem document; a failure of ours is told by nothing but its kind. */
export function asProblem(error: Error | TusProblem): TusProblem {
  const status = 'status_code' in error && typeof error.status_code === 'number' ? error.status_code : 500
  const body = 'body' in error && typeof error.body === 'string' ? error.body.trim() : ''
  if (body.startsWith('{')) return { status_code: status, body }
  if (status >= 500) return problem(503, 'storage-unavailable', 'The server cannot take the upload at the moment.')
  if (status === 413) return problem(413, 'blob-too-large', 'The picture is larger than this server takes.')
  return problem(status, `tus-${status}`, body || 'The upload cannot be taken like this.')
}
