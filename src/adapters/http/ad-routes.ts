import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { CreateAd } from '../../application/ad/create-ad.ts'
import type { PickAds } from '../../application/ad/pick-ads.ts'
import { PICKED_MAX } from '../../application/ad/pick-ads.ts'
import type { ApplyToAd } from '../../application/participation/apply-to-ad.ts'
import type { TellApplicationRefused } from '../../application/participation/tell-application-refused.ts'
import type { DismissAd } from '../../application/recommendation/dismiss-ad.ts'
import type { RecommendAds } from '../../application/recommendation/recommend-ads.ts'
import { type Ad, HOLD_DAYS } from '../../domain/ad/ad.ts'
import { dDay } from '../../domain/ad/deadline.ts'
import { hashtagsIn, normaliseHashtag } from '../../domain/ad/hashtag.ts'
import { formatDotted, formatIso, koreanDayOf, parseInstant } from '../../domain/calendar.ts'
import type { AdCategory } from '../../domain/categories.ts'
import { MAX_ID, MAX_WON, toId, toWon } from '../../domain/primitives.ts'
import type { ListName } from '../../domain/recommendation/event.ts'
import { channelUrl } from '../../domain/video/youtube-url.ts'
import type { AccountViews } from '../../ports/account.ts'
import type { AdCard, AdViews } from '../../ports/ad.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import { waitsOutside } from './answer-in-time.ts'
import { adCategoryOf, adCodeOf } from './codes.ts'
import { answer, refuse } from './dialect.ts'
import { type NotingDeps, noteShown } from './note-shown.ts'
import { proposalForm } from './proposal-form.ts'
import { inWords } from './reason-wording.ts'
import { access, type Session } from './session.ts'
import { withThousands } from './thousands.ts'
import { atMost, type ThrottleDeps, YOUTUBE_LOOKS } from './throttle.ts'
import { takesPictures } from './uploads.ts'
import { body, filled, idNumber, param, picture, text, whole } from './validate.ts'
import { commandKey, digestOf, imageUrl, LIST_MAX } from './wire.ts'

export type AdDeps = ThrottleDeps &
  NotingDeps & {
    readonly createAd: CreateAd
    readonly pickAds: PickAds
    readonly applyToAd: ApplyToAd
    readonly tellApplicationRefused: TellApplicationRefused
    readonly recommendAds: RecommendAds
    readonly dismissAd: DismissAd
    readonly adViews: AdViews
    readonly accountViews: AccountViews
    readonly channelViews: ChannelViews
  }

const category = z
  .string()
  .transform(adCategoryOf)
  .pipe(z.custom<AdCategory>((found) => found !== undefined))

const instant = (edge: 'from' | 'to') =>
  z
    .string()
    .max(40)
    .transform((written) => parseInstant(written, edge))
    .pipe(z.custom<NonNullable<ReturnType<typeof parseInstant>>>((found) => found !== undefined))

/** Digits, with or without separators of thousands. */
const won = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^(\d{1,12}|\d{1,3}(,\d{3}){1,3})$/)
      .transform((digits) => Number(digits.replaceAll(',', ''))),
  ])
  .pipe(z.number().int().min(0).max(MAX_WON))

/** One text with words apart by blanks or commas, or the field several times. */
const hashtags = z
  .union([text(2000), z.array(text(200)).max(40)])
  .transform((given) => (typeof given === 'string' ? given : given.join(' ')).split(/[\s,]+/))
  .transform((words) => [...new Set(words.map(normaliseHashtag).filter((word) => word !== ''))])

const adForm = z.object({
  companyName: filled(100),
  title: filled(200),
  subtitle: text(200).default(''),
  cash: won,
  reward: text(1000).default(''),
  applyFrom: instant('from'),
  applyTo: instant('to'),
  choice: instant('to'),
  uploadFrom: instant('from'),
  uploadTo: instant('to'),
  completeDate: instant('to'),
  preference: text(2000).default(''),
  campaignInfo: text(20_000).default(''),
  url: text(2048).default(''),
  keyword: text(1000).default(''),
  campaignMission: text(20_000).default(''),
  addInfo: text(20_000).default(''),
  categoryCode: category,
  subscribers: text(100).default(''),
  subscribersNum: whole(0, MAX_ID).default(0),
  capacity: whole(1, MAX_ID),
  holdDays: whole(0, MAX_ID).default(HOLD_DAYS.default),
  requiredHashtags: hashtags.optional(),
  /** In this order: thumbnail, summary, full. */
  imgs: z.array(picture).length(3),
})

const applicationForm = proposalForm.extend({ adIdx: idNumber })

/** Lists and details of ads, applications to them, and what operators do with them. */
export const adRoutes = (use: AdDeps) =>
  new Hono<Session>()
    .route('/', listRoutes(use))
    .route('/', applicationRoutes(use))
    .route('/', operatorRoutes(use))

const listRoutes = (use: AdDeps) =>
  new Hono<Session>()
    .get('/random', access('member'), async (c) => {
      const now = use.clock.now()
      const ads = await use.adViews.open({
        now,
        order: 'latest',
        pickedOnly: true,
        limit: PICKED_MAX,
        reader: c.var.member,
      })
      return answer(c, '광고 홈 상단 헤더 이미지 성공', cards(c, 'picked', ads, use))
    })
    .get('/interest', access('member'), async (c) => {
      const recommended = await use.recommendAds(c.var.member.id, c.var.member)
      const ads = cards(
        c,
        'interest',
        recommended.map(({ ad }) => ad),
        use,
      )
      return answer(
        c,
        '맞춤형 광고 성공',
        recommended.map(({ reasons }, place) => ({
          ...ads[place],
          reasons: inWords(c, 'ad', reasons),
        })),
      )
    })
    .get('/popular', access('member'), async (c) => {
      const ads = await use.adViews.open({
        now: use.clock.now(),
        order: 'popular',
        limit: LIST_MAX,
        reader: c.var.member,
      })
      return answer(c, '인기순 광고 성공', cards(c, 'popular', ads, use))
    })
    .get('/latest', access('member'), async (c) => {
      const ads = await use.adViews.open({
        now: use.clock.now(),
        order: 'latest',
        limit: LIST_MAX,
        reader: c.var.member,
      })
      return answer(c, '최신순 광고 성공', cards(c, 'latest', ads, use))
    })
    .get('/list/:code', access('member'), param(z.object({ code: category })), async (c) => {
      const ads = await use.adViews.open({
        now: use.clock.now(),
        order: 'closing',
        category: c.req.valid('param').code,
        limit: LIST_MAX,
        reader: c.var.member,
      })
      return answer(c, '카테고리 광고 불러오기 성공', cards(c, 'category', ads, use))
    })
    .get('/detail/:adIdx', access('member'), param(z.object({ adIdx: idNumber })), async (c) => {
      const id = toId<'Ad'>(c.req.valid('param').adIdx)
      const { member } = c.var
      const [found, channel] = await Promise.all([use.adViews.detail(id), use.channelViews.of(member.id)])
      if (found === null) return refuse(c, { kind: 'ad-not-found', ids: [id] })
      // Operators look at ads as part of their work; only creators' interest is counted.
      const now = use.clock.now()
      const isCounted =
        member.roles.includes('creator') &&
        (await use.adViews.countView(id, member.id, koreanDayOf(now), now))
      if (isCounted)
        use.interests.note([{ kind: 'viewed', itemKind: 'ad', creator: member.id, item: id, at: now }])
      return answer(c, '광고 조회 성공', {
        ad: [detail(c, found.ad, found.views)],
        subscribers: channel?.identity?.subscribers ?? 0,
      })
    })

const applicationRoutes = (use: AdDeps) =>
  new Hono<Session>()
    .get('/apply', access('member'), async (c) => {
      const { id } = c.var.member
      const [profile, channel] = await Promise.all([use.accountViews.profile(id), use.channelViews.of(id)])
      if (profile === null) return refuse(c, { kind: 'account-not-found' })
      const { phone, location } = profile
      const proved = channel?.state.status === 'verified' ? channel.identity : null
      const youtubeUrl = proved === null ? (channel?.claimedUrl ?? '') : channelUrl(proved.id)
      return answer(c, '기획서 가져오기 성공', [{ youtubeUrl, phone, location }])
    })
    .post(
      '/write',
      access('creator'),
      waitsOutside,
      body(applicationForm, tellRefused(use, 'input-invalid')),
      atMost(use, YOUTUBE_LOOKS, 'apply-to-ad', tellRefused(use, 'too-many-requests')),
      async (c) => {
        const { adIdx, isAgree, ...proposal } = c.req.valid('json')
        const applied = await use.applyToAd({
          creatorId: c.var.member.id,
          adId: toId(adIdx),
          proposal: { ...proposal, additionalSelection: isAgree },
          key: await commandKey(c, 'apply-to-ad', c.req.valid('json')),
        })
        return applied.ok
          ? answer(c, '기획서 작성 성공', { userAdIdx: applied.value.id })
          : refuse(c, applied.error)
      },
    )
    .post('/dismiss', access('creator'), body(z.object({ adIdx: idNumber })), async (c) => {
      const adId = toId<'Ad'>(c.req.valid('json').adIdx)
      const dismissed = await use.dismissAd({
        creatorId: c.var.member.id,
        adId,
        key: await commandKey(c, 'dismiss-ad', adId),
      })
      return dismissed.ok ? answer(c, '추천에서 제외했습니다.') : refuse(c, dismissed.error)
    })

const operatorRoutes = (use: AdDeps) =>
  new Hono<Session>()
    .post('/insert', access('operator'), takesPictures(3), body(adForm), async (c) => {
      const { imgs, ...form } = c.req.valid('json')
      const [thumbnail, summary, full] = imgs
      if (thumbnail === undefined || summary === undefined || full === undefined)
        return refuse(c, { kind: 'input-invalid', fields: [{ field: 'imgs', problem: 'missing' }] })
      const created = await use.createAd({
        operator: c.var.member.id,
        draft: draftOf(form),
        pictures: { thumbnail, summary, full },
        key: await commandKey(c, 'create-ad', {
          form,
          pictures: await Promise.all([thumbnail, summary, full].map(digestOf)),
        }),
      })
      return created.ok ? answer(c, '광고 등록 성공.', { adIdx: created.value.id }) : refuse(c, created.error)
    })
    .put(
      '/pick',
      access('operator'),
      body(z.object({ adIdx: z.array(z.number().int().min(1).max(MAX_ID)).max(PICKED_MAX) })),
      async (c) => {
        const { adIdx } = c.req.valid('json')
        const picked = await use.pickAds({
          operator: c.var.member.id,
          ads: adIdx.map((id) => toId<'Ad'>(id)),
          key: await commandKey(c, 'pick-ads', adIdx),
        })
        return picked.ok
          ? answer(c, '배너 광고가 변경되었습니다.', picked.value.picked)
          : refuse(c, picked.error)
      },
    )

/**
 * The app shows an application as sent also when it is refused before any use case: its creator learns of it by a
 * notice. Without a readable `adIdx` there is no ad to tell of.
 */
const tellRefused =
  ({ tellApplicationRefused }: AdDeps, refusal: 'input-invalid' | 'too-many-requests') =>
  async (c: Context<Session>, sent: unknown): Promise<void> => {
    const which = z.object({ adIdx: idNumber }).safeParse(sent)
    if (which.success)
      await tellApplicationRefused({
        creatorId: c.var.member.id,
        adId: toId(which.data.adIdx),
        refusal,
      })
  }

const draftOf = (form: Omit<z.output<typeof adForm>, 'imgs'>) => ({
  companyName: form.companyName,
  title: form.title,
  subtitle: form.subtitle,
  category: form.categoryCode,
  reward: toWon(form.cash),
  rewardInKind: form.reward,
  schedule: {
    applyFrom: form.applyFrom,
    applyTo: form.applyTo,
    choice: form.choice,
    uploadFrom: form.uploadFrom,
    uploadTo: form.uploadTo,
    completeDate: form.completeDate,
  },
  minimumSubscribers: form.subscribersNum,
  subscribersText: form.subscribers,
  requiredHashtags: form.requiredHashtags ?? hashtagsIn(form.keyword),
  keyword: form.keyword,
  preference: form.preference,
  campaignInfo: form.campaignInfo,
  campaignMission: form.campaignMission,
  addInfo: form.addInfo,
  url: form.url,
  capacity: form.capacity,
  holdDays: form.holdDays,
})

/** A list of ads as it is answered, of which note is taken. */
const cards = (c: Context<Session>, list: ListName, ads: readonly AdCard[], use: AdDeps) => {
  noteShown(c, use, { list, itemKind: 'ad', items: ads })
  return ads.map((ad) => card(c, ad, use))
}

const card = (c: Context<Session>, ad: AdCard, { clock }: AdDeps) => ({
  adIdx: ad.id,
  title: ad.title,
  subtitle: ad.subtitle,
  thumbnail: imageUrl(c, ad.thumbnail),
  cash: withThousands(ad.reward),
  dday: dDay(clock.now(), ad.applyTo),
})

const detail = (c: Context<Session>, ad: Ad, views: number) => ({
  adIdx: ad.id,
  companyName: ad.companyName,
  title: ad.title,
  subtitle: ad.subtitle,
  cash: withThousands(ad.reward),
  reward: ad.rewardInKind,
  thumbnail: imageUrl(c, ad.images.thumbnail),
  summaryPhoto: imageUrl(c, ad.images.summary),
  fullPhoto: imageUrl(c, ad.images.full),
  applyFrom: formatDotted(ad.schedule.applyFrom),
  applyTo: formatDotted(ad.schedule.applyTo),
  choice: formatDotted(ad.schedule.choice),
  uploadFrom: formatDotted(ad.schedule.uploadFrom),
  uploadTo: formatDotted(ad.schedule.uploadTo),
  completeDate: formatDotted(ad.schedule.completeDate),
  preference: ad.preference,
  campaignInfo: ad.campaignInfo,
  campaignMission: ad.campaignMission,
  keyword: ad.keyword,
  addInfo: ad.addInfo,
  url: ad.url,
  categoryCode: adCodeOf(ad.category),
  subscribers: ad.subscribersText,
  subscribersNum: ad.minimumSubscribers,
  views,
  isPick: ad.picked ? 1 : 0,
  isAdd: '0',
  createAt: formatIso(ad.createdAt),
  updateAt: '',
  capacity: ad.capacity,
  holdDays: ad.holdDays,
  requiredHashtags: ad.requiredHashtags,
})
