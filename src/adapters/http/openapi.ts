import type { Hono, MiddlewareHandler } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import type { Session } from './session.ts'

/** The document of every route: also of those that take no input, and of the document itself. */
export const openApiDocument = (app: Hono<Session>): MiddlewareHandler =>
  openAPIRouteHandler(app, {
    includeEmptyPaths: true,
    excludeStaticFile: false,
    defaultValidationErrorResponse: {
      description: 'The input was refused. The 2020 app gets its own envelope instead.',
      content: { 'application/problem+json': { schema: PROBLEM } },
    },
    documentation: {
      info: { title: 'Crecker', version: '1', description: 'Open MCN platform for YouTube creators.' },
    },
  })

type Schema = { type: 'string' } | { type: 'integer' }
const TEXT: Schema = { type: 'string' }

/** RFC 9457, as the standard dialect answers. */
const PROBLEM: {
  type: 'object'
  required: string[]
  properties: Record<string, Schema>
} = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'kind'],
  properties: { type: TEXT, title: TEXT, status: { type: 'integer' }, detail: TEXT, kind: TEXT },
}
