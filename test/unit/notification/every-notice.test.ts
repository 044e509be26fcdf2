import { expect, test } from 'vitest'
import { notificationWording } from '../../../src/adapters/http/notification-wording.ts'
import { endOfDay, koreanDayOf } from '../../../src/domain/calendar.ts'
import type { Consultation } from '../../../src/domain/expert/question.ts'
import type { JobName } from '../../../src/domain/job/schedule.ts'
import type { NotificationFact } from '../../../src/domain/notification/notification.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { HOUR_MS, type Id } from '../../../src/domain/primitives.ts'
import { watchUrl } from '../../../src/domain/video/youtube-url.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aChannel, aPendingChannel } from '../../fixtures/channel.ts'
import { anOperator, aVerifiedCreator } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { ran } from '../../fixtures/jobs.ts'
import { aProposal } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedCreator,
  storedEarnings,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aProofVideo, aVideo } from '../../fixtures/you-tube.ts'
import { aConsultingHouse, request } from '../expert/expert-examples.ts'

type House = Awaited<ReturnType<typeof aConsultingHouse>> & { readonly operator: Id<'Account'> }
type Kind = NotificationFact['kind']

/** Whom it is told to, and what tells it; that may be asked for again and again. */
type Told = { readonly to: readonly Id<'Account'>[]; readonly tell: () => Promise<unknown> }
type Notice = {
  /** The command or job. */
  readonly by: keyof House | JobName
  /** As the app of 2020 has it, where it has a text. */
  readonly firstLine: string
  readonly prepare: (house: House) => Promise<Told>
}

/** What an operator does with a participation. */
const decided =
  (
    stored: (stores: Stores) => Promise<Participation>,
    decide: (
      house: House,
      command: {
        readonly operator: Id<'Account'>
        readonly creatorId: Id<'Account'>
        readonly adId: Id<'Ad'>
        readonly key: null
      },
    ) => Promise<unknown>,
  ) =>
  async (house: House): Promise<Told> => {
    const { creatorId, adId } = await kept(house, stored)
    const command = { operator: house.operator, creatorId, adId, key: null }
    return { to: [creatorId], tell: () => decide(house, command) }
  }

/** Completed, with its reward in the pocket `pending`, an hour before the video is looked at. */
const held = async (house: House): Promise<Participation> => {
  const part = await kept(house, (stores) => storedCompletion(stores, { videoId: aVideoId() }))
  house.clock.pass(HOUR_MS)
  return part
}

const settled =
  (settlement: Parameters<House['settleWithdrawal']>[0]['settlement']) =>
  async (house: House): Promise<Told> => {
    const creator = await kept(house, async (stores) => {
      const earner = await storedCreator(stores)
      await storedEarnings(stores, { creator: earner, amount: 50_000 })
      return earner
    })
    const payee = { bank: '국민은행', number: '123456-01-987654', holder: '김하늘' }
    await house.registerPayee({ accountId: creator.id, payee })
    const { id } = demand(await house.requestWithdrawal({ creatorId: creator.id, key: null }))
    const command = { operator: house.operator, withdrawalId: id, settlement, key: null }
    return { to: [creator.id], tell: () => house.settleWithdrawal(command) }
  }

const channelDecided =
  (decision: Parameters<House['decideChannel']>[0]['decision']) =>
  async (house: House): Promise<Told> => {
    const owner = await kept(house, async (stores) => {
      const { id } = await storedCreator(stores)
      await stores.channels.save(aPendingChannel(id))
      return id
    })
    return {
      to: [owner],
      tell: () => house.decideChannel({ operator: house.operator, owner, decision, key: null }),
    }
  }

const answered = ({ lawyer }: House) => ({ by: lawyer.expert.id, content: '허락을 받으세요.', at: NOON })

const consultationDecided =
  (move: Parameters<House['decideConsultation']>[0]['move']) =>
  async (house: House): Promise<Told> => {
    const consultation: Consultation = { ...request, requestedAt: NOON, status: 'requested' }
    const { id } = await house.ask({ title: '사업자 등록', answer: answered(house), consultation })
    const by = { id: house.lawyer.account, roles: ['expert'] as const }
    return {
      to: [house.author],
      tell: () => house.decideConsultation({ by, questionId: id, move, key: null }),
    }
  }

/** Somebody is assigned whose upload period ends in so many days; the clock has gone on when the job runs. */
const deadline =
  (days: number, { passed = 0 } = {}) =>
  async (house: House): Promise<Told> => {
    const uploadTo = endOfDay(koreanDayOf(inDays(days)))
    const { creatorId } = await kept(house, async (stores) =>
      storedAssignment(stores, { ad: await storedAd(stores, { schedule: aSchedule(NOON, { uploadTo }) }) }),
    )
    house.clock.pass(passed)
    return { to: [creatorId], tell: () => ran(house, 'send-deadline-notices') }
  }

const NOTICES: { readonly [K in Kind]: Notice } = {
  assigned: {
    by: 'assignCreator',
    firstLine: '신청한 광고가 배정되었습니다.',
    prepare: decided(storedApplication, (house, command) => house.assignCreator(command)),
  },
  declined: {
    by: 'declineApplication',
    firstLine: '신청한 광고가 배정되지 않았습니다.',
    prepare: decided(storedApplication, (house, command) =>
      house.declineApplication({ ...command, note: '' }),
    ),
  },
  cancelled: {
    by: 'cancelParticipation',
    firstLine: "'수분 가득 여름 크림 체험단' 광고의 배정이 취소되었습니다.",
    prepare: decided(storedAssignment, (house, command) =>
      house.cancelParticipation({ ...command, reason: 'not-uploaded', note: '' }),
    ),
  },
  'sent-back': {
    by: 'sendBackUpload',
    firstLine: "'수분 가득 여름 크림 체험단' 광고의 업로드에 수정이 필요합니다.",
    prepare: decided(storedSubmission, (house, command) =>
      house.sendBackUpload({ ...command, changes: '자막을 고쳐 주세요.' }),
    ),
  },
  'due-tomorrow': {
    by: 'send-deadline-notices',
    firstLine: 'D-1',
    prepare: deadline(1),
  },
  'due-today': {
    by: 'send-deadline-notices',
    firstLine: 'D-DAY',
    // The run of the day before comes at 08:30, half an hour before that of the day itself.
    prepare: deadline(1, { passed: 20.5 * HOUR_MS }),
  },
  overdue: {
    by: 'send-deadline-notices',
    firstLine: 'D+1',
    prepare: deadline(-1),
  },
  recommended: {
    by: 'announce-recommended',
    firstLine: '맞춤 광고(당신이 좋아할만한 광고)가 업데이트 되었습니다.',
    prepare: async (house) => {
      const creator = await aVerifiedCreator(house)
      await kept(house, (stores) => storedAd(stores, { createdAt: NOON }))
      return { to: [creator.id], tell: () => ran(house, 'announce-recommended') }
    },
  },
  rewarded: {
    by: 'completeParticipation',
    firstLine: '광고의 리워드가 적립되었습니다.',
    prepare: decided(storedSubmission, (house, command) => house.completeParticipation(command)),
  },
  released: {
    by: 'release-rewards',
    firstLine: "'수분 가득 여름 크림 체험단' 광고의 리워드 50,000원을 이제 인출할 수 있습니다.",
    prepare: async (house) => {
      const { creatorId } = await held(house)
      house.youTube.publish(aVideo())
      house.clock.set(inDays(28))
      await ran(house, 'refresh-statistics')
      return { to: [creatorId], tell: () => ran(house, 'release-rewards') }
    },
  },
  forfeited: {
    by: 'forfeitReward',
    firstLine: "'수분 가득 여름 크림 체험단' 광고의 리워드 50,000원이 회수되었습니다.",
    prepare: decided(storedCompletion, (house, command) =>
      house.forfeitReward({ ...command, reason: '영상이 삭제되었습니다.' }),
    ),
  },
  'hold-paused': {
    by: 'refresh-statistics',
    firstLine: "'수분 가득 여름 크림 체험단' 광고 영상을 확인해주세요: 공개 상태가 아니거나 재생할 수 없음",
    prepare: async (house) => {
      const { creatorId } = await held(house)
      house.youTube.publish(aVideo({ privacy: 'unlisted' }))
      return { to: [creatorId], tell: () => ran(house, 'refresh-statistics') }
    },
  },
  'hold-resumed': {
    by: 'refresh-statistics',
    firstLine: "'수분 가득 여름 크림 체험단' 광고 영상이 다시 확인되었습니다.",
    prepare: async (house) => {
      const { creatorId } = await held(house)
      house.youTube.publish(aVideo({ privacy: 'unlisted' }))
      await ran(house, 'refresh-statistics')
      house.clock.pass(HOUR_MS)
      house.youTube.publish(aVideo())
      return { to: [creatorId], tell: () => ran(house, 'refresh-statistics') }
    },
  },
  withdrawn: {
    by: 'settleWithdrawal',
    firstLine: 'cash가 출금이 완료되었습니다.',
    prepare: settled({ type: 'pay', bankReference: '이체-2026-0042' }),
  },
  'withdrawal-returned': {
    by: 'settleWithdrawal',
    firstLine: '출금 신청한 50,000원이 반환되었습니다.',
    prepare: settled({ type: 'return', reason: '계좌번호가 맞지 않습니다.' }),
  },
  answered: {
    by: 'giveAnswer',
    firstLine: '등록하신 질문에 답변이 완료되었습니다.',
    prepare: async (house) => {
      const { id } = await house.ask()
      const command = { account: house.lawyer.account, content: '예.', expertId: null, key: null }
      return { to: [house.author], tell: () => house.giveAnswer({ ...command, questionId: id }) }
    },
  },
  'consultation-requested': {
    by: 'requestConsultation',
    firstLine: "'사업자 등록' 질문에 상담 신청이 들어왔습니다.",
    prepare: async (house) => {
      const { id } = await house.ask({ title: '사업자 등록', answer: answered(house) })
      return {
        to: [house.lawyer.account],
        tell: () => house.requestConsultation({ author: house.author, questionId: id, request, key: null }),
      }
    },
  },
  'consultation-confirmed': {
    by: 'decideConsultation',
    firstLine: '상담신청이 확정되었습니다.',
    prepare: consultationDecided({ type: 'confirm' }),
  },
  'consultation-declined': {
    by: 'decideConsultation',
    firstLine: "'사업자 등록' 질문의 상담 신청이 거절되었습니다.",
    prepare: consultationDecided({ type: 'decline', note: '' }),
  },
  'channel-pending': {
    by: 'proveChannel',
    firstLine: "'하늘의 하루 🌤️' 채널 인증을 신청했습니다.",
    prepare: async (house) => {
      const owner = await kept(house, storedCreator)
      house.youTube.publish(aProofVideo())
      const url = watchUrl(aVideoId('proof'))
      return { to: [owner.id], tell: () => house.proveChannel({ owner: owner.id, url, key: null }) }
    },
  },
  'channel-verified': {
    by: 'decideChannel',
    firstLine: "'하늘의 하루 🌤️' 채널이 인증되었습니다.",
    prepare: channelDecided({ decision: 'verify' }),
  },
  'channel-rejected': {
    by: 'decideChannel',
    firstLine: '채널 인증이 반려되었습니다.',
    prepare: channelDecided({ decision: 'reject', note: '채널 이름이 다릅니다.' }),
  },
  'channel-disputed': {
    by: 'proveChannel',
    firstLine: "'하늘의 하루 🌤️' 채널을 두 회원이 신청했습니다.",
    prepare: async (house) => {
      const [owner, claimant] = [await aVerifiedCreator(house), await kept(house, storedCreator)]
      const { code } = demand(await house.issueProofCode(claimant.id))
      house.youTube.publish(aProofVideo({ description: code }))
      const url = watchUrl(aVideoId('proof'))
      return {
        to: [owner.id, claimant.id],
        tell: () => house.proveChannel({ owner: claimant.id, url, key: null }),
      }
    },
  },
  'channel-dispute-decided': {
    by: 'decideChannel',
    firstLine: "'하늘의 하루 🌤️' 채널에 대한 다른 회원의 신청이 반려되었습니다.",
    prepare: async (house) => {
      const [holder, claimant] = [await aVerifiedCreator(house), await kept(house, storedCreator)]
      await kept(house, ({ channels }) => channels.save(aPendingChannel(claimant.id, { disputed: true })))
      const decision = { decision: 'reject', note: '채널 주인이 아닙니다.' } as const
      const { operator } = house
      return {
        to: [holder.id],
        tell: () => house.decideChannel({ operator, owner: claimant.id, decision, key: null }),
      }
    },
  },
  'channel-proof-refused': {
    by: 'check-owed-proofs',
    firstLine: '채널을 인증하지 못했습니다.',
    prepare: async (house) => {
      const owner = await kept(house, async (stores) => {
        const { id } = await storedCreator(stores)
        await stores.channels.save(aChannel(id, { owedProofUrl: watchUrl(aVideoId('gone')) }))
        return id
      })
      return { to: [owner], tell: () => ran(house, 'check-owed-proofs') }
    },
  },
  'application-refused': {
    by: 'applyToAd',
    firstLine: "'수분 가득 여름 크림 체험단' 광고 신청이 접수되지 않았습니다.",
    prepare: async (house) => {
      const creator = await aVerifiedCreator(house)
      const { id } = await kept(house, async (stores) => {
        const ad = await storedAd(stores, { capacity: 1 })
        await storedAssignment(stores, { ad })
        return ad
      })
      const command = { creatorId: creator.id, adId: id, proposal: aProposal(), key: null }
      return { to: [creator.id], tell: () => house.applyToAd(command) }
    },
  },
  'question-refused': {
    by: 'tellQuestionRefused',
    firstLine: '질문이 등록되지 않았습니다.',
    prepare: async (house) => {
      const refused = { author: house.author, refusal: 'input-invalid' }
      return { to: [house.author], tell: () => house.tellQuestionRefused(refused) }
    },
  },
  'consultation-refused': {
    by: 'requestConsultation',
    firstLine: "'사업자 등록' 질문의 상담 신청이 접수되지 않았습니다.",
    prepare: async (house) => {
      const { id } = await house.ask({ title: '사업자 등록' })
      const command = { author: house.author, questionId: id, request, key: null }
      return { to: [house.author], tell: () => house.requestConsultation(command) }
    },
  },
}

test.each(Object.entries(NOTICES).map(([kind, told]) => ({ kind, ...told })))(
  '$kind is told by $by to whom it is about, once, in its Korean text',
  async ({ kind, firstLine, prepare }) => {
    const consulting = await aConsultingHouse()
    const house = { ...consulting, operator: await anOperator(consulting) }
    const { to, tell } = await prepare(house)
    const told = () => house.tables.notifications.rows().filter(({ fact }) => fact.kind === kind)
    expect(told()).toEqual([])
    await tell()
    const first = told()
    expect(first.map(({ accountId }) => accountId).sort()).toEqual(to.toSorted())
    for (const { fact, at } of first)
      expect(notificationWording(fact, at, false).split('\n')[0]).toBe(firstLine)
    await tell()
    house.clock.pass(1)
    await tell()
    expect(told()).toEqual(first)
  },
)
