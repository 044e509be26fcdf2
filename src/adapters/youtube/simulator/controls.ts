import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import { json } from './api-routes.ts'

/** What the routes for a person with curl have in common. They are not part of YouTube. */

export const limitedBody = bodyLimit({
  maxSize: 256 * 1024,
  onError: () => complain(413, ['the body is too long']),
})

/** Acts on a body of this shape, or says what is wrong with it. */
export const carryOut = async <Shape>(
  c: Context,
  shape: z.ZodType<Shape>,
  act: (input: Shape) => Response,
): Promise<Response> => {
  const parsed = shape.safeParse(await c.req.json().catch(() => undefined))
  if (!parsed.success) {
    return complain(
      400,
      parsed.error.issues.map(({ path, message }) => [...path.map(String), message].join(': ')),
    )
  }
  try {
    return act(parsed.data)
  } catch (error) {
    // The catalogue says no with a RangeError: an id that is taken, a channel that is not there.
    if (error instanceof RangeError) return complain(400, [error.message])
    throw error
  }
}

export const complain = (status: number, problems: readonly string[]): Response => json(status, { problems })
