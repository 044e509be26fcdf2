import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { JobReport } from '../../../src/application/job/run-job.ts'
import { tellReport } from '../../../src/entry/job-report.ts'
import { NOON } from '../../fixtures/instants.ts'
import { aRun } from '../../fixtures/jobs.ts'

const JOB = 'refresh-statistics'
let said: { readonly out: string[]; readonly errors: string[] }
beforeEach(() => {
  said = { out: [], errors: [] }
  vi.spyOn(console, 'log').mockImplementation((line) => void said.out.push(String(line)))
  vi.spyOn(console, 'error').mockImplementation((line) => void said.errors.push(String(line)))
  return () => vi.restoreAllMocks()
})

const told = (outcome: Exclude<JobReport['outcome'], { readonly kind: 'failed' }>) =>
  tellReport(JOB, { run: aRun(JOB), outcome }, null)

describe('a run by hand', () => {
  test('that did all says what, and ends with 0', () => {
    expect(told({ kind: 'done', counts: { observed: 3, stillOwed: 1 } })).toBe(0)
    expect(said).toEqual({ out: ['refresh-statistics: observed 3, still owed 1'], errors: [] })
  })

  test('that has more to tell than counts does so', () => {
    expect(told({ kind: 'done', counts: { accepted: 1 }, note: 'the new ones are better' })).toBe(0)
    expect(said).toEqual({ out: ['refresh-statistics: the new ones are better; accepted 1'], errors: [] })
  })

  test('that left something undone says what and why, and ends with 1', () => {
    expect(told({ kind: 'done', counts: { observed: 3 }, left: { why: 'it rains' } })).toBe(1)
    expect(said).toEqual({
      out: [],
      errors: ['refresh-statistics: not all was done: it rains. So far: observed 3.'],
    })
  })

  test('of a job that another process has says when it can be tried again, and ends with 1', () => {
    const standing = {
      job: JOB,
      slot: NOON,
      token: 1,
      cursor: null,
      attempts: 1,
      owner: 'web-1:4711',
      state: 'running',
      leaseUntil: NOON,
    } as const
    expect(tellReport(JOB, 'running-elsewhere', standing)).toBe(1)
    expect(said.errors).toEqual([
      'refresh-statistics: running at web-1:4711 until 2026-11-22 12:00:00 (Korean time) at the latest, unless it shows a sign of life until then. One process at a time runs a job: try again after that.',
    ])
  })
})
