import type { NewFaqEntry } from '../../domain/board/faq-entry.ts'
import type { NewNotice } from '../../domain/board/notice.ts'
import { OPENING_TITLE, openingPosting } from '../../domain/cash/ledger.ts'
import type { NewExpert } from '../../domain/expert/expert.ts'
import type { Answer } from '../../domain/expert/question.ts'
import type { NewDailyCard } from '../../domain/news/daily-card.ts'
import { historyLine, type Participation, type Progress } from '../../domain/participation/participation.ts'
import { type Id, type Instant, toId, type Won } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { ImportedKind } from '../../ports/import-2020.ts'
import type { Stores } from '../../ports/transact.ts'
import type { AccountFrom2020 } from './account-from-2020.ts'
import type { AdFrom2020 } from './ad-from-2020.ts'
import type { programmeFrom2020, scrapFrom2020 } from './news-from-2020.ts'
import type { ParticipationFrom2020 } from './participation-from-2020.ts'
import type { QuestionFrom2020 } from './question-from-2020.ts'
import type { Reason } from './read-row.ts'
import type { Taken } from './take-rows.ts'

type Stored = Promise<Result<Taken, Reason>>
type ValueOf<R> = R extends { readonly ok: true; readonly value: infer T } ? T : never

/** Of members with one e-mail, the first is kept: it is the one that the 2020 server found when they logged in. */
export const storeAccount =
  (now: Instant) =>
  async (stores: Stores, { account, channelOf, opening, remarks }: AccountFrom2020): Stored => {
    const added = await stores.accounts.add(account)
    if (!added.ok) return err('somebody is registered under its e-mail address already')
    const { id } = added.value
    await stores.channels.add(channelOf(id))
    await stores.cash.open(id)
    await postOpening(stores, id, 'pending', opening.pending, now)
    await postOpening(stores, id, 'withdrawable', opening.withdrawable, now)
    return ok({ newId: id, remarks })
  }

const postOpening = async (
  { cash }: Stores,
  creatorId: Id<'Account'>,
  part: 'pending' | 'withdrawable',
  amount: Won,
  now: Instant,
): Promise<void> => {
  if (amount === 0) return
  const posted = await cash.post(openingPosting(part, { creatorId, amount, at: now, title: OPENING_TITLE }))
  if (!posted.ok) throw new Error(`the new pockets of account ${creatorId} refused their opening`)
}

export const storeAd = async ({ ads }: Stores, { ad, remarks }: AdFrom2020): Stored => {
  const { id } = await ads.add(ad)
  return ok({ newId: id, remarks })
}

export const storeParticipation = async (
  stores: Stores,
  mapped: ParticipationFrom2020,
  oldId: number,
): Stored => {
  const creatorId = await became<'Account'>(stores, 'account', mapped.oldMember)
  if (creatorId === null) return err(`its member (User ${mapped.oldMember}) was not taken over`)
  const adId = await became<'Ad'>(stores, 'ad', mapped.oldAd)
  if (adId === null) return err(`its ad (Ad ${mapped.oldAd}) was not taken over`)
  const ad = await stores.ads.find(adId)
  if (ad === null) throw new Error(`ad ${adId} is recorded as taken over but not there`)
  const { proposal, appliedAt, since, progress, remarks } = mapped
  const common = { adId, creatorId, proposal, appliedAt, since }
  const added = await stores.participations.add({ ...common, status: 'applied' })
  if (!added.ok) return err('its member has applied to this ad before')
  const { id } = added.value
  await stores.participations.record(historyLine(added.value, null, null, CAME, appliedAt))
  if (progress.status === 'applied') return ok({ newId: id, remarks })

  const terms = { reward: ad.reward, holdDays: ad.holdDays }
  const moved: Progress =
    'upload' in progress
      ? { status: progress.status, terms, upload: progress.upload }
      : { status: progress.status, terms, changesAsked: null }
  const part: Participation = { ...common, id, ...moved }
  const watched = await watchVideo(stores, part, progress)
  if (!watched.ok) return watched
  await stores.participations.save(part)
  await stores.participations.record(historyLine(part, 'applied', null, CAME, since))
  if (progress.status === 'completed') await stores.imported.record('rewarded-participation', oldId, id)
  return ok({ newId: id, remarks })
}

/** The reason in the history of what came from 2020, where the steps between were not kept. */
const CAME = 'import-2020'

/** The video counts as seen when it was published, not now: whether it is still there, the next refresh will tell. */
const watchVideo = async (
  { videos }: Stores,
  part: Participation,
  progress: ParticipationFrom2020['progress'],
): Promise<Result<void, Reason>> => {
  if (!('upload' in progress)) return ok(undefined)
  const { upload, figures } = progress
  const { videoId, publishedAt } = upload
  const { at, views, likes } = figures
  const tracked = { id: videoId, participationId: part.id, publishedAt }
  const claimed = await videos.claim(tracked, publishedAt)
  if (!claimed.ok) return err(`its video ${videoId} serves another participation`)
  if (views !== null || likes !== null)
    await videos.observe({
      videoId,
      at,
      views,
      likes,
      comments: null,
      privacy: 'public',
      source: 'import-2020',
      run: 'import-2020',
    })
  return ok(undefined)
}

export const storeProgramme = async (
  { supportProgrammes }: Stores,
  { programme, views }: ValueOf<ReturnType<typeof programmeFrom2020>>,
): Stored => {
  const { id } = await supportProgrammes.add(programme, views)
  return ok({ newId: id })
}

export const storeDailyCard = async ({ dailyCards }: Stores, card: NewDailyCard): Stored => {
  const { id } = await dailyCards.add(card)
  return ok({ newId: id })
}

export const storeFaqEntry = async ({ faqEntries }: Stores, entry: NewFaqEntry): Stored => {
  const { id } = await faqEntries.add(entry)
  return ok({ newId: id })
}

export const storeNotice = async ({ notices }: Stores, notice: NewNotice): Stored => {
  const { id } = await notices.add(notice)
  return ok({ newId: id })
}

/** 2020 could scrap one thing several times: that is one scrap. */
export const storeScrap = async (
  stores: Stores,
  { oldMember, oldProgramme, at }: ValueOf<ReturnType<typeof scrapFrom2020>>,
): Stored => {
  const member = await became<'Account'>(stores, 'account', oldMember)
  if (member === null) return err(`its member (User ${oldMember}) was not taken over`)
  const programme = await became<'SupportProgramme'>(stores, 'support-programme', oldProgramme)
  if (programme === null) return err(`what it keeps (SupportNews ${oldProgramme}) was not taken over`)
  await stores.scraps.keep({ member, programme, at })
  return ok({ newId: programme })
}

export const storeExpert = async ({ experts }: Stores, expert: NewExpert): Stored => {
  const { id } = await experts.add(expert)
  return ok({ newId: id })
}

export const storeQuestion = async (stores: Stores, mapped: QuestionFrom2020): Stored => {
  const author = await became<'Account'>(stores, 'account', mapped.oldMember)
  if (author === null) return err(`its member (User ${mapped.oldMember}) was not taken over`)
  const { consultation } = mapped
  const { answer, remarks } = await answerFrom(stores, mapped)
  const added = await stores.questions.add({ ...mapped.question, author }, mapped.views)
  if (answer !== null || consultation !== null)
    await stores.questions.save({ ...added, answer, consultation })
  return ok({ newId: added.id, remarks: [...mapped.remarks, ...remarks] })
}

/** An answer of nobody is none; the question itself is its author's, and waits for another. */
const answerFrom = async (
  stores: Stores,
  { answer }: QuestionFrom2020,
): Promise<{ readonly answer: Answer | null; readonly remarks: readonly Reason[] }> => {
  if (answer === null) return { answer, remarks: [] }
  const { oldExpert, content, at } = answer
  const by = await became<'Expert'>(stores, 'expert', oldExpert)
  return by === null
    ? {
        answer: null,
        remarks: [
          `its answer is left out, for its expert (Expert ${oldExpert}) was not taken over; it waits for one`,
        ],
      }
    : { answer: { by, content, at }, remarks: [] }
}

/** What a row of 2020 became here; null when it was not taken over. */
const became = async <Of extends string>(
  { imported }: Stores,
  kind: ImportedKind,
  oldId: number,
): Promise<Id<Of> | null> => {
  const newId = (await imported.among(kind, [oldId])).get(oldId)
  return newId === undefined ? null : toId<Of>(newId)
}
