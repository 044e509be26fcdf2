import { describe, expect, test } from 'vitest'
import { storedHashOf2020 } from '../../../src/adapters/auth/passwords.ts'
import { accountFrom2020 } from '../../../src/application/import-2020/account-from-2020.ts'
import { adFrom2020, COMPANY_UNKNOWN } from '../../../src/application/import-2020/ad-from-2020.ts'
import { boardEntryFrom2020 } from '../../../src/application/import-2020/board-from-2020.ts'
import {
  dailyCardFrom2020,
  programmeFrom2020,
  scrapFrom2020,
  scrapNumber,
} from '../../../src/application/import-2020/news-from-2020.ts'
import { participationFrom2020 } from '../../../src/application/import-2020/participation-from-2020.ts'
import { expertFrom2020, questionFrom2020 } from '../../../src/application/import-2020/question-from-2020.ts'
import { toId } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import type { Row2020 } from '../../../src/ports/import-2020.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'

const at = (iso: string): number => Date.parse(iso)

describe('a member of 2020', () => {
  const HASH = Buffer.alloc(32, 7).toString('base64')
  const SALT = Buffer.alloc(64, 9).toString('base64')
  const user: Row2020 = { useridx: '7', email: ' Haneul@Example.kr', password: HASH, salt: SALT }
  const mapped = (over: Row2020 = {}) => accountFrom2020({ ...user, ...over }, storedHashOf2020, NOON)
  const account = (over: Row2020 = {}) => demand(mapped(over)).account

  test('keeps what they told, under the e-mail as sign-up writes it and the password as it was hashed', () => {
    expect(
      account({
        phone: '010-1234-5678',
        location: '서울',
        name: '김하늘',
        profileimage: 'https://example.kr/me.png',
        agreement: '1',
        typead: '0103',
        typeexpert: '0202',
        typenews: '0303',
      }),
    ).toEqual({
      email: 'haneul@example.kr',
      passwordHash: storedHashOf2020({ salt: SALT, hashBase64: HASH }),
      roles: ['creator'],
      name: '김하늘',
      phone: '010-1234-5678',
      location: '서울',
      profileImage: 'https://example.kr/me.png',
      interests: { ad: 'travel', expert: 'startup', news: 'funding' },
      consents: [
        { to: 'terms', given: true, version: '2020', at: NOON },
        { to: 'marketing', given: true, version: '2020', at: NOON },
      ],
      sessionGeneration: 1,
      createdAt: NOON,
    })
  })

  test.each([
    ['0101', 'beauty'],
    ['0102', 'restaurant'],
    ['0103', 'travel'],
    ['', 'other'],
  ])('whose interest is %s means %s: the codes are shifted', (typead, ad) => {
    expect(account({ typead }).interests.ad).toBe(ad)
  })

  test.each([
    ['\x01', true],
    ['\0', false],
    ['Y', true],
    [null, false],
  ])('agreed to advertising only where 2020 says so: %j', (agreement, given) => {
    expect(account({ agreement }).consents[1]).toMatchObject({ to: 'marketing', given })
  })

  test('who told little has little', () => {
    expect(account()).toMatchObject({ name: '', phone: '', profileImage: null })
    expect(account().consents[1]).toMatchObject({ to: 'marketing', given: false })
  })

  test.each<[string, Row2020, string]>([
    ['without an e-mail', { email: '' }, 'it has no e-mail address: ""'],
    ['with a name for an e-mail', { email: 'haneul' }, 'it has no e-mail address: "haneul"'],
    ['without a password', { password: null }, 'its password is no hash of 32 bytes in base64'],
    ['with a shorter hash', { password: SALT.slice(0, 40) }, 'its password is no hash of 32 bytes in base64'],
    ['with a hash of something else', { password: SALT }, 'its password is no hash of 32 bytes in base64'],
    ['without a salt', { salt: '' }, 'its salt is no base64'],
    ['with a salt that is none', { salt: 'salt & pepper' }, 'its salt is no base64'],
  ])('%s is refused', (_what, over, reason) => {
    expect(mapped(over)).toEqual(err(reason))
  })

  test.each([
    ['10,000', '3000', 7_000, 3_000],
    ['5000', '', 5_000, 0],
    ['5000', '5000', 0, 5_000],
    ['', '', 0, 0],
  ])('who held %s, of it %s allowed, opens with %i and %i', (cash, cashallowed, pending, withdrawable) => {
    expect(demand(mapped({ cash, cashallowed }))).toMatchObject({
      opening: { pending, withdrawable },
      remarks: [],
    })
  })

  test.each([
    ['100', '200', 'more of its cash could be withdrawn than it held: 200 of 100'],
    ['-1', '0', 'its cash is below 0: -1, of which 0 allowed'],
    ['0', '-5', 'its cash is below 0: 0, of which -5 allowed'],
    ['만원', '0', 'its cash is no whole number: "만원"'],
  ])('whose cash of %s and %s makes no sense comes with empty pockets', (cash, cashallowed, reason) => {
    expect(demand(mapped({ cash, cashallowed }))).toMatchObject({
      opening: { pending: 0, withdrawable: 0 },
      remarks: [`${reason}; its pockets stay empty`],
    })
  })

  test('has proved no channel, and waits for an operator only when one of 2020 approved a channel that can be told', () => {
    const owner = toId<'Account'>(1)
    const claimed = { youtubeurl: 'https://www.youtube.com/@haneul', channelname: '하늘의 하루' }
    const channel = (over: Row2020) => demand(mapped({ ...claimed, ...over })).channelOf(owner)
    expect(channel({ notregisterurl: 'https://youtu.be/00000000001' })).toMatchObject({
      owner,
      claimedUrl: claimed.youtubeurl,
      claimedName: '하늘의 하루',
      identity: null,
      state: { status: 'unproven' },
      owedProofUrl: null,
    })
    const id = aChannelId(1)
    expect(
      channel({ isauth: '1', youtubeurl: `youtube.com/channel/${id}`, subscribers: '1200' }),
    ).toMatchObject({
      identity: { id, title: '하늘의 하루', subscribers: 1_200 },
      state: { status: 'pending' },
    })
    expect(channel({ isauth: '\x01', youtubeurl: `youtube.com/channel/${id}` })).toMatchObject({
      state: { status: 'pending' },
    })
    expect(channel({ isauth: '\0', youtubeurl: `youtube.com/channel/${id}` })).toMatchObject({
      state: { status: 'unproven' },
    })
    expect(channel({ isauth: '1' })).toMatchObject({ identity: null, state: { status: 'unproven' } })
    expect(demand(mapped({ ...claimed, isauth: '1' })).remarks).toEqual([
      'its channel was approved, but the address does not name it by its id: "https://www.youtube.com/@haneul"; it is to be proved anew',
    ])
  })
})

describe('an ad of 2020', () => {
  const old: Row2020 = {
    adidx: '3',
    title: '수분 크림',
    cash: '10,000',
    applyfrom: '2020-01-01',
    applyto: '2020-01-10 00:00:00',
    choice: '2020-01-11',
    uploadfrom: '2020-01-12',
    uploadto: '2020-01-31',
    completedate: '2020-02-05 18:00',
    createat: '2019-12-30',
  }
  const mapped = (over: Row2020 = {}, applications = 0) =>
    adFrom2020({ ...old, ...over }, { applications, now: NOON })
  const ad = (over: Row2020 = {}, applications = 0) => demand(mapped(over, applications)).ad

  test('keeps its texts, pictures and Korean days, and gets what 2020 did not know', () => {
    expect(
      ad({
        thumbnail: 'https://example.kr/a.png',
        fullphoto: 'undefined',
        reward: '크림 1개',
        keyword: '#수분크림 #협찬 크림',
        categorycode: '0102',
        subscribersnum: '5000',
      }),
    ).toMatchObject({
      companyName: COMPANY_UNKNOWN,
      title: '수분 크림',
      category: 'beauty',
      reward: 10_000,
      rewardInKind: '크림 1개',
      images: { thumbnail: 'https://example.kr/a.png', summary: '', full: '' },
      schedule: {
        applyFrom: at('2020-01-01T00:00+09:00'),
        applyTo: at('2020-01-11T00:00+09:00') - 1,
        choice: at('2020-01-12T00:00+09:00') - 1,
        uploadFrom: at('2020-01-12T00:00+09:00'),
        uploadTo: at('2020-02-01T00:00+09:00') - 1,
        completeDate: at('2020-02-05T18:00+09:00'),
      },
      minimumSubscribers: 0,
      requiredHashtags: ['수분크림', '협찬'],
      capacity: 1,
      holdDays: 28,
      createdAt: at('2019-12-30T00:00+09:00'),
    })
  })

  test('has a place for everybody who applied, a company that is told, subscribers for premium only, and may give goods only', () => {
    expect(ad({ companyname: '(주)맑은피부', cash: '' }, 12)).toMatchObject({
      companyName: '(주)맑은피부',
      reward: 0,
      capacity: 12,
    })
    expect(ad({ categorycode: '0101', subscribersnum: '5,000' })).toMatchObject({ minimumSubscribers: 5_000 })
    expect(ad({ categorycode: '0106' })).toMatchObject({ category: 'other' })
  })

  test('whose days are missing or out of order is mended where nothing hangs on them', () => {
    const { applyTo, uploadTo } = ad().schedule
    expect(demand(mapped({ choice: '2020-01-05', completedate: '2020-01-20' }))).toMatchObject({
      ad: { schedule: { choice: applyTo, completeDate: uploadTo } },
      remarks: [
        'its selection day lay before the end of applications and was moved there',
        'its completion lay before the end of uploads and was moved there',
      ],
    })
    const bare = { applyfrom: '', choice: null, uploadfrom: '0000-00-00', completedate: '' }
    expect(ad(bare).schedule).toEqual({
      applyFrom: at('2019-12-30T00:00+09:00'),
      applyTo,
      choice: applyTo,
      uploadFrom: applyTo,
      uploadTo,
      completeDate: uploadTo,
    })
  })

  test.each<[string, Row2020, string]>([
    ['without a title', { title: ' ' }, 'it has no title'],
    ['with cash that is none', { cash: '협의' }, 'its cash is no whole number: "협의"'],
    ['with cash below 0', { cash: '-1' }, 'its cash is below 0: -1'],
    ['with more cash than the app can read', { cash: '3000000000' }, 'its cash is above 2147483647'],
    ['without an end of applications', { applyto: '' }, 'its application period has no end'],
    ['without an end of uploads', { uploadto: 'Invalid date' }, 'its upload period has no end'],
    ['that closes before it opens', { applyfrom: '2020-01-20' }, 'its applyTo lies before its applyFrom'],
    ['uploaded before it closes', { applyto: '2020-03-01' }, 'its uploadTo lies before its applyTo'],
  ])('%s is refused', (_what, over, reason) => {
    expect(mapped(over)).toEqual(err(reason))
  })
})

describe('an application of 2020', () => {
  const row: Row2020 = {
    useradidx: '9',
    useridx: '7',
    adidx: '3',
    progress: '4',
    createat: '2020-01-05 10:00:00',
    updateat: '2020-01-20 18:30:00',
  }
  const plan: Row2020 = { planidx: '1', useridx: '7', plantitle: '기획', phone: '010', isagree: 'true' }
  const video: Row2020 = {
    url: `https://www.youtube.com/watch?v=${aVideoId(1)}&t=30s`,
    uploaddate: '2020-01-15T09:00:00.000Z',
    review: '좋았어요',
    likes: '12',
    views1: '3,400',
    thumbnail: 'https://i.ytimg.com/x.jpg',
  }
  const mapped = (over: Row2020 = {}, joined: { plan?: Row2020 | null; video?: Row2020 | null } = {}) =>
    participationFrom2020({ row: { ...row, ...over }, plan, video, ...joined }, NOON)

  test('that was completed has its video, and its figures as they were read last', () => {
    expect(mapped()).toEqual(
      ok({
        oldMember: 7,
        oldAd: 3,
        proposal: {
          planTitle: '기획',
          planContents: '',
          refUrl: '',
          youtubeUrl: '',
          phone: '010',
          location: '',
          additionalSelection: true,
        },
        appliedAt: at('2020-01-05T10:00+09:00'),
        since: at('2020-01-20T18:30+09:00'),
        progress: {
          status: 'completed',
          upload: { videoId: aVideoId(1), publishedAt: at('2020-01-15T09:00Z'), review: '좋았어요' },
          figures: {
            at: at('2020-01-20T18:30+09:00'),
            views: 3_400,
            likes: 12,
          },
        },
        remarks: [],
      }),
    )
  })

  test.each([
    ['1', 'applied'],
    ['2', 'assigned'],
    ['3', 'submitted'],
    ['4', 'completed'],
  ])('of progress %s is %s', (progress, status) => {
    expect(demand(mapped({ progress })).progress.status).toBe(status)
  })

  test.each<[string, Row2020 | null, string]>([
    ['no video', null, 'its video is missing'],
    [
      'a video at no address',
      { ...video, url: 'https://vimeo.com/1' },
      'its address names no video: "https://vimeo.com/1"',
    ],
  ])('that was submitted with %s is assigned again, completed it is refused', (_what, found, reason) => {
    expect(demand(mapped({ progress: '3' }, { video: found }))).toMatchObject({
      progress: { status: 'assigned' },
      remarks: [`it was submitted, but ${reason}; it is assigned again`],
    })
    expect(mapped({ progress: '4' }, { video: found })).toEqual(err(`it was completed, but ${reason}`))
  })

  test('knows a video by its bare id, and when it was changed where its publication is not known', () => {
    const bare = { url: aVideoId(5), uploaddate: '', views1: '', likes: null }
    expect(demand(mapped({}, { video: bare })).progress).toMatchObject({
      upload: { videoId: aVideoId(5), publishedAt: at('2020-01-20T18:30+09:00') },
      figures: { views: null, likes: null },
    })
  })

  test.each([
    ['true', true],
    ['\x01', true],
    ['\0', false],
    [null, false],
  ])('agrees to a further selection only where 2020 says so: %j', (isagree, additionalSelection) => {
    expect(demand(mapped({}, { plan: { ...plan, isagree } })).proposal).toMatchObject({ additionalSelection })
  })

  test.each([
    ['no plan', null],
    ['a plan of somebody else', { ...plan, useridx: '8' }],
  ])('with %s comes without a proposal', (_what, found) => {
    expect(demand(mapped({}, { plan: found }))).toMatchObject({
      proposal: { planTitle: '', phone: '' },
      remarks: ['its plan is missing, so it comes without a proposal'],
    })
  })

  test.each<[string, Row2020, string]>([
    ['of nobody', { useridx: null }, 'it names no member (userIdx)'],
    ['to nothing', { adidx: '0' }, 'it names no ad (adIdx)'],
    ['of no known progress', { progress: '5' }, 'its progress is none of 1 to 4: "5"'],
  ])('%s is refused', (_what, over, reason) => {
    expect(mapped(over)).toEqual(err(reason))
  })
})

describe('news of 2020', () => {
  const news: Row2020 = {
    newsidx: '4',
    title: '지원사업',
    host: '진흥원',
    calendarstart: '20.01.02',
    calendarend: '20.02.03',
    createat: '2020-01-01 09:00:00',
  }

  test('of support go on from the views that were counted there', () => {
    expect(
      programmeFrom2020({ ...news, views: '40', applycount: '2', url: 'https://x.kr' }, NOON),
    ).toMatchObject(
      ok({
        views: 40,
        programme: {
          title: '지원사업',
          url: 'https://x.kr',
          applyCount: 2,
          recruitment: { from: at('2020-01-02T00:00+09:00'), to: at('2020-02-04T00:00+09:00') - 1 },
          createdAt: at('2020-01-01T09:00+09:00'),
          updatedAt: at('2020-01-01T09:00+09:00'),
        },
      }),
    )
    expect(programmeFrom2020({ ...news, title: '' }, NOON)).toEqual(err('it has no title'))
    expect(programmeFrom2020({ ...news, calendarend: null }, NOON)).toEqual(err('its recruitment has no end'))
    expect(programmeFrom2020({ ...news, calendarstart: '20.03.01' }, NOON)).toEqual(
      err('its recruitment ends before it begins'),
    )
  })

  test('of the day, and scraps', () => {
    expect(dailyCardFrom2020({ title: '소식', content: '길게' }, NOON)).toMatchObject(
      ok({ title: '소식', content: '길게', createdAt: NOON, updatedAt: NOON }),
    )
    expect(dailyCardFrom2020({}, NOON)).toEqual(err('it has no title'))
    const scrap: Row2020 = { useridx: '7', newsidx: '4' }
    expect(scrapFrom2020(scrap, NOON)).toEqual(ok({ oldMember: 7, oldProgramme: 4, at: NOON }))
    expect(scrapFrom2020({ ...scrap, isscrapped: '1' }, NOON).ok).toBe(true)
    expect(scrapFrom2020({ ...scrap, isscrapped: '0' }, NOON)).toEqual(err('the scrap was taken back'))
    expect(scrapFrom2020({ newsidx: '4' }, NOON)).toEqual(err('it names no member (userIdx)'))
    expect(scrapFrom2020({ useridx: '7' }, NOON)).toEqual(err('it names no support news (newsIdx)'))
  })
})

describe('an entry of the board of 2020', () => {
  const row: Row2020 = { title: '설 연휴 안내', content: '답변이 늦어질 수 있습니다.' }

  test('keeps its texts and when it was written and changed', () => {
    const dated = { ...row, createat: '2020-01-20 00:30:00', updateat: '2020-01-21 10:00:00' }
    expect(boardEntryFrom2020(dated, NOON)).toEqual(
      ok({ ...row, createdAt: at('2020-01-20T00:30:00+09:00'), updatedAt: at('2020-01-21T10:00:00+09:00') }),
    )
  })

  test('without these was written now, and never changed', () => {
    expect(boardEntryFrom2020({ ...row, updateat: null }, NOON)).toEqual(
      ok({ ...row, createdAt: NOON, updatedAt: null }),
    )
  })

  test('may have no content, but has a title', () => {
    expect(boardEntryFrom2020({ title: '제목' }, NOON)).toMatchObject(ok({ title: '제목', content: '' }))
    expect(boardEntryFrom2020({ ...row, title: ' ' }, NOON)).toEqual(err('it has no title'))
  })
})

test('a scrap without a number is known by who keeps what', () => {
  const numbers = [
    scrapNumber({ usernewsidx: '9', useridx: '7', newsidx: '4' }),
    scrapNumber({ useridx: '7', newsidx: '4' }),
    scrapNumber({ useridx: '4', newsidx: '7' }),
    scrapNumber({ useridx: '67108863', newsidx: '67108863' }),
  ]
  expect(numbers[0]).toBe(9)
  for (const number of numbers.slice(1)) {
    expect(number).toBeLessThan(0)
    expect(number).toSatisfy(Number.isSafeInteger)
  }
  expect(new Set(numbers)).toHaveProperty('size', 4)
  expect(scrapNumber({ useridx: '67108864', newsidx: '4' })).toBeNull()
  expect(scrapNumber({ useridx: '7' })).toBeNull()
})

describe('experts and questions of 2020', () => {
  const consult: Row2020 = {
    expertconsultidx: '5',
    useridx: '7',
    categorycode: '0203',
    qtitle: '저작권',
    qcontent: '가'.repeat(2_000),
    issecret: '1',
    views: '4',
    createat: '2020-03-01 12:00:00',
  }
  const mapped = (over: Row2020 = {}) => questionFrom2020({ ...consult, ...over }, NOON)

  test('come with their categories and cases', () => {
    expect(
      expertFrom2020(
        { name: '이변호', categorycode: '0201', experience: '7', description: '법무법인' },
        NOON,
      ),
    ).toEqual(
      ok({
        name: '이변호',
        category: 'law',
        casesHandled: 7,
        affiliation: '법무법인',
        photo: '',
        createdAt: NOON,
      }),
    )
    expect(expertFrom2020({}, NOON)).toEqual(err('it has no name'))
  })

  test('are whole, however long, and wait while they have no answer', () => {
    expect(mapped()).toEqual(
      ok({
        oldMember: 7,
        question: {
          category: 'shooting',
          title: '저작권',
          content: '가'.repeat(2_000),
          secret: true,
          askedAt: at('2020-03-01T12:00+09:00'),
        },
        views: 4,
        answer: null,
        consultation: null,
        remarks: [],
      }),
    )
    expect(demand(mapped({ iscomplete: '1' })).remarks).toEqual([
      'it is called answered but has no answer, so it waits for one',
    ])
    expect(demand(mapped({ categorycode: 'Start_up' })).question.category).toBe('startup')
  })

  test.each([
    ['1', true],
    ['\x01', true],
    ['Y', true],
    [null, true],
    [undefined, true],
    ['?', true],
    ['0', false],
    ['\0', false],
    ['N', false],
  ])('are public only where 2020 says so: isSecret %j is secret %s', (issecret, secret) => {
    expect(demand(mapped({ issecret })).question.secret).toBe(secret)
  })

  test('that were answered by nobody wait for an answer', () => {
    expect(demand(mapped({ acontent: '네', iscomplete: '1' }))).toMatchObject({
      question: { title: '저작권' },
      answer: null,
      remarks: ['its answer is left out, for it names no expert (expertIdx); it waits for one'],
    })
  })

  test('know a BIT column for what it says', () => {
    expect(demand(mapped({ iscomplete: '\x01' })).remarks).toHaveLength(1)
    expect(demand(mapped({ iscomplete: '\0' })).remarks).toEqual([])
  })

  test('were answered by whom and when, and asked for a talk that nobody has confirmed', () => {
    const answered = { acontent: '허락을 받으세요.', expertidx: '2', answerupdateat: '2020-03-02 12:00:00' }
    const request = { name: '김하늘', cdate: '2020 / 03 / 10 PM 03 : 30', ccontent: '계약서', issuccess: '1' }
    expect(demand(mapped({ ...answered, ...request }))).toMatchObject({
      answer: { oldExpert: 2, content: '허락을 받으세요.', at: at('2020-03-02T12:00+09:00') },
      consultation: {
        applicantName: '김하늘',
        date: at('2020-03-10T15:30+09:00'),
        topic: '계약서',
        requestedAt: at('2020-03-01T12:00+09:00'),
        status: 'requested',
      },
    })
    expect(demand(mapped({ ...answered, issuccess: '1' }))).toMatchObject({
      consultation: null,
      remarks: ['a consultation was asked for without a day, so it is left out'],
    })
  })

  test.each<[string, Row2020, string]>([
    ['by nobody', { useridx: '' }, 'it names no member (userIdx)'],
    ['about nothing', { qtitle: '', qcontent: null }, 'it asks nothing'],
  ])('%s are refused', (_what, over, reason) => {
    expect(mapped(over)).toEqual(err(reason))
  })
})
