import { fieldsOf, type Operation, pathsIn, type Shape } from './contract.ts'
import { is, type Meanings, meantPaths, object } from './meaning.ts'
import type { Heard } from './send.ts'
import { isObject, misshapen, type Problems } from './shape.ts'
import type { Answered } from './situations.ts'

/** The meaning of each field of a whole success. */
export const meaningsOf = ({ message, data }: Pick<Answered, 'message' | 'data'>): Meanings => ({
  statusCode: is(200),
  success: is(true),
  message: is(message),
  ...(data === undefined ? {} : { data }),
})

/** What is wrong with a success: its status, its shape, and what it says. */
export const wrongWith = async (
  operation: Operation,
  expected: Pick<Answered, 'message' | 'data'>,
  heard: Heard,
): Promise<Problems> => [
  ...(heard.status === 200 ? [] : [`the status must be 200, not ${heard.status}: ${heard.text}`]),
  ...(/^application\/json\b/.test(heard.contentType) ? [] : [`must be JSON, not ${heard.contentType}`]),
  ...misshapen(operation, heard),
  ...(await object(meaningsOf(expected)).problems(heard.body, '')),
]

/** What is wrong with a success where there is nothing to show and the contract says how that is answered. */
export const wrongWithEmpty = async (
  operation: Operation,
  empty: Shape,
  { message }: Answered,
  heard: Heard,
): Promise<Problems> => {
  const data = isObject(heard.body) ? heard.body.data : undefined
  return [
    ...(heard.status === empty.status ? [] : [`the status must be ${empty.status}: ${heard.text}`]),
    ...misshapen({ ...operation, response: operation.response.filter(({ name }) => name !== 'data') }, heard),
    ...(await object(meaningsOf({ message, data: is(empty.data) })).problems(
      { ...Object(heard.body), data },
      '',
    )),
  ]
}

/** Fields that a screen shows and that nobody gave a meaning, and meanings of fields that the app does not know. */
export const withoutMeaning = (operation: Operation, expected: Answered): Problems => {
  const known = new Map(pathsIn(fieldsOf(operation)))
  const meant = new Set(meantPaths(meaningsOf(expected)))
  const shown = [...known].flatMap(([path, { shown: isShown }]) => (isShown ? [path] : []))
  return [
    ...shown
      .filter((path) => !meant.has(path))
      .map((path) => `${operation.id} shows ${path}: what does it say?`),
    ...[...meant].filter((path) => !known.has(path)).map((path) => `${operation.id} does not know ${path}`),
  ]
}
