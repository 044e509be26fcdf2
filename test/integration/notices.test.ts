import { describe, expect, test } from 'vitest'
import { sendDeadlineNotices } from '../../src/application/notification/send-deadline-notices.ts'
import { announceRecommended } from '../../src/application/recommendation/announce-recommended.ts'
import { endOfDay, koreanDayOf } from '../../src/domain/calendar.ts'
import { aSchedule } from '../fixtures/ad.ts'
import { aClock, toldTo, verifiedCreators } from '../fixtures/house.ts'
import { inDays, inHours, NOON } from '../fixtures/instants.ts'
import { knowledgeFrom, nobodyLearns } from '../fixtures/interest.ts'
import { TO_THE_END, takenRun } from '../fixtures/jobs.ts'
import { kept, storedAd, storedAssignment } from '../fixtures/stored.ts'
import { backends, describeOnEach } from './contracts/backends.ts'
import { freshDatabase } from './contracts/fresh-database.ts'

const CREATORS = 120

/** What both jobs need, with a clock of its own. */
const portsOn = (db: ReturnType<ReturnType<typeof freshDatabase>>) => ({
  transact: db.transact,
  clock: aClock(NOON),
  participationViews: db.views.participations,
  adViews: db.views.ads,
  recommendationViews: db.views.recommendations,
  notificationViews: db.views.notifications,
  interests: nobodyLearns,
  knowledgeOf: knowledgeFrom(db, aClock(NOON)),
  requireVerifiedChannel: true,
})

describeOnEach(backends, 'notices, on %s', (backend) => {
  const db = freshDatabase(backend)

  describe('are told once by two servers that run the same slot at the same time', () => {
    test.each([
      { job: 'send-deadline-notices', make: sendDeadlineNotices, kinds: ['due-tomorrow'] },
      { job: 'announce-recommended', make: announceRecommended, kinds: ['recommended'] },
    ] as const)('$job', async ({ job, make, kinds }) => {
      const creators = await verifiedCreators(db(), CREATORS)
      await kept(db(), async (stores) => {
        const uploadTo = endOfDay(koreanDayOf(inDays(1)))
        const schedule = aSchedule(NOON, { uploadTo, applyTo: inHours(1), choice: inHours(2) })
        const due = await storedAd(stores, { schedule, capacity: CREATORS })
        for (const creator of creators) await storedAssignment(stores, { creator, ad: due })
        await storedAd(stores, { createdAt: inHours(-1) })
      })
      const ports = portsOn(db())
      const frozen = await takenRun({ ...db(), clock: ports.clock }, job, 'one')
      ports.clock.pass(frozen.leaseMs)
      const owned = await takenRun({ ...db(), clock: ports.clock }, job, 'other')
      const outcomes = await Promise.all([frozen, owned].map((run) => make(ports)(run, TO_THE_END)))
      expect(outcomes.map(({ kind }) => kind)).toEqual(['taken-over', 'done'])
      for (const creator of creators)
        expect((await toldTo(db(), creator)).map(({ kind }) => kind)).toEqual(kinds)
    })
  })
})
