import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { advance, type Move, type UploadRefusal } from '../../../src/domain/participation/participation.ts'
import { type Instant, later } from '../../../src/domain/primitives.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { anAd, IN_STATUS, SCHEDULE, submitMove } from './participation-examples.ts'

type Submitting = { readonly move: Move & { readonly type: 'submit' }; readonly now: Instant }
const FINE: Submitting = { move: submitMove(), now: SCHEDULE.uploadTo }
const AD = anAd()

const submit = ({ move, now }: Submitting) => advance(IN_STATUS.assigned, move, AD, now)
const refusalOf = (submitting: Submitting): UploadRefusal | { readonly kind: string } | null => {
  const result = submit(submitting)
  return result.ok ? null : result.error
}

const evidence =
  (changed: Parameters<typeof submitMove>[0]) =>
  (fine: Submitting): Submitting => ({
    ...fine,
    move: { ...fine.move, evidence: { ...fine.move.evidence, ...changed } },
  })

type Fault = { readonly refusal: UploadRefusal; readonly spoil: (fine: Submitting) => Submitting }
const outsideWindow: UploadRefusal = {
  kind: 'video-outside-upload-window',
  from: SCHEDULE.uploadFrom,
  to: SCHEDULE.uploadTo,
}

/** In the order in which they are told. Of one step only one can hold. */
const FAULTS: readonly (readonly Fault[])[] = [
  [
    {
      refusal: { kind: 'submission-period-over' },
      spoil: (fine) => ({ ...fine, now: later(SCHEDULE.completeDate, 1) }),
    },
  ],
  [
    {
      refusal: { kind: 'channel-not-verified' },
      spoil: (fine) => ({ ...fine, move: { ...fine.move, ownChannel: null } }),
    },
  ],
  [{ refusal: { kind: 'video-of-another-channel' }, spoil: evidence({ channelId: aChannelId('other') }) }],
  [
    { refusal: { kind: 'video-not-public' }, spoil: evidence({ privacy: 'unlisted' }) },
    { refusal: { kind: 'video-not-public' }, spoil: evidence({ privacy: 'private' }) },
  ],
  [{ refusal: { kind: 'video-not-watchable' }, spoil: evidence({ watchable: false }) }],
  [
    { refusal: outsideWindow, spoil: evidence({ publishedAt: later(SCHEDULE.uploadFrom, -1) }) },
    { refusal: outsideWindow, spoil: evidence({ publishedAt: later(SCHEDULE.uploadTo, 1) }) },
  ],
  [
    {
      refusal: { kind: 'video-lacks-hashtags', missing: ['광고'] },
      spoil: evidence({ title: '가을 얼굴 #광고주' }),
    },
    {
      refusal: { kind: 'video-lacks-hashtags', missing: ['광고', '가을'] },
      spoil: evidence({ title: '광고', description: '가을' }),
    },
  ],
  [
    {
      refusal: { kind: 'video-already-used' },
      spoil: (fine) => ({ ...fine, move: { ...fine.move, usedElsewhere: true } }),
    },
  ],
]

describe('an upload', () => {
  it('is taken when everything is as the ad wants it', () => {
    expect(refusalOf(FINE)).toBeNull()
  })

  test.each(FAULTS.flat().map((fault) => [fault.refusal.kind, fault] as const))('alone: %s', (_, fault) => {
    expect(refusalOf(fault.spoil(FINE))).toEqual(fault.refusal)
  })

  it('with several faults is told the first that can be mended', () => {
    const faults = fc.tuple(...FAULTS.map((step) => fc.option(fc.constantFrom(...step))))
    fc.assert(
      fc.property(faults, (chosen) => {
        const present = chosen.filter((fault) => fault !== null)
        const spoilt = present.reduce((fine, { spoil }) => spoil(fine), FINE)
        expect(refusalOf(spoilt)).toEqual(present[0]?.refusal ?? null)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['first', SCHEDULE.uploadFrom],
    ['last', SCHEDULE.uploadTo],
  ])('published at the %s moment of the upload window is in time', (_, publishedAt) => {
    expect(refusalOf(evidence({ publishedAt })(FINE))).toBeNull()
  })

  it('can be submitted until the last moment of the completion day', () => {
    expect(refusalOf({ ...FINE, now: SCHEDULE.completeDate })).toBeNull()
    expect(refusalOf({ ...FINE, now: later(SCHEDULE.completeDate, 1) })).toEqual({
      kind: 'submission-period-over',
    })
  })

  it('may carry its hashtags in title and description, however they were typed', () => {
    const typed = evidence({ title: '가을', description: `${'#광고'.normalize('NFD')}\n#가을` })
    expect(refusalOf(typed(FINE))).toBeNull()
  })

  it('for an ad without required hashtags needs none', () => {
    const plain = evidence({ title: '', description: '' })(FINE)
    expect(advance(IN_STATUS.assigned, plain.move, anAd({ requiredHashtags: [] }), FINE.now).ok).toBe(true)
  })
})
