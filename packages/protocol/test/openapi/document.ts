import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiOverride,
  type ZodOpenApiPathsObject,
} from 'zod-openapi'
import * as protocol from '../../src/index.js'
import * as examples from './examples.js'
import * as responses from './responses.js'
import { resumeUpload, uploadOffset, uploads } from './uploads.js'

const { PATHS, TEMPLATES } = protocol
const bearer = { security: [{ bearer: [] }] }

const json = <Schema>(schema: Schema, example?: unknown) => ({
  content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
})

const health: ZodOpenApiOperationObject = {
  operationId: 'health',
  summary: 'Who answers here, and whether it can work',
  description: 'Asked before a password is sent, so that it goes to no other server.',
  responses: {
    200: {
      description: 'A Meantime server that works.',
      ...json(protocol.health, { name: 'meantime', protocol: 1, version: '0.1.0', status: 'ok' }),
    },
    ...responses.anywhere,
  },
}

const register: ZodOpenApiOperationObject = {
  operationId: 'register',
  summary: 'Make an account and sign in',
  requestBody: {
    required: true,
    ...json(protocol.registerRequest, { email: 'ada@example.org', password: 'correct horse', name: 'Ada' }),
  },
  responses: {
    201: { description: 'The account and its first tokens.', ...json(protocol.session, examples.session) },
    ...responses.invalidJson,
    ...responses.registrationClosed,
    ...responses.emailTaken,
    ...responses.invalidRequest,
    ...responses.anywhere,
  },
}

const login: ZodOpenApiOperationObject = {
  operationId: 'login',
  summary: 'Sign in',
  requestBody: {
    required: true,
    ...json(protocol.loginRequest, { email: 'ada@example.org', password: 'correct horse' }),
  },
  responses: {
    200: { description: 'The account and a new pair of tokens.', ...json(protocol.session, examples.session) },
    ...responses.invalidJson,
    ...responses.badCredentials,
    ...responses.invalidRequest,
    ...responses.anywhere,
  },
}

const refresh: ZodOpenApiOperationObject = {
  operationId: 'refresh',
  summary: 'Trade a refresh token for a new pair',
  description: 'Each refresh token counts once. Only 401 `invalid-grant` ends a session at the client.',
  requestBody: { required: true, ...json(protocol.refreshRequest, { refreshToken: 'k7Jx…' }) },
  responses: {
    200: { description: 'The new pair.', ...json(protocol.tokenPair, examples.session.tokens) },
    ...responses.invalidJson,
    ...responses.invalidGrant,
    ...responses.invalidRequest,
    ...responses.anywhere,
  },
}

const logout: ZodOpenApiOperationObject = {
  operationId: 'logout',
  summary: 'End a session',
  requestBody: { required: true, ...json(protocol.logoutRequest, { refreshToken: 'k7Jx…' }) },
  responses: {
    204: { description: 'There is no such session (any more).' },
    ...responses.invalidJson,
    ...responses.invalidRequest,
    ...responses.anywhere,
  },
}

const me: ZodOpenApiOperationObject = {
  operationId: 'me',
  summary: 'Whose access token this is',
  ...bearer,
  responses: {
    200: { description: 'The account.', ...json(protocol.account, examples.session.account) },
    ...responses.unauthorized,
    ...responses.anywhere,
  },
}

const batches: ZodOpenApiOperationObject = {
  operationId: 'sendBatch',
  summary: 'Deliver what happened',
  description:
    'Each item is judged alone and takes effect at most once per account and id, whatever is sent again. ' +
    'An item without a result is unknown: send it again. Bodies above 1 KiB should be compressed with gzip.',
  ...bearer,
  requestBody: { required: true, ...json(protocol.syncBatch, examples.batch) },
  responses: {
    200: { description: 'One result for each item.', ...json(protocol.syncResult, examples.batchResult) },
    ...responses.invalidJson,
    ...responses.unauthorized,
    ...responses.bodyTooLarge,
    ...responses.invalidEnvelope,
    ...responses.tooOld,
    ...responses.anywhere,
  },
}

const entries: ZodOpenApiOperationObject = {
  operationId: 'listEntries',
  summary: 'Time entries, newest first',
  ...bearer,
  requestParams: { query: protocol.entriesQuery },
  responses: {
    200: { description: 'One page; the next begins at `nextCursor`.', ...json(protocol.entriesPage, examples.entries) },
    ...responses.unauthorized,
    ...responses.invalidQuery,
    ...responses.anywhere,
  },
}

const projects: ZodOpenApiOperationObject = {
  operationId: 'listProjects',
  summary: 'Projects that work was recorded for',
  ...bearer,
  responses: {
    200: { description: 'All of the account.', ...json(protocol.projectsPage) },
    ...responses.unauthorized,
    ...responses.anywhere,
  },
}

const screenshots: ZodOpenApiOperationObject = {
  operationId: 'listScreenshots',
  summary: 'Screenshots, newest first',
  ...bearer,
  requestParams: { query: protocol.screenshotsQuery },
  responses: {
    200: { description: 'One page; the next begins at `nextCursor`.', ...json(protocol.screenshotsPage) },
    ...responses.unauthorized,
    ...responses.invalidQuery,
    ...responses.anywhere,
  },
}

const activity: ZodOpenApiOperationObject = {
  operationId: 'listActivity',
  summary: 'Activity samples, newest first',
  ...bearer,
  requestParams: { query: protocol.activityQuery },
  responses: {
    200: { description: 'One page; the next begins at `nextCursor`.', ...json(protocol.activityPage) },
    ...responses.unauthorized,
    ...responses.invalidQuery,
    ...responses.anywhere,
  },
}

const screenshotImage: ZodOpenApiOperationObject = {
  operationId: 'readScreenshot',
  summary: 'The bytes of one screenshot',
  ...bearer,
  requestParams: { path: z.object({ id: z.uuid() }) },
  responses: {
    200: { description: 'The picture, as it was uploaded.', content: { 'image/*': {} } },
    ...responses.unauthorized,
    ...responses.notFound,
    ...responses.anywhere,
  },
}

const paths: ZodOpenApiPathsObject = {
  [PATHS.health]: { get: health },
  [PATHS.register]: { post: register },
  [PATHS.login]: { post: login },
  [PATHS.refresh]: { post: refresh },
  [PATHS.logout]: { post: logout },
  [PATHS.me]: { get: me },
  [PATHS.batches]: { post: batches },
  [PATHS.entries]: { get: entries },
  [PATHS.projects]: { get: projects },
  [PATHS.uploads]: { post: uploads },
  [TEMPLATES.upload]: { head: uploadOffset, patch: resumeUpload },
  [PATHS.screenshots]: { get: screenshots },
  [PATHS.activity]: { get: activity },
  [TEMPLATES.screenshotImage]: { get: screenshotImage },
}

/** The OpenAPI document of the whole API, from the schemas that client and server check with. */
export const openApiDocument = () =>
  createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Meantime',
        version: `${protocol.PROTOCOL_VERSION}.0.0`,
        description: 'Takes recorded work, once and in order. docs/protocol.md tells the reasons.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: 'https://time.example.org', description: 'Your own server' }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      paths,
    },
    { override: openAnswers },
  )

/** A client ignores members of an answer that it does not know, so answers must not claim to have no others. */
const openAnswers: ZodOpenApiOverride = ({ jsonSchema, io, zodSchema }) => {
  const { def } = zodSchema._zod
  const strict = def.type === 'object' && def.catchall?._zod.def.type === 'never'
  if (io === 'output' && !strict) delete jsonSchema.additionalProperties
}
