import type { ZodOpenApiResponsesObject } from 'zod-openapi'
import { PROBLEM_CONTENT_TYPE, problem } from '../../src/index.js'
import * as examples from './examples.js'

const retryAfter = {
  'Retry-After': {
    description: 'How long to wait: seconds or an HTTP date (RFC 9110, 10.2.3).',
    schema: { type: 'string' as const },
  },
}

function refusal(status: number, code: string, title: string, detail: string, headers = {}) {
  return {
    [status]: {
      description: detail,
      headers,
      content: { [PROBLEM_CONTENT_TYPE]: { schema: problem, example: examples.problem(status, code, title, detail) } },
    },
  }
}

/** What any request can be answered with. */
export const anywhere: ZodOpenApiResponsesObject = {
  ...refusal(429, 'too-many-requests', 'Too Many Requests', 'Too many requests; wait.', retryAfter),
  ...refusal(503, 'storage-unavailable', 'Service Unavailable', 'The server cannot do it now.', retryAfter),
}

export const unauthorized = refusal(401, 'unauthorized', 'Unauthorized', 'The access token is missing or not valid.')
export const badCredentials = refusal(401, 'bad-credentials', 'Unauthorized', 'The e-mail or the password is wrong.')
export const invalidGrant = refusal(401, 'invalid-grant', 'Unauthorized', 'The session has ended; sign in again.')
export const registrationClosed = refusal(403, 'registration-closed', 'Forbidden', 'This server takes no new accounts.')
export const emailTaken = refusal(409, 'email-taken', 'Conflict', 'There is an account with this e-mail address.')
export const invalidJson = refusal(400, 'invalid-json', 'Bad Request', 'The body is not valid JSON in UTF-8.')
export const invalidRequest = refusal(422, 'invalid-request', 'Unprocessable Entity', 'A member is missing or wrong.')
export const invalidQuery = refusal(422, 'invalid-query', 'Unprocessable Entity', 'A parameter is wrong.')
export const invalidEnvelope = refusal(422, 'invalid-envelope', 'Unprocessable Entity', 'This is no list of items.')
export const bodyTooLarge = refusal(413, 'body-too-large', 'Content Too Large', 'The body is larger than 1 MiB.')
export const tooOld = refusal(426, 'upgrade-required', 'Upgrade Required', 'This version of the client is too old.')
export const pictureTooLarge = refusal(413, 'blob-too-large', 'Content Too Large', 'The picture is larger than 16 MiB.')
export const invalidUpload = refusal(422, 'invalid-upload', 'Unprocessable Entity', 'The metadata says no sha256.')
export const otherContent = refusal(
  422,
  'checksum-mismatch',
  'Unprocessable Entity',
  'The content has another SHA-256.',
)
export const offsetConflict = refusal(
  409,
  'tus-409',
  'Conflict',
  'The server has another number of bytes; ask by HEAD.',
)
export const uploadGone = refusal(404, 'tus-404', 'Not Found', 'The upload has expired or is not yours; begin anew.')
export const notFound = refusal(404, 'not-found', 'Not Found', 'There is nothing at this address.')
