import { withdrawalPosting } from '../../../src/domain/cash/ledger.ts'
import type { Consultation, Question } from '../../../src/domain/expert/question.ts'
import { aRefreshToken } from '../../fixtures/account.ts'
import { aNewFaqEntry, aNewHomeBanner, aNewNotice } from '../../fixtures/board.ts'
import { aMovement, aNewWithdrawal } from '../../fixtures/cash.ts'
import { aChannelId, aChannelIdentity } from '../../fixtures/channel.ts'
import { inDays } from '../../fixtures/instants.ts'
import { aNewDailyCard, aNewProgramme, aNewQuestion } from '../../fixtures/news.ts'
import { aNotice } from '../../fixtures/notification.ts'
import { png } from '../../fixtures/pictures.ts'
import { demand, kept } from '../../fixtures/stored.ts'
import { type Expert, type Member, openTestHouse, type TestHouse } from '../../fixtures/test-house.ts'
import { anObservation, aVideoId } from '../../fixtures/video.ts'
import { aChannelAtYouTube, aProofVideo, aVideo } from '../../fixtures/you-tube.ts'

type HouseOptions = Parameters<typeof openTestHouse>[0]

export type BusyHouse = Awaited<ReturnType<typeof openBusyHouse>>

/** A day in the upload period of every ad. */
const TODAY = inDays(3)
const FRESH = '아무도 신청하지 않은 광고'

/**
 * A platform at work. Minji has one participation of each progress, cash in every pocket, a payee account and a
 * notification, and has asked experts: in secret what the lawyer answered and she has requested to talk about, and openly
 * what was answered and what waits. Junho has a verified channel and nothing else; Soyeon's channel waits for an operator.
 */
export const openBusyHouse = async (options: HouseOptions = {}) => {
  const house = await openTestHouse({ now: TODAY, ...options })
  const people = await peopleOf(house, {
    phone: '010-7777-1234',
    location: '제주특별자치도 제주시 첨단로 242',
    channel: { identity: aChannelIdentity() },
  })
  const { minji, lawyer } = people
  const freshAd = await house.anAd({ title: FRESH })
  const parts = {
    applied: await house.application(minji, {}),
    assigned: await house.assignment(minji, {}),
    submitted: await house.submission(minji, {}),
    completed: await house.completion(minji, { reward: 40_000 }),
  }
  return {
    ...house,
    ...people,
    freshAd,
    parts,
    questions: await questionsOf(house, minji, lawyer, REQUEST),
    ...(await withBooksOf(house, minji)),
    ...(await withPictures(house)),
    ...(await withABoard(house)),
    ...(await withNewsFor(house, minji)),
    refreshToken: await aSessionOf(house, minji),
    ...atYouTube(house),
  }
}

/**
 * The same platform with the same ids, where Minji has nothing: the ads and programmes are there without her, and Soyeon
 * has asked the questions. Whatever others are told differently here and in a busy house, they are told about Minji.
 */
export const openHouseWithNothingOfMinji = async (options: HouseOptions = {}) => {
  const house = await openTestHouse({ now: TODAY, ...options })
  const people = await peopleOf(house, {
    interests: { ad: 'travel', expert: 'shooting', news: 'funding' },
    channel: { identity: null, state: { status: 'unproven' } },
  })
  const freshAd = await house.anAd({ title: FRESH })
  for (const _ of ['applied', 'assigned', 'submitted', 'completed', 'asked for', 'earned']) await house.anAd()
  return {
    ...house,
    ...people,
    freshAd,
    questions: await questionsOf(house, people.soyeon, people.lawyer, null),
    ...(await withPictures(house)),
    ...(await withABoard(house)),
    ...(await withNewsFor(house, null)),
    ...atYouTube(house),
  }
}

const peopleOf = async (house: TestHouse, minji: Parameters<TestHouse['creator']>[1]) => ({
  minji: await house.creator('minji', minji),
  junho: await house.creator('junho'),
  soyeon: await house.creator('soyeon', {
    channel: { state: { status: 'pending' }, identity: aChannelIdentity({ id: aChannelId('soyeon') }) },
  }),
  operator: await house.anOperator(),
  lawyer: await house.anExpert('lawyer'),
})

const REQUEST: Consultation = {
  applicantName: '김민지(본명)',
  date: inDays(10),
  topic: '위약금 조항을 함께 읽어 주세요.',
  requestedAt: inDays(2),
  status: 'requested',
}

const questionsOf = async (
  house: TestHouse,
  { account }: Member,
  { expert }: Expert,
  consultation: Consultation | null,
) => {
  const answer = { by: expert.id, content: '위약금은 계약 금액을 넘을 수 없습니다.', at: inDays(2) }
  const ask = (over: Partial<Question> = {}): Promise<Question> =>
    kept(house.persistence, async ({ questions }) => {
      const { answer: given = null, consultation: requested = null, ...question } = over
      const asked = { ...(await questions.add(aNewQuestion(account.id, question))), answer: given }
      const whole = { ...asked, consultation: requested }
      await questions.save(whole)
      return whole
    })
  return {
    waiting: await ask(),
    answered: await ask({ answer: { ...answer, content: '허락을 받으면 됩니다.' } }),
    secret: await ask({
      title: '계약을 해지해도 될까요?',
      content: '위약금이 3억 원이라고 합니다.',
      secret: true,
      answer,
      consultation,
    }),
    startup: await ask({ category: 'startup', title: '사업자 등록은 언제 하나요?' }),
    shooting: await ask({ category: 'shooting', title: '조명은 무엇을 쓰나요?' }),
  }
}

/** 20,000 won asked for three weeks ago, 30,000 won to withdraw now, figures of the completed video, a notification. */
const withBooksOf = async (house: TestHouse, minji: Member) => {
  const { account } = minji
  await house.earnings(minji, { amount: 20_000 })
  const withdrawal = await kept(house.persistence, async ({ withdrawals, cash }) => {
    const asked = await withdrawals.add(
      aNewWithdrawal(account.id, { amount: aMovement(account.id, 20_000).amount, requestedAt: inDays(-20) }),
    )
    const movement = aMovement(account.id, asked.amount, { at: inDays(-20), title: '계좌출금' })
    demand(await cash.post(withdrawalPosting(asked.id, movement)))
    return asked
  })
  const earned = await house.earnings(minji, { amount: 30_000 })
  await kept(house.persistence, async ({ videos, notifications }) => {
    if (earned.status !== 'completed') throw new Error('what earned cash is completed')
    for (const [at, views] of [1_200, 3_400, 713_377].entries())
      await videos.observe(
        anObservation({
          videoId: earned.upload.videoId,
          at: inDays(at),
          views,
          likes: Math.round(views / 20),
          run: `refresh-${at}`,
        }),
      )
    await notifications.add(aNotice(account.id))
  })
  const [notification] = await house.persistence.views.notifications.listOf(account.id, {
    before: null,
    limit: 1,
  })
  if (notification === undefined) throw new Error('there is a notification')
  await house.as(minji).put('/api/user/payee', {
    json: { bank: '국민은행', number: '110-123-456789', holder: '김민지' },
  })
  return { withdrawal, earned, notification }
}

const withPictures = async ({ images, as, anAd, persistence }: TestHouse) => {
  const picture = png(2, 2, [200, 30, 30])
  const pictureName = demand(await images.save(picture))
  const pickedAd = await anAd({
    title: '배너에 걸린 광고',
    images: { thumbnail: pictureName, summary: pictureName, full: pictureName },
  })
  await kept(persistence, ({ ads }) => ads.pick([pickedAd.id]))
  return { picture, pictureName, pickedAd, stranger: as(null) }
}

/** An entry of the FAQ, a notice and a banner of the home screen. */
const withABoard = async ({ images, persistence }: TestHouse) => {
  const image = demand(await images.save(png(3, 1, [30, 30, 200])))
  return kept(persistence, async ({ faqEntries, notices, homeBanners }) => ({
    faqEntry: await faqEntries.add(aNewFaqEntry()),
    boardNotice: await notices.add(aNewNotice()),
    homeBanner: demand(await homeBanners.add(aNewHomeBanner({ image }))),
  }))
}

/** A support programme that Minji has scrapped, one that nobody has, and a daily card, with pictures of their own. */
const withNewsFor = async ({ images, persistence }: TestHouse, minji: Member | null) => {
  const poster = demand(await images.save(png(3, 3, [30, 200, 30])))
  const thumbnail = demand(await images.save(png(3, 3, [30, 30, 200])))
  return kept(persistence, async ({ supportProgrammes, dailyCards, scraps }) => {
    const programme = await supportProgrammes.add(aNewProgramme({ poster }))
    if (minji !== null)
      await scraps.keep({ member: minji.account.id, programme: programme.id, at: inDays(1) })
    const otherProgramme = await supportProgrammes.add(aNewProgramme({ title: '영상 편집 교육', poster }))
    return { programme, otherProgramme, dailyCard: await dailyCards.add(aNewDailyCard({ thumbnail })) }
  })
}

const aSessionOf = async ({ persistence, secrets }: TestHouse, { account }: Member): Promise<string> => {
  const refreshToken = secrets.token()
  const hash = secrets.hash(refreshToken)
  await kept(persistence, ({ sessions }) => sessions.add(aRefreshToken(account.id, { hash })))
  return refreshToken
}

/** Minji's upload for the ad that she is assigned to, and a proof video on a channel that nobody claims. */
const atYouTube = ({ youTube }: TestHouse) => {
  const upload = aVideo({ id: aVideoId('upload') })
  const proof = aProofVideo({ id: aVideoId('proof'), channelId: aChannelId('unclaimed') })
  youTube.publish(upload)
  youTube.publish(proof)
  youTube.describe(aChannelAtYouTube({ id: proof.channelId }))
  return { uploadUrl: `https://youtu.be/${upload.id}`, proofUrl: `https://youtu.be/${proof.id}` }
}
