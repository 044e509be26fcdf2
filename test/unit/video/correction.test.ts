import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correctionBetween } from '../../../src/domain/video/correction.ts'

describe('a correction', () => {
  it('is none while views grow or stand still, or when nothing was known before', () => {
    expect(correctionBetween(100, 101)).toBeNull()
    expect(correctionBetween(100, 100)).toBeNull()
    expect(correctionBetween(0, 0)).toBeNull()
    expect(correctionBetween(null, 50)).toBeNull()
    expect(correctionBetween(null, null)).toBeNull()
  })

  it('tells a figure that YouTube hides from one that fell', () => {
    expect(correctionBetween(100, null)).toEqual({ from: 100, to: null, kind: 'hidden' })
    expect(correctionBetween(0, null)).toEqual({ from: 0, to: null, kind: 'hidden' })
    expect(correctionBetween(1_000, 900)).toEqual({ from: 1_000, to: 900, kind: 'audit' })
  })

  it.each([
    { from: 1_000, to: 991, kind: 'jitter', why: 'less than 1 % and no more than 20 views' },
    { from: 1_000, to: 990, kind: 'audit', why: '1 %' },
    { from: 700, to: 693, kind: 'audit', why: '1 % also where floating point would deny it' },
    { from: 10_000, to: 9_980, kind: 'jitter', why: '20 views' },
    { from: 10_000, to: 9_979, kind: 'audit', why: '21 views' },
    { from: 1_000, to: 501, kind: 'audit', why: 'less than half' },
    { from: 1_000, to: 500, kind: 'implausible', why: 'half' },
    { from: 1, to: 0, kind: 'implausible', why: 'everything' },
  ] as const)('from $from to $to is $kind: $why', ({ from, to, kind }) => {
    expect(correctionBetween(from, to)).toEqual({ from, to, kind })
  })

  it('comes with every fall and with no other step', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (from, to) => {
        const correction = correctionBetween(from, to)
        expect(correction !== null).toBe(to < from)
        if (correction !== null) expect(correction).toMatchObject({ from, to })
      }),
    )
  })
})
