import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { ForfeitReward } from '../../application/cash/forfeit-reward.ts'
import type { AssignCreator } from '../../application/participation/assign-creator.ts'
import type { CancelParticipation } from '../../application/participation/cancel-participation.ts'
import type { ChangeApplication } from '../../application/participation/change-application.ts'
import type { CompleteParticipation } from '../../application/participation/complete-participation.ts'
import type { DeclineApplication } from '../../application/participation/decline-application.ts'
import type { LookUpVideo } from '../../application/participation/look-up-video.ts'
import type { SendBackUpload } from '../../application/participation/send-back-upload.ts'
import type { SubmitUpload } from '../../application/participation/submit-upload.ts'
import { isUploadUrgent } from '../../domain/ad/deadline.ts'
import { formatCompact, formatSlashed } from '../../domain/calendar.ts'
import type { Status } from '../../domain/participation/participation.ts'
import { toId } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ParticipationCard, ParticipationViews } from '../../ports/participation.ts'
import { waitsOutside } from './answer-in-time.ts'
import { type ApplicantDeps, applicantRoutes } from './applicant-routes.ts'
import { answer, refuse } from './dialect.ts'
import { detailShown, reviewShown } from './participation-answers.ts'
import { proposalForm } from './proposal-form.ts'
import { access, type Session } from './session.ts'
import { withThousands } from './thousands.ts'
import { atMost, type ThrottleDeps, YOUTUBE_LOOKS } from './throttle.ts'
import { body, filled, idNumber, param, query, text } from './validate.ts'
import { commandKey, imageUrl, PAGE_SIZE, page } from './wire.ts'

export type ParticipationDeps = ThrottleDeps &
  ApplicantDeps & {
    readonly assignCreator: AssignCreator
    readonly declineApplication: DeclineApplication
    readonly completeParticipation: CompleteParticipation
    readonly sendBackUpload: SendBackUpload
    readonly cancelParticipation: CancelParticipation
    readonly forfeitReward: ForfeitReward
    readonly changeApplication: ChangeApplication
    readonly lookUpVideo: LookUpVideo
    readonly submitUpload: SubmitUpload
    readonly participationViews: ParticipationViews
  }

/** The app has no paging: a list of own ads ends here. */
const OWN_ADS_MAX = 200

const BY_PROGRESS = { 1: 'applied', 2: 'assigned', 3: 'submitted', 4: 'completed' } as const satisfies Record<
  number,
  Status
>
const progress = z
  .enum(['1', '2', '3', '4'])
  .transform((number) => BY_PROGRESS[Number(number) as 1 | 2 | 3 | 4])

const creatorAndAd = z.object({ userIdx: idNumber, adIdx: idNumber })
const words = text(1000).default('')

/** One after the other, since `/length`, `/ing` and `/applicants` must not be taken for a progress. */
export const participationRoutes = (use: ParticipationDeps) =>
  new Hono<Session>()
    .route('/', operatorRoutes(use))
    .route('/', applicantRoutes(use))
    .route('/', readingRoutes(use))
    .route('/', applicationRoutes(use))
    .route('/', uploadRoutes(use))

const operatorRoutes = (use: ParticipationDeps) =>
  new Hono<Session>()
    .get(
      '/ing/ing/ing',
      access('operator'),
      query(
        z.object({
          progress: z
            .enum(['1', '2', '3', '4'])
            .default('3')
            .transform((number) => BY_PROGRESS[Number(number) as 1 | 2 | 3 | 4]),
          adIdx: idNumber.optional(),
          down: z.enum(['true', 'false']).default('false'),
          ...page,
        }),
      ),
      async (c) => {
        const { progress: status, adIdx, down, cursor } = c.req.valid('query')
        const rows = await use.participationViews.forReview({
          status,
          adId: adIdx === undefined ? null : toId(adIdx),
          downOnly: down === 'true',
          after: cursor === null ? null : toId(cursor),
          limit: PAGE_SIZE,
        })
        const now = use.clock.now()
        return answer(
          c,
          '유저 광고 조회 성공',
          rows.map((row) => reviewShown(c, row, now)),
        )
      },
    )
    .post('/confirm', access('operator'), body(creatorAndAd), async (c) => {
      const done = await use.assignCreator(await operatorCommand(c, 'assign', c.req.valid('json')))
      return done.ok ? answer(c, '광고 배정 성공') : refuse(c, done.error)
    })
    .post(
      '/notConfirm',
      access('operator'),
      body(z.object({ idx: idNumber, adIdx: idNumber, reason: words })),
      async (c) => {
        const { idx, adIdx, reason } = c.req.valid('json')
        const command = await operatorCommand(c, 'decline', { userIdx: idx, adIdx, reason })
        const done = await use.declineApplication({ ...command, note: reason })
        return done.ok ? answer(c, '광고 미선정 처리 성공') : refuse(c, done.error)
      },
    )
    .put('/ing', access('operator'), body(creatorAndAd), async (c) => {
      const done = await use.completeParticipation(await operatorCommand(c, 'complete', c.req.valid('json')))
      return done.ok ? answer(c, '광고 진척사항 완료 성공') : refuse(c, done.error)
    })
    .put('/sendBack', access('operator'), body(creatorAndAd.extend({ changes: filled(1000) })), async (c) => {
      const { changes, ...which } = c.req.valid('json')
      const command = await operatorCommand(c, 'send-back', { ...which, changes })
      const done = await use.sendBackUpload({ ...command, changes })
      return done.ok ? answer(c, '수정 요청 성공') : refuse(c, done.error)
    })
    .put(
      '/cancel',
      access('operator'),
      body(
        creatorAndAd.extend({
          reason: z.enum(['not-uploaded', 'ad-cancelled', 'rules-broken']),
          note: words,
        }),
      ),
      async (c) => {
        const { reason, note, ...which } = c.req.valid('json')
        const command = await operatorCommand(c, 'cancel', { ...which, reason, note })
        const done = await use.cancelParticipation({ ...command, reason, note })
        return done.ok ? answer(c, '광고 배정 취소 성공') : refuse(c, done.error)
      },
    )
    .put('/forfeit', access('operator'), body(creatorAndAd.extend({ reason: filled(1000) })), async (c) => {
      const { reason, ...which } = c.req.valid('json')
      const command = await operatorCommand(c, 'forfeit', { ...which, reason })
      const done = await use.forfeitReward({ ...command, reason })
      return done.ok ? answer(c, '리워드 회수 성공') : refuse(c, done.error)
    })

const readingRoutes = (use: ParticipationDeps) =>
  new Hono<Session>()
    .get('/length', access('member'), async (c) => {
      const { applied, assigned, submitted, completed } = await use.participationViews.counts(c.var.member.id)
      return answer(c, '유저 광고 조회 성공', { 1: applied, 2: assigned, 3: submitted, 4: completed })
    })
    .get('/:progress', access('member'), param(z.object({ progress })), async (c) => {
      const { progress: status } = c.req.valid('param')
      const own = await use.participationViews.listOf(c.var.member.id, status, OWN_ADS_MAX)
      return answer(
        c,
        '유저 광고 조회 성공',
        own.map((part) => card(c, part, status, use.clock)),
      )
    })
    .get(
      '/:progress/:userAdIdx',
      access('member'),
      param(z.object({ progress, userAdIdx: idNumber })),
      async (c) => {
        const { userAdIdx, progress: status } = c.req.valid('param')
        const found = await use.participationViews.detailOf(c.var.member.id, toId(userAdIdx))
        if (found?.participation.status !== status) return refuse(c, { kind: 'participation-not-found' })
        return answer(c, '유저 광고 개별 조회 성공', [detailShown(c, found, use.clock.now())])
      },
    )

const applicationRoutes = (use: ParticipationDeps) =>
  new Hono<Session>()
    .put(
      '/:userAdIdx',
      access('creator'),
      param(z.object({ userAdIdx: idNumber })),
      body(proposalForm),
      async (c) => {
        const { isAgree, ...proposal } = c.req.valid('json')
        const { userAdIdx } = c.req.valid('param')
        const changed = await use.changeApplication({
          creatorId: c.var.member.id,
          participationId: toId(userAdIdx),
          change: { type: 'edit', proposal: { ...proposal, additionalSelection: isAgree } },
          key: await commandKey(c, 'edit-application', { userAdIdx, isAgree, proposal }),
        })
        return changed.ok ? answer(c, '기획서가 수정되었습니다.') : refuse(c, changed.error)
      },
    )
    .delete('/:userAdIdx', access('creator'), param(z.object({ userAdIdx: idNumber })), async (c) => {
      const { userAdIdx } = c.req.valid('param')
      const changed = await use.changeApplication({
        creatorId: c.var.member.id,
        participationId: toId(userAdIdx),
        change: { type: 'withdraw' },
        key: await commandKey(c, 'withdraw-application', userAdIdx),
      })
      return changed.ok ? answer(c, '신청이 취소되었습니다.') : refuse(c, changed.error)
    })

const uploadRoutes = (use: ParticipationDeps) =>
  new Hono<Session>()
    .post(
      '/auth/auth/auth',
      access('member'),
      waitsOutside,
      body(z.object({ url: z.string().max(4096) })),
      atMost(use, YOUTUBE_LOOKS),
      async (c) => {
        const video = await use.lookUpVideo(c.req.valid('json').url)
        if (!video.ok) return refuse(c, video.error)
        return answer(c, '광고 동영상 조회 성공', {
          publishedAt: formatSlashed(video.value.publishedAt),
          thumbnails: video.value.thumbnailUrl ?? '',
        })
      },
    )
    .post(
      '/auth',
      access('creator'),
      waitsOutside,
      body(z.object({ adIdx: idNumber, url: z.string().max(4096), review: text(5000).default('') })),
      atMost(use, YOUTUBE_LOOKS, 'submit-upload'),
      async (c) => {
        const { adIdx, url, review } = c.req.valid('json')
        const submitted = await use.submitUpload({
          creatorId: c.var.member.id,
          adId: toId(adIdx),
          url,
          review,
          key: await commandKey(c, 'submit-upload', { adIdx, url, review }),
        })
        return submitted.ok ? answer(c, '광고 동영상 인증 성공') : refuse(c, submitted.error)
      },
    )

const operatorCommand = async (
  c: Context<Session>,
  operation: string,
  input: { readonly userIdx: number; readonly adIdx: number; readonly [more: string]: unknown },
) => ({
  operator: c.var.member.id,
  creatorId: toId<'Account'>(input.userIdx),
  adId: toId<'Ad'>(input.adIdx),
  key: await commandKey(c, operation, input),
})

const card = (c: Context<Session>, part: ParticipationCard, status: Status, clock: Clock) => ({
  userAdIdx: part.id,
  adIdx: part.adId,
  title: part.title,
  thumbnail: imageUrl(c, part.thumbnail),
  cash: withThousands(part.reward),
  createAt: formatCompact(part.appliedAt),
  uploadTo: formatCompact(part.uploadTo),
  isWarn: status === 'assigned' && isUploadUrgent(clock.now(), part.uploadTo) ? 1 : 0,
})
