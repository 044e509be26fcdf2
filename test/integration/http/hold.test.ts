import { describe, expect, it } from 'vitest'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { DAY_MS, HOUR_MS, type Instant } from '../../../src/domain/primitives.ts'
import type { Liveness, Pause, PauseCause } from '../../../src/domain/video/live-check.ts'
import { type VideoId, watchUrl } from '../../../src/domain/video/youtube-url.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { kept } from '../../fixtures/stored.ts'
import { openTestHouse, type TestHouse } from '../../fixtures/test-house.ts'
import { aVideo } from '../../fixtures/you-tube.ts'

/** Minji's reward for a video that was published and approved at noon of 22 November, seen on that day plus `days`. */
const aHold = async (days: number, reward = 50_000) => {
  const house = await openTestHouse({ now: inDays(days) })
  const minji = await house.creator('minji')
  const part = await house.completion(minji, { reward })
  const read = async (language = 'ko') => {
    const headers = { 'accept-language': language }
    const { data } = await house.as(minji).get(`/api/userad/4/${part.id}`, { headers })
    return Array.isArray(data) ? data[0].hold : undefined
  }
  return { house, minji, part, read }
}

const videoOf = (part: Participation): VideoId =>
  'upload' in part ? part.upload.videoId : expect.fail('a video was submitted')

const stands = (house: TestHouse, part: Participation, liveness: Liveness, ended: Pause | null = null) =>
  kept(house.persistence, ({ videos }) => videos.saveLiveness(videoOf(part), liveness, ended))

const down = (cause: PauseCause, downSince: Instant): Liveness => ({
  state: 'down',
  lastGoodAt: NOON,
  downSince,
  cause,
})
const pause = (from: number, to: number, cause: PauseCause): Pause => ({
  from: inDays(from),
  to: inDays(to),
  cause,
})

describe('the hold of a reward', () => {
  it('tells when it ends, and to keep the video until then', async () => {
    const { read } = await aHold(3)
    expect(await read()).toEqual({
      holdDays: 28,
      releaseDueAt: '2026-12-20T12:00:00.000+09:00',
      releasedAt: null,
      forfeitedAt: null,
      movedMs: 0,
      movedDays: 0,
      pausedSince: null,
      pauses: [],
      nextStep: '26.12.20 12:00:00까지 영상을 공개 상태로, 필수 해시태그와 함께 유지해주세요.',
    })
    expect(await read('en')).toMatchObject({
      nextStep: 'Please keep the video public, with its hashtags, until 26.12.20 12:00:00 (Korean time).',
    })
  })

  it('tells of each pause from when to when and why, and how far they moved it', async () => {
    const { house, part, read } = await aHold(9)
    const back: Liveness = { state: 'live', lastGoodAt: inDays(6) }
    await stands(house, part, back, pause(1, 3, 'unavailable'))
    await stands(house, part, back, { from: inDays(5), to: inHours(5 * 24 + 12), cause: 'not-public' })
    expect(await read('en')).toMatchObject({
      releaseDueAt: '2026-12-23T00:00:00.000+09:00',
      movedMs: 2.5 * DAY_MS,
      movedDays: 2.5,
      pausedSince: null,
      pauses: [
        {
          from: '2026-11-23T12:00:00.000+09:00',
          to: '2026-11-25T12:00:00.000+09:00',
          cause: 'unavailable',
          why: 'Gone from YouTube, or private',
        },
        { to: '2026-11-28T00:00:00.000+09:00', cause: 'not-public', why: 'Not public, or not playable' },
      ],
    })
  })

  it.each<[PauseCause, RegExp, RegExp]>([
    ['unavailable', /^유튜브에서 찾을 수 없음/, /^영상을 다시 "공개"로/],
    ['not-public', /^공개 상태가 아니거나/, /^영상을 "공개"로 바꿔주세요\.$/],
    ['hashtags-missing', /\(#협찬\)$/, /에 #협찬 해시태그를 다시 넣어주세요\.$/],
    ['sent-back', /^수정 요청을 받은 뒤/, /영상을 다시 제출해주세요\.$/],
  ])('tells of the pause that runs, without an end, and what to do: %s', async (cause, why, step) => {
    const { house, part, read } = await aHold(5)
    await stands(house, part, down(cause, inDays(4)))
    await kept(house.persistence, ({ videos }) => videos.saveMissingHashtags(videoOf(part), ['협찬']))
    expect(await read()).toMatchObject({
      releaseDueAt: '2026-12-21T12:00:00.000+09:00',
      movedMs: DAY_MS,
      pausedSince: '2026-11-26T12:00:00.000+09:00',
      pauses: [{ from: '2026-11-26T12:00:00.000+09:00', to: null, cause, why: expect.stringMatching(why) }],
      nextStep: expect.stringMatching(step),
    })
    house.clock.pass(HOUR_MS)
    expect(await read()).toMatchObject({ movedMs: DAY_MS + HOUR_MS })
  })

  it('that paused for hashtags before anybody wrote down which says so without them', async () => {
    const { house, part, read } = await aHold(5)
    await stands(house, part, down('hashtags-missing', inDays(4)), pause(1, 2, 'hashtags-missing'))
    expect(await read()).toMatchObject({
      pauses: [{ why: '필수 해시태그 누락' }, { why: '필수 해시태그 누락' }],
      nextStep: '제목이나 설명에 필수 해시태그를 다시 넣어주세요.',
    })
    expect(await read('en')).toMatchObject({
      nextStep: 'Please put the required hashtags back into its title or description.',
    })
  })

  it('asks for a look when the video was missed once, which moves nothing yet', async () => {
    const { house, part, read } = await aHold(5)
    await stands(house, part, { state: 'missing', lastGoodAt: inDays(4), firstMissedAt: inDays(5) })
    expect(await read()).toMatchObject({ movedMs: 0, pauses: [], nextStep: expect.stringContaining('한 번') })
  })

  it('that is over waits for the next look at the video', async () => {
    const { read } = await aHold(28)
    expect(await read('en')).toMatchObject({ nextStep: expect.stringMatching(/^The time is over/) })
  })

  it('that has ended moves no more, whatever the video does', async () => {
    const { house, minji, part, read } = await aHold(30)
    await stands(house, part, { state: 'live', lastGoodAt: inDays(30) }, pause(1, 2, 'not-public'))
    const ad = part.adId
    const operator = await house.anOperator()
    const forfeit = { userIdx: minji.account.id, adIdx: ad, reason: '약속한 기간을 지키지 않았습니다.' }
    expect((await house.as(operator).put('/api/userad/forfeit', { json: forfeit })).success).toBe(true)
    await stands(house, part, down('unavailable', inDays(31)))
    house.clock.pass(9 * DAY_MS)
    expect(await read()).toMatchObject({
      releaseDueAt: '2026-12-21T12:00:00.000+09:00',
      releasedAt: null,
      forfeitedAt: '2026-12-22T12:00:00.000+09:00',
      movedDays: 1,
      pausedSince: null,
      pauses: [{ cause: 'not-public' }],
      nextStep: expect.stringMatching(/^리워드가 회수되었습니다/),
    })
  })

  it('of an upload that waits for an operator tells the earliest time, and counts its pauses', async () => {
    const house = await openTestHouse({ now: inDays(40) })
    const minji = await house.creator('minji')
    const part = await house.submission(minji, {})
    await stands(house, part, { state: 'live', lastGoodAt: inDays(40) }, pause(1, 2, 'not-public'))
    const read = async () => {
      const { data } = await house.as(minji).get(`/api/userad/3/${part.id}`)
      return Array.isArray(data) ? data[0].hold : undefined
    }
    expect(await read()).toMatchObject({
      releaseDueAt: '2026-12-21T12:00:00.000+09:00',
      releasedAt: null,
      movedDays: 1,
      nextStep: expect.stringMatching(/^운영자가 업로드를 확인하는 동안/),
    })
    await stands(house, part, down('not-public', inDays(39)))
    expect(await read()).toMatchObject({ movedDays: 2, nextStep: '영상을 "공개"로 바꿔주세요.' })
  })

  it('of an upload that was sent back did not run until it was submitted again', async () => {
    const house = await openTestHouse({ now: inDays(3) })
    const identity = { id: aChannelId(), title: '민지의 하루', subscribers: null }
    const minji = await house.creator('minji', { channel: { identity } })
    const part = await house.submission(minji, {})
    const operator = await house.anOperator()
    const json = { userIdx: minji.account.id, adIdx: part.adId, changes: '첫 화면에 제품을 보여주세요.' }
    expect((await house.as(operator).put('/api/userad/sendBack', { json })).success).toBe(true)
    expect((await house.as(minji).get(`/api/userad/2/${part.id}`)).data).toMatchObject([{ hold: null }])
    house.clock.pass(2 * DAY_MS)
    house.youTube.publish(aVideo({ id: videoOf(part) }))
    const again = { adIdx: part.adId, url: watchUrl(videoOf(part)) }
    expect(await house.asClient(minji).post('/api/userad/auth', { json: again })).toMatchObject({
      status: 200,
    })
    const read = async (language: string) => {
      const headers = { 'accept-language': language }
      const { data } = await house.as(minji).get(`/api/userad/3/${part.id}`, { headers })
      return Array.isArray(data) ? data[0].hold : undefined
    }
    expect(await read('ko')).toMatchObject({
      releaseDueAt: '2026-12-24T12:00:00.000+09:00',
      movedDays: 2,
      pausedSince: null,
      pauses: [{ cause: 'sent-back', why: '수정 요청을 받은 뒤 다시 제출하기까지의 시간' }],
    })
    expect(await read('en')).toMatchObject({
      pauses: [{ why: 'Sent back for changes, until it was submitted again' }],
    })
  })

  it('knows no pause before the publication', async () => {
    const { house, part, read } = await aHold(5)
    const back: Liveness = { state: 'live', lastGoodAt: inDays(4) }
    await stands(house, part, back, pause(-3, -1, 'not-public'))
    expect(await read()).toMatchObject({ movedMs: 0, pauses: [] })
    await stands(house, part, back, pause(-1, 1, 'not-public'))
    expect(await read()).toMatchObject({
      movedDays: 1,
      pauses: [{ from: '2026-11-22T12:00:00.000+09:00', to: '2026-11-23T12:00:00.000+09:00' }],
    })
  })

  it('is none before an upload', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const part = await house.assignment(minji, {})
    expect((await house.as(minji).get(`/api/userad/2/${part.id}`)).data).toMatchObject([{ hold: null }])
  })

  it('is none where no cash is held', async () => {
    expect(await (await aHold(3, 0)).read()).toBeNull()
  })
})

describe('a reward that an operator takes back', () => {
  it('is told to its creator with the reason, and is taken back once', async () => {
    const { house, minji, part, read } = await aHold(29)
    const operator = await house.anOperator()
    const json = { userIdx: minji.account.id, adIdx: part.adId, reason: '영상을 삭제했습니다.' }
    const forfeit = (reason: string | undefined) =>
      house.asClient(operator).put('/api/userad/forfeit', { json: { ...json, reason } })
    expect(await forfeit(undefined)).toMatchObject({ status: 400, kind: 'input-invalid' })
    expect(await forfeit('   ')).toMatchObject({ status: 400, kind: 'input-invalid' })
    expect(await forfeit(json.reason)).toMatchObject({ success: true })
    expect(await forfeit(json.reason)).toMatchObject({ status: 409, kind: 'reward-not-pending' })
    const { data } = await house.as(minji).get('/api/notify')
    expect(data).toMatchObject([
      {
        kind: 'forfeited',
        notiContent:
          "'수분 가득 여름 크림 체험단' 광고의 리워드 50,000원이 회수되었습니다.\n사유: 영상을 삭제했습니다.",
      },
    ])
    expect(await read()).toMatchObject({ forfeitedAt: expect.any(String) })
    expect((await house.as(minji).get('/api/cash')).data).toMatchObject({
      cash: 0,
      history: [
        { kind: 'forfeit', title: '회수: 수분 가득 여름 크림 체험단', isIn: '출금', price: '50000' },
        { kind: 'reward', title: '수분 가득 여름 크림 체험단', isIn: '적립', price: '50000' },
      ],
    })
  })

  it('is not the creator’s to take', async () => {
    const { house, minji, part } = await aHold(29)
    const json = { userIdx: minji.account.id, adIdx: part.adId, reason: '그냥' }
    expect((await house.asClient(minji).put('/api/userad/forfeit', { json })).status).toBe(403)
  })
})

describe('what an operator sees before deciding', () => {
  const aReview = async () => {
    const held = await aHold(5)
    const operator = held.house.as(await held.house.anOperator())
    const review = async (query = '', language = 'ko') => {
      const headers = { 'accept-language': language }
      const { data } = await operator.get(`/api/userad/ing/ing/ing?progress=4${query}`, { headers })
      return Array.isArray(data) ? data : expect.fail('a list was answered')
    }
    return { ...held, review }
  }

  it('is how the video stands, and the hold as its creator sees it', async () => {
    const { house, part, read, review } = await aReview()
    await stands(house, part, down('hashtags-missing', inDays(4)), pause(1, 2, 'unavailable'))
    await kept(house.persistence, ({ videos }) => videos.saveMissingHashtags(videoOf(part), ['협찬']))
    const [row] = await review()
    expect(row).toMatchObject({
      userAdIdx: part.id,
      video: expect.stringContaining(videoOf(part)),
      videoStanding: {
        state: 'down',
        since: '2026-11-26T12:00:00.000+09:00',
        cause: 'hashtags-missing',
        why: '필수 해시태그 누락 (#협찬)',
        missingHashtags: ['협찬'],
        lastGoodAt: '2026-11-22T12:00:00.000+09:00',
      },
    })
    expect(row.hold).toMatchObject({ movedDays: 2, pausedSince: '2026-11-26T12:00:00.000+09:00' })
    expect(row.hold).toEqual(await read())
    const [inEnglish] = await review('', 'en')
    expect(inEnglish).toMatchObject({ videoStanding: { why: 'Required hashtags missing (#협찬)' } })
    expect(inEnglish.hold).toEqual(await read('en'))
  })

  it('is a miss that nothing confirms yet, without a cause', async () => {
    const { house, part, review } = await aReview()
    await stands(house, part, { state: 'missing', lastGoodAt: inDays(4), firstMissedAt: inDays(5) })
    expect(await review()).toMatchObject([
      { videoStanding: { state: 'missing', since: '2026-11-27T12:00:00.000+09:00', cause: null, why: null } },
    ])
  })

  it('can be those alone whose video is down, page by page', async () => {
    const { house, minji, part: sound, review } = await aReview()
    const gone = await house.completion(await house.creator('haneul'), {})
    const later = await house.completion(minji, {})
    for (const part of [gone, later]) await stands(house, part, down('unavailable', inDays(4)))
    const ids = async (query: string) => (await review(query)).map(({ userAdIdx }) => userAdIdx)
    expect(await ids('')).toEqual([sound.id, gone.id, later.id])
    expect(await ids('&down=true')).toEqual([gone.id, later.id])
    expect(await ids(`&down=true&cursor=${gone.id}`)).toEqual([later.id])
    expect(await ids('&down=false')).toHaveLength(3)
  })
})
