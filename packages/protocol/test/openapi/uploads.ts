import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import * as responses from './responses.js'

/*
 * Resumable uploads as https://tus.io/protocols/resumable-upload (1.0.0, with creation and expiration) lays them down;
 * only what is ours is told here.
 */
const bearer = { security: [{ bearer: [] }] }
const one = { path: z.object({ id: z.string() }) }
const header = (description: string) => ({ description, schema: { type: 'string' as const } })
const offset = { 'Upload-Offset': header('How many bytes the server has.') }

export const uploads: ZodOpenApiOperationObject = {
  operationId: 'beginUpload',
  summary: 'Begin the upload of a picture (tus 1.0, creation)',
  description:
    'Upload-Metadata names `sha256`, hex and in base64 as tus asks; the content is held to it when complete.',
  ...bearer,
  responses: {
    201: { description: 'Begun.', headers: { Location: header('The path of the upload.') } },
    ...responses.unauthorized,
    ...responses.pictureTooLarge,
    ...responses.invalidUpload,
    ...responses.anywhere,
  },
}

export const uploadOffset: ZodOpenApiOperationObject = {
  operationId: 'uploadOffset',
  summary: 'How much of it the server has (tus 1.0)',
  ...bearer,
  requestParams: one,
  responses: {
    200: { description: 'Complete when it equals Upload-Length.', headers: offset },
    ...responses.unauthorized,
    ...responses.uploadGone,
    ...responses.anywhere,
  },
}

export const resumeUpload: ZodOpenApiOperationObject = {
  operationId: 'resumeUpload',
  summary: 'Send bytes from an offset on (tus 1.0)',
  description: 'What arrived before a connection broke is kept; an upload that is not finished expires after a day.',
  ...bearer,
  requestParams: one,
  requestBody: { required: true, content: { 'application/offset+octet-stream': {} } },
  responses: {
    204: { description: 'Taken.', headers: offset },
    ...responses.unauthorized,
    ...responses.uploadGone,
    ...responses.offsetConflict,
    ...responses.otherContent,
    ...responses.anywhere,
  },
}
