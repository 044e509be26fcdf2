import { getMultipartBoundary, type MultipartPart, parseMultipart } from '@remix-run/multipart-parser'
import type { Context } from 'hono'

/** More than any form has. */
const PARTS_MAX = 100

type Field = string | Uint8Array

/**
 * Reads a form part by part; a name that comes several times has all that came under it. The platform's `FormData` makes
 * a text of every part without a filename, which destroys the pictures of the 2020 app: here a part is a file when it has
 * a filename or is said to be something else than text. Throws a `SyntaxError` when the form is malformed.
 */
export const readMultipart = async (
  c: Context,
): Promise<Readonly<Record<string, Field | readonly Field[]>>> => {
  const boundary = getMultipartBoundary(c.req.header('content-type') ?? '')
  if (boundary === null) throw new SyntaxError('a form without a boundary')
  const parts = partsOf(new Uint8Array(await c.req.arrayBuffer()), boundary.trim())
  return Object.fromEntries(
    [...Map.groupBy(parts, ({ name }) => name)].map(([name, own]) => {
      const fields = own.map(({ field }) => field)
      const [only] = fields
      return [name, fields.length === 1 && only !== undefined ? only : fields]
    }),
  )
}

const partsOf = (bytes: Uint8Array, boundary: string): readonly { name: string; field: Field }[] => {
  // The body itself is limited already.
  const size = bytes.byteLength
  const limits = { boundary, maxParts: PARTS_MAX, maxFileSize: size, maxTotalSize: size }
  try {
    return [...parseMultipart(bytes, limits)].map((part) => {
      if (part.name === undefined) throw new SyntaxError('a part without a name')
      return { name: part.name, field: fieldOf(part) }
    })
  } catch (cause) {
    throw new SyntaxError('a malformed form', { cause })
  }
}

const fieldOf = (part: MultipartPart): Field => {
  const isFile = part.filename !== undefined || !/^text\//i.test(part.mediaType ?? 'text/plain')
  return isFile ? part.bytes : part.text
}
