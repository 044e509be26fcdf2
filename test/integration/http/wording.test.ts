import { describe, expect, it } from 'vitest'
import { type Refusal, wordingOf } from '../../../src/adapters/http/refusal-wording.ts'
import type { ConsultationRequestRefusal } from '../../../src/domain/expert/question.ts'
import type { AdRecommended, NotificationFact } from '../../../src/domain/notification/notification.ts'
import type { ApplyRefusal } from '../../../src/domain/participation/participation.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, toId, toInstant, toWon } from '../../../src/domain/primitives.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { aNotice, anAdNamed } from '../../fixtures/notification.ts'
import { kept } from '../../fixtures/stored.ts'
import { openTestHouse } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'

const ad = anAdNamed({ title: 'Cream' })
const amount = toWon(50_000)

type Facts = {
  readonly [Kind in NotificationFact['kind']]: readonly Extract<NotificationFact, { kind: Kind }>[]
}

/** All names in it are English, so that the rest shows the language. */
const FACTS: Facts = {
  assigned: [{ kind: 'assigned', ad }],
  declined: [
    { kind: 'declined', ad, reason: 'not-selected', note: 'Next time' },
    { kind: 'declined', ad, reason: 'not-selected', note: '' },
    { kind: 'declined', ad, reason: 'assignment-period-over', note: '' },
  ],
  cancelled: [
    { kind: 'cancelled', ad, reason: 'not-uploaded', note: '' },
    { kind: 'cancelled', ad, reason: 'ad-cancelled', note: 'Sorry' },
    { kind: 'cancelled', ad, reason: 'rules-broken', note: '' },
  ],
  'sent-back': [{ kind: 'sent-back', ad, changes: 'A larger logo' }],
  'due-tomorrow': [{ kind: 'due-tomorrow', ad }],
  'due-today': [{ kind: 'due-today', ad }],
  overdue: [
    { kind: 'overdue', ad, days: 1 },
    { kind: 'overdue', ad, days: 12 },
  ],
  rewarded: [{ kind: 'rewarded', ad, amount }],
  released: [{ kind: 'released', ad, amount }],
  forfeited: [{ kind: 'forfeited', ad, amount, note: 'Deleted' }],
  'hold-paused': [
    { kind: 'hold-paused', ad, cause: 'unavailable', missingHashtags: [] },
    { kind: 'hold-paused', ad, cause: 'not-public', missingHashtags: [] },
    { kind: 'hold-paused', ad, cause: 'hashtags-missing', missingHashtags: ['1', '2'] },
  ],
  'hold-resumed': [
    { kind: 'hold-resumed', ad, releaseDueAt: inDays(30), movedMs: 2 * DAY_MS + 3 * HOUR_MS },
    { kind: 'hold-resumed', ad, releaseDueAt: inDays(30), movedMs: 0 },
  ],
  withdrawn: [{ kind: 'withdrawn', amount }],
  'withdrawal-returned': [{ kind: 'withdrawal-returned', amount, note: 'Wrong number' }],
  recommended: [null, inDays(0), inDays(1), inDays(9)].flatMap((applyTo) => [
    { kind: 'recommended', ads: [{ ...ad, applyTo }] },
    {
      kind: 'recommended',
      ads: [
        { ...ad, applyTo },
        { ...ad, applyTo },
      ],
    },
  ]),
  answered: [{ kind: 'answered', questionId: 1, title: 'Rights' }],
  'consultation-confirmed': [
    { kind: 'consultation-confirmed', questionId: 1, title: 'Rights', date: inDays(7) },
    { kind: 'consultation-confirmed', questionId: 1, title: 'Rights', date: null },
  ],
  'consultation-requested': [
    { kind: 'consultation-requested', questionId: 1, title: 'Rights', date: inDays(7) },
  ],
  'consultation-declined': [
    { kind: 'consultation-declined', questionId: 1, title: 'Rights', note: 'Next time' },
    { kind: 'consultation-declined', questionId: 1, title: 'Rights', note: '' },
  ],
  'channel-pending': [{ kind: 'channel-pending', channelTitle: 'Sky' }],
  'channel-verified': [{ kind: 'channel-verified', channelTitle: 'Sky' }],
  'channel-rejected': [
    { kind: 'channel-rejected', reason: 'operator', note: 'No proof' },
    { kind: 'channel-rejected', reason: 'operator', note: '' },
    { kind: 'channel-rejected', reason: 'proved-by-another', note: '' },
  ],
  'channel-disputed': [{ kind: 'channel-disputed', channelTitle: 'Sky' }],
  'channel-dispute-decided': [
    { kind: 'channel-dispute-decided', channelTitle: 'Sky', outcome: 'kept' },
    { kind: 'channel-dispute-decided', channelTitle: 'Sky', outcome: 'open' },
  ],
  'channel-proof-refused': [
    'proof-url-malformed',
    'proof-not-found',
    'proof-video-not-unlisted',
    'proof-video-not-watchable',
    'proof-code-not-found',
    'proof-code-expired',
    'proof-video-older-than-code',
    'channel-owned-by-another',
    'of-tomorrow',
  ].map((refusal) => ({ kind: 'channel-proof-refused', refusal })),
  'application-refused': [{ kind: 'application-refused', ad, refusal: 'ad-full' }],
  'question-refused': [{ kind: 'question-refused', refusal: 'too-many-questions' }],
  'consultation-refused': [
    { kind: 'consultation-refused', questionId: 1, title: 'Rights', refusal: 'question-not-answered' },
  ],
}

/** Everything for which an application is refused that names an ad. */
const REASONS: {
  readonly [Kind in
    | ApplyRefusal['kind']
    | 'subscribers-not-checked'
    | 'channel-not-shown'
    | 'input-invalid'
    | 'too-many-requests']: true
} = {
  'ad-not-open-yet': true,
  'ad-closed': true,
  'ad-full': true,
  'already-applied': true,
  'channel-not-verified': true,
  'subscribers-hidden': true,
  'too-few-subscribers': true,
  'subscribers-not-checked': true,
  'channel-not-shown': true,
  'input-invalid': true,
  'too-many-requests': true,
}

const namesAnAd = (fact: NotificationFact): boolean => 'ad' in fact || 'ads' in fact

/** As a member reads it. */
const wordsFor = async (fact: NotificationFact, language: string) => {
  const house = await openTestHouse()
  const minji = await house.creator('minji')
  await kept(house.persistence, ({ notifications }) => notifications.add(aNotice(minji.account.id, { fact })))
  const headers = { 'accept-language': language }
  const { data } = await house.as(minji).get('/api/notify', { headers })
  const [shown] = Array.isArray(data) ? data : []
  expect(shown).toMatchObject({
    notiIdx: expect.any(Number),
    kind: fact.kind,
    isRead: 0,
    createAt: '2026-11-22T12:00:00.000+09:00',
    adIdx: namesAnAd(fact) ? 1 : null,
    thumbnail: namesAnAd(fact) ? 'http://localhost/images/thumbnail.webp' : '',
  })
  return String(shown.notiContent)
}

const NAMES =
  /Cream|Sky|Rights|Next time|Sorry|A larger logo|Deleted|Wrong number|No proof|cash|D[-+]\d+|D-DAY/g

describe.each(Object.values(FACTS).flat())('the notification $kind', (fact) => {
  it('is Korean, and English for who asks for it', async () => {
    const korean = await wordsFor(fact, 'ko-KR,ko;q=0.9,en;q=0.8')
    expect(korean).toMatch(/[가-힣]{2,}/)
    expect(korean.replace(NAMES, '')).not.toMatch(/[A-Za-z]|undefined|NaN|\[object/)
    const english = await wordsFor(fact, 'en')
    expect(english).toMatch(/[A-Za-z]{3,}/)
    expect(english).not.toMatch(/[가-힣]|undefined|NaN|\[object/)
  })
})

describe('a hold that pauses', () => {
  const paused = { kind: 'hold-paused', ad, missingHashtags: [] } as const

  it('is told with its cause, what to do, and that the date moves', async () => {
    const hashtags = { ...paused, cause: 'hashtags-missing', missingHashtags: ['수분크림', '협찬'] } as const
    expect(await wordsFor(hashtags, 'ko')).toBe(
      "'Cream' 광고 영상을 확인해주세요: 필수 해시태그 누락 (#수분크림 #협찬)\n" +
        '제목이나 설명에 #수분크림 #협찬 해시태그를 다시 넣어주세요.\n' +
        '다시 확인될 때까지의 시간만큼 리워드 인출 가능일이 늦어집니다.',
    )
    const gone = await wordsFor({ ...paused, cause: 'unavailable' }, 'en')
    expect(gone).toContain('Gone from YouTube, or private\nPlease make the video public again')
    expect(await wordsFor({ ...paused, cause: 'not-public' }, 'en')).not.toBe(gone)
  })

  it.each([
    [30_000, '1분', '1 minute'],
    [25 * MINUTE_MS, '25분', '25 minutes'],
    [HOUR_MS, '1시간', '1 hour'],
    [24 * HOUR_MS - 1, '1일', '1 day'],
    [2 * DAY_MS + 3 * HOUR_MS, '2일 3시간', '2 days 3 hours'],
  ])('and goes on is told with the new date and how far it moved: %d ms', async (movedMs, ko, en) => {
    const fact = { kind: 'hold-resumed', ad, releaseDueAt: inDays(30), movedMs } as const
    expect(await wordsFor(fact, 'ko')).toContain(`리워드 인출 가능일: 26.12.22 12:00:00 (${ko} 늦어짐)\n`)
    expect(await wordsFor(fact, 'en')).toContain(`26.12.22 12:00:00 (Korean time), ${en} later than before\n`)
  })

  it('before it mattered is told with the date alone', async () => {
    const fact = { kind: 'hold-resumed', ad, releaseDueAt: inDays(30), movedMs: 0 } as const
    expect(await wordsFor(fact, 'ko')).toContain('리워드 인출 가능일: 26.12.22 12:00:00\n')
  })
})

describe('an upload deadline', () => {
  it('is told in the app’s sentences, which say how many days are left or over', async () => {
    const told = async (fact: NotificationFact) => (await wordsFor(fact, 'ko')).split('\n')
    const notConfirmed = [
      ' 광고가 아직 업로드 확인이 되지 않았습니다.',
      ' 광고를 업로드 하지 않을시 내용증명을 발송하겠습니다.',
    ]
    expect(await told({ kind: 'due-tomorrow', ad })).toEqual(['D-1', ' 광고 업로드가 하루 남았습니다.'])
    expect(await told({ kind: 'due-today', ad })).toEqual(['D-DAY', ' 광고 업로드가 오늘 마감됩니다.'])
    expect(await told({ kind: 'overdue', ad, days: 1 })).toEqual(['D+1', ...notConfirmed])
    expect(await told({ kind: 'overdue', ad, days: 12 })).toEqual(['D+12', ...notConfirmed])
  })
})

describe('a notice of recommended ads', () => {
  const UPDATED = '맞춤 광고(당신이 좋아할만한 광고)가 업데이트 되었습니다.'
  const NEW = '새로운 광고에 도전해보세요.'
  const words = (ads: readonly AdRecommended[], language = 'ko') =>
    wordsFor({ kind: 'recommended', ads }, language).then((text) => text.split('\n'))
  const endingIn = (days: number) => ({ ...ad, applyTo: inDays(days) })
  const others = [endingIn(0), endingIn(9)]

  it('has the app’s two lines, and under them what it is about', async () => {
    expect(await words([endingIn(2)])).toEqual([UPDATED, NEW, "'Cream'"])
    expect(await words([endingIn(2), ...others])).toEqual([UPDATED, NEW, "'Cream' 외 2건"])
    expect(await words([endingIn(2), ...others], 'en')).toEqual([
      'There are new ads for you.',
      '"Cream" and 2 more',
    ])
  })

  it('as it was kept before the end of the ads was kept says nothing of it', async () => {
    expect(await words([{ ...ad, applyTo: null }])).toEqual([UPDATED, NEW, "'Cream'"])
  })

  it.each([
    [0, '오늘', 'today'],
    [1, '내일', 'tomorrow'],
  ])('calls nothing new of which the best ends in %d days, and says so', async (days, ko, en) => {
    expect(await words([endingIn(days)])).toEqual([UPDATED, "'Cream'", `${ko} 신청이 마감돼요.`])
    expect(await words([endingIn(days), ...others])).toEqual([
      UPDATED,
      "'Cream' 외 2건",
      `첫 번째 광고는 ${ko} 신청이 마감돼요.`,
    ])
    expect(await words([endingIn(days)], 'en')).toEqual([
      'There are ads for you.',
      '"Cream"',
      `Applications close ${en}.`,
    ])
    expect(await words([endingIn(days), ...others], 'en')).toEqual([
      'There are ads for you.',
      '"Cream" and 2 more',
      `Applications to the first one close ${en}.`,
    ])
  })
})

describe('a confirmed consultation', () => {
  it('is told in the app’s sentence, and of which question and when under it', async () => {
    const fact = { kind: 'consultation-confirmed', questionId: 1, title: '음원', date: inDays(7) } as const
    expect(await wordsFor(fact, 'ko')).toBe('상담신청이 확정되었습니다.\n질문: 음원, 일시: 26.11.29 12:00:00')
    expect(await wordsFor({ ...fact, date: null }, 'ko')).toBe('상담신청이 확정되었습니다.\n질문: 음원')
  })
})

describe('a refused application', () => {
  it.each(Object.keys(REASONS))('is told with its own reason: %s', async (refusal) => {
    const words = await wordsFor({ kind: 'application-refused', ad, refusal }, 'ko')
    const unknown = await wordsFor({ kind: 'application-refused', ad, refusal: 'of-tomorrow' }, 'ko')
    expect(words).not.toBe(unknown)
  })
})

/** Of those that are told: who asks about what is not the own or not there is told nothing. */
const CONSULTATION_REASONS: {
  readonly [Kind in Exclude<ConsultationRequestRefusal['kind'], 'question-of-another'>]: true
} = {
  'consultation-in-the-past': true,
  'consultation-too-far-ahead': true,
  'question-not-answered': true,
  'consultation-already-requested': true,
}

describe('a refused question, or a refused consultation', () => {
  const consultation = { kind: 'consultation-refused', questionId: 1, title: 'Rights' } as const
  const question = { kind: 'question-refused' } as const

  it.each<
    readonly [string, Extract<NotificationFact, { kind: 'question-refused' | 'consultation-refused' }>]
  >([
    ...['input-invalid', ...Object.keys(CONSULTATION_REASONS)].map(
      (refusal) => [refusal, { ...consultation, refusal }] as const,
    ),
    ...['input-invalid', 'too-many-questions'].map((refusal) => [refusal, { ...question, refusal }] as const),
  ])('is told with its own reason: %s', async (_, fact) => {
    for (const language of ['ko', 'en']) {
      const unknown = await wordsFor({ ...fact, refusal: 'of-tomorrow' }, language)
      expect(await wordsFor(fact, language)).not.toBe(unknown)
    }
  })
})

describe('a proof that was refused behind its creator’s back', () => {
  it('is told with a reason of its own for each', async () => {
    const told = await Promise.all(FACTS['channel-proof-refused'].map((fact) => wordsFor(fact, 'ko')))
    expect(new Set(told).size).toBe(told.length)
  })
})

describe('the words of a refusal', () => {
  it.each<readonly [Refusal, string]>([
    [{ kind: 'question-of-another' }, '본인이 작성한 질문이 아닙니다. 본인의 질문을 선택해주세요.'],
    [{ kind: 'expert-profile-taken' }, '이미 다른 회원이 사용 중인 전문가 프로필입니다.'],
    [{ kind: 'consultation-too-far-ahead', days: 366 }, '상담은 1년 이내의 일시로 신청해주세요.'],
    [{ kind: 'question-secret' }, '비밀글입니다. 작성자와 전문가, 운영자만 볼 수 있습니다.'],
  ])('are plain: $kind', (refusal, words) => {
    expect(wordingOf(refusal).ko).toBe(words)
  })
})

describe('YouTube’s spent quota', () => {
  it('says the same to who applies to an ad that asks for subscribers', () => {
    const at = toInstant(Date.parse('2026-11-27T17:06:00.001+09:00'))
    const words = wordingOf({ kind: 'subscribers-not-checked', retryAt: at })
    expect(words.ko).toContain('26.11.27 17:07:00 이후에')
    expect(words.en).toContain('after 26.11.27 17:07:00 (Korean time)')
  })

  it.each([
    ['2026-11-27T17:06:00+09:00', '26.11.27 17:06:00'],
    ['2026-11-27T17:06:00.001+09:00', '26.11.27 17:07:00'],
  ])('that is full again at %s says when to come again, never too early', (retryAt, written) => {
    const at = toInstant(Date.parse(retryAt))
    const words = wordingOf({ kind: 'youtube-quota-exhausted', retryAt: at })
    expect(words.ko).toContain(`${written} 이후에`)
    expect(words.en).toContain(`after ${written}, Korean time`)
  })
})

describe('the language of an answer', () => {
  it.each([
    [undefined, /[가-힣]/],
    ['ko', /[가-힣]/],
    ['ko-KR,en;q=0.5', /[가-힣]/],
    ['fr,de', /[가-힣]/],
    ['*', /[가-힣]/],
    ['en', /^Please log in/],
    ['en-GB,en;q=0.9', /^Please log in/],
    ['fr,en-US;q=0.8,ko;q=0.2', /^Please log in/],
    ['sv, mend', /[가-힣]/],
  ])('for %s', async (language, expected) => {
    const house = await openTestHouse()
    const headers = language === undefined ? {} : { 'accept-language': language }
    expect((await house.as(null).post('/api/cash/withdraw', { headers })).message).toMatch(expected)
    expect((await house.asClient(null).post('/api/cash/withdraw', { headers })).detail).toMatch(expected)
  })

  it('is also that of reasons and of what is missing', async () => {
    const house = await openBusyHouse()
    const headers = { 'accept-language': 'en' }
    for (const category of ['travel', 'other'] as const) await house.anAd({ category })
    const recommended = await house.as(house.minji).get('/api/advertise/ad/interest', { headers })
    expect(recommended.text).toContain('In your field of interest: Beauty')
    const channel = await house.as(house.soyeon).get('/api/user/channel', { headers })
    expect(channel.data).toMatchObject({ missing: ['An operator decides within 3 days.'] })
  })
})

describe('a success', () => {
  it.each([
    ['ko-KR,en;q=0.5', '이용내역 조회 성공'],
    ['en-US,ko;q=0.5', 'Your cash.'],
  ])('to who reads %s is: %s', async (language, words) => {
    const house = await openTestHouse()
    const { token } = await house.creator('minji')
    const headers = { token, 'accept-language': language }
    const answer = await house.app.request('/api/cash', { headers })
    expect(await answer.json()).toMatchObject({ message: words })
  })
})

describe('a refusal about a channel, a proof or an upload', () => {
  const day = inDays(1)
  it.each<Refusal>([
    { kind: 'no-channel' },
    { kind: 'channel-not-verified' },
    { kind: 'channel-owned-by-another' },
    { kind: 'channel-owned-by-another', holder: toId<'Account'>(7) },
    { kind: 'proof-url-malformed' },
    { kind: 'proof-not-found' },
    { kind: 'proof-code-not-found' },
    { kind: 'proof-code-expired' },
    { kind: 'proof-video-not-unlisted' },
    { kind: 'proof-video-not-watchable' },
    { kind: 'proof-video-older-than-code' },
    { kind: 'youtube-not-configured' },
    { kind: 'youtube-key-refused' },
    { kind: 'youtube-quota-exhausted', retryAt: day },
    { kind: 'youtube-unavailable' },
    { kind: 'video-url-malformed' },
    { kind: 'video-not-found' },
    { kind: 'video-of-another-channel' },
    { kind: 'video-not-public' },
    { kind: 'video-not-watchable' },
    { kind: 'video-outside-upload-window', from: NOON, to: day },
    { kind: 'video-lacks-hashtags', missing: ['협찬'] },
    { kind: 'video-already-used' },
    { kind: 'submission-period-over' },
    { kind: 'subscribers-hidden' },
    { kind: 'subscribers-not-checked', retryAt: null },
  ])('says what to do, in both languages: $kind', (refusal) => {
    const { ko, en } = wordingOf(refusal)
    expect(ko).toMatch(/주세요/)
    expect(en).toMatch(/[Pp]lease|^Make sure| Make sure|Take it back from them first/)
    expect(en).not.toMatch(/API key/)
  })
})
