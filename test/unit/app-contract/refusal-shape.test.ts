import { describe, expect, it } from 'vitest'
import { OPERATIONS, type Shape } from '../../app-contract/contract.ts'
import type { Heard } from '../../app-contract/send.ts'
import { notRefusedAs } from '../../app-contract/shape.ts'

/** Each of those that there are, once. */
const SHAPES: readonly (readonly [string, Shape])[] = [
  ...new Map(
    OPERATIONS.flatMap(({ refusal, outage }) => [refusal, outage]).map((shape) => [
      JSON.stringify(shape),
      shape,
    ]),
  ),
]

type Envelope = Readonly<Record<string, unknown>>

const answerOf = (shape: Shape, over: Partial<Heard> = {}, envelope: Envelope = {}): Heard => {
  const { status, ...data } = shape
  const body = { statusCode: 409, success: false, message: '이미 신청한 광고입니다.', ...data, ...envelope }
  return {
    status,
    contentType: 'application/json',
    retryAfter: '',
    text: JSON.stringify(body),
    body,
    ...over,
  }
}

const withoutData = ({ status }: Shape): Shape => ({ status })

describe.each(SHAPES)('a refusal as %s', (_, shape) => {
  it('is as its screen survives', () => {
    expect(notRefusedAs(answerOf(shape), shape)).toEqual([])
  })

  it.each<readonly [string, Heard]>([
    ['another status', answerOf({ ...shape, status: shape.status === 404 ? 200 : 404 })],
    ['other data', answerOf({ ...shape, data: [{}] })],
    ['data that is null', answerOf({ ...shape, data: null })],
    ['the look of a success', answerOf(shape, {}, { success: true })],
    ['no word of success', answerOf(shape, {}, { success: undefined })],
    ['no message', answerOf(shape, {}, { message: '' })],
    ['a message in English', answerOf(shape, {}, { message: 'Not found' })],
    ['no status of its own', answerOf(shape, {}, { statusCode: 200 })],
    ['a page of HTML', answerOf(shape, { contentType: 'text/html', text: '<html>', body: undefined })],
    ['another content type', answerOf(shape, { contentType: 'text/plain' })],
    ['a wish to be asked again at once', answerOf(shape, { retryAfter: '0' })],
  ])('is not so with %s', (_, wrong) => {
    expect(notRefusedAs(wrong, shape)).not.toEqual([])
  })

  if (shape.data !== undefined)
    it('is not so without its data', () => {
      expect(notRefusedAs(answerOf(withoutData(shape)), shape)).not.toEqual([])
    })
})
