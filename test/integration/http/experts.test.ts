import { describe, expect, it } from 'vitest'
import { breakableStorage } from '../../fixtures/breakable.ts'
import { allAtOnce, toldTo } from '../../fixtures/house.ts'
import { inDays } from '../../fixtures/instants.ts'
import { onePixel } from '../../fixtures/pictures.ts'
import { openStorage, openTestHouse } from '../../fixtures/test-house.ts'
import { describeOnEach } from '../contracts/backends.ts'
import { type BusyHouse, openBusyHouse } from './busy-house.ts'
import { DATABASES } from './databases.ts'
import { expertParts, questionForm, requestForm } from './routes.ts'

type Row = Readonly<Record<string, unknown>>
const rows = (data: unknown): readonly Row[] => {
  if (!Array.isArray(data)) throw new Error(`not a list: ${JSON.stringify(data)}`)
  return data
}
const rowOf = (data: unknown, id: number): Row => {
  const found = rows(data).find(({ expertConsultIdx }) => expertConsultIdx === id)
  if (found === undefined) throw new Error(`question ${id} is not in ${JSON.stringify(data)}`)
  return found
}

const LAW = '/api/expert/qa/law'
const list = async (house: BusyHouse, who = house.junho, path = LAW, language = 'ko') =>
  (await house.as(who).get(path, { headers: { 'accept-language': language } })).data

const requesting = (house: BusyHouse, over: object = {}) =>
  house.asClient(house.minji).put('/api/expert/qa/apply', {
    json: { ...requestForm, expertConsultIdx: house.questions.answered.id, ...over },
  })
const decide = (house: BusyHouse, who: BusyHouse['lawyer'] | BusyHouse['operator'], json: object) =>
  house.asClient(who).put(`/api/expert/qa/consultations/${house.questions.secret.id}`, { json })

/** The app shows what was refused as done: that leaves a notice, and nothing else. */
const besidesNotices = async (house: BusyHouse) => ({
  ...(await house.everything()),
  notifications: [],
  told: [],
})
/** What the notices of refusals say, the latest first. */
const refusalsTold = async (house: BusyHouse, who = house.minji): Promise<readonly string[]> =>
  rows((await house.as(who).get('/api/notify')).data).flatMap(({ kind, notiContent }) =>
    String(kind).endsWith('-refused') ? [String(notiContent)] : [],
  )

describe('experts', () => {
  it('are shown to members, those with the most cases first, without what the app cannot read', async () => {
    const house = await openBusyHouse()
    await house.anExpert('filmer', { category: 'shooting', name: '정촬영', casesHandled: 40 })
    const { data } = await house.as(house.junho).get('/api/expert/profile')
    expect(data).toEqual([
      {
        expertIdx: expect.any(Number),
        categoryCode: '0203',
        name: '정촬영',
        experience: 40,
        description: '법무법인 크레커',
        photo: 'http://localhost/images/expert.webp',
      },
      expect.objectContaining({ expertIdx: house.lawyer.expert.id, categoryCode: '0201', experience: 12 }),
    ])
  })

  it('are an empty list where there are none', async () => {
    const house = await openTestHouse()
    const answer = await house.as(await house.creator('minji')).get('/api/expert/profile')
    expect(answer).toMatchObject({ status: 200, success: true, data: [] })
  })

  it('H28: are put on the platform by operators only', async () => {
    const house = await openBusyHouse()
    for (const who of [house.minji, house.lawyer]) {
      const answer = await house.asClient(who).post('/api/expert/profile', { parts: expertParts() })
      expect(answer).toMatchObject({ status: 403, kind: 'not-allowed' })
    }
    expect(rows(await list(house, house.junho, '/api/expert/profile'))).toHaveLength(1)
  })

  it('H112: without a photo are refused with a word about it, and so are files that are no picture', async () => {
    const house = await openBusyHouse()
    const post = (photo: Uint8Array | null) =>
      house.asClient(house.operator).post('/api/expert/profile', { parts: expertParts({}, photo) })
    expect(await post(null)).toMatchObject({
      status: 400,
      kind: 'input-invalid',
      fields: [{ field: 'photo', problem: 'missing' }],
    })
    expect(await post(new TextEncoder().encode('<html>'))).toMatchObject({ kind: 'image-unreadable' })
    expect(await post(new Uint8Array())).toMatchObject({ kind: 'image-unreadable' })
    expect((await post(onePixel.webpLossy)).status).toBe(200)
  })

  it('answer as soon as an operator has given them a profile', async () => {
    const house = await openBusyHouse()
    const answer = () =>
      house.asClient(house.soyeon).put(LAW, {
        json: { expertConsultIdx: house.questions.waiting.id, Acontent: '허락을 받으세요.' },
      })
    expect(await answer()).toMatchObject({ status: 403, kind: 'not-allowed' })
    const parts = expertParts({ userIdx: String(house.soyeon.account.id) })
    const { data } = await house.as(house.operator).post('/api/expert/profile', { parts })
    expect((await answer()).status).toBe(200)
    const detail = await house.as(house.junho).get(`${LAW}/${house.questions.waiting.id}`)
    expect(detail.data).toMatchObject([{ ...Object(data), name: '최변호', Acontent: '허락을 받으세요.' }])
  })

  it('that leave read no secret from the next call on, and another answers under the profile', async () => {
    const house = await openBusyHouse()
    const { secret, waiting } = house.questions
    const path = `/api/expert/profile/${house.lawyer.expert.id}`
    const give = (userIdx: number) =>
      house
        .asClient(house.operator)
        .put(path, { parts: expertParts({ userIdx: String(userIdx), categoryCode: '0201' }, null) })
    const read = (who: BusyHouse['lawyer'] | BusyHouse['soyeon']) =>
      house.asClient(who).get(`${LAW}/${secret.id}`)
    expect((await read(house.lawyer)).status).toBe(200)
    expect((await give(house.soyeon.account.id)).kind).toBe('expert-profile-taken')
    expect((await give(0)).status).toBe(200)
    expect(await read(house.lawyer)).toMatchObject({ status: 403, kind: 'question-secret' })
    const json = { expertConsultIdx: waiting.id, Acontent: '허락을 받으세요.' }
    expect((await house.asClient(house.lawyer).put(LAW, { json })).kind).toBe('not-allowed')
    const consultations = await house.asClient(house.lawyer).get('/api/expert/qa/consultations')
    expect(consultations.kind).toBe('not-allowed')
    expect((await house.asClient(house.lawyer).get('/api/expert/profile')).status).toBe(200)
    expect((await give(house.soyeon.account.id)).status).toBe(200)
    expect((await read(house.soyeon)).status).toBe(200)
    expect((await house.asClient(house.soyeon).put(LAW, { json })).status).toBe(200)
  })

  it('are changed with or without a new photo, and keep their cases', async () => {
    const house = await openBusyHouse()
    const path = `/api/expert/profile/${house.lawyer.expert.id}`
    // A browser sends a file without bytes when none was chosen.
    for (const none of [null, new Uint8Array()]) {
      const kept = expertParts({ name: '이변호사' }, none)
      expect((await house.asClient(house.operator).put(path, { parts: kept })).status).toBe(200)
    }
    expect(await list(house, house.junho, '/api/expert/profile')).toMatchObject([
      { name: '이변호사', experience: 12, photo: 'http://localhost/images/expert.webp' },
    ])
    await house.asClient(house.operator).put(path, { parts: expertParts() })
    const [shown] = rows(await list(house, house.junho, '/api/expert/profile'))
    expect((await house.app.request(String(shown?.photo))).status).toBe(200)
  })
})

describe('the list of questions', () => {
  it('H42: shows of a secret question only that it is there, and nobody’s number', async () => {
    const house = await openBusyHouse()
    const { secret, waiting } = house.questions
    const hidden = rowOf(await list(house), secret.id)
    expect(hidden).toMatchObject({ Qtitle: '비밀글입니다.', Qcontent: '', isSecret: 1, isUser: false })
    const english = rowOf(await list(house, house.junho, LAW, 'en'), secret.id)
    expect(english.Qtitle).toBe('This question is secret.')
    for (const who of [house.minji, house.lawyer, house.operator])
      expect(rowOf(await list(house, who), secret.id)).toMatchObject({
        Qtitle: secret.title,
        Qcontent: secret.content,
      })
    expect(rowOf(await list(house, house.minji), secret.id)).toMatchObject({ isUser: true })
    expect(rowOf(await list(house), waiting.id)).toMatchObject({ Qcontent: waiting.content, isSecret: 0 })
    const keys = new Set(rows(await list(house)).flatMap((row) => Object.keys(row)))
    expect(keys).not.toContain('userIdx')
    expect(keys).not.toContain('email')
  })

  it('H93: has no data where there are none, and is a success', async () => {
    const house = await openTestHouse()
    for (const path of [LAW, '/api/expert/qa/startup', '/api/expert/qa/shooting']) {
      const answer = await house.as(await house.creator(`of-${path}`)).get(path)
      expect(answer.body).toEqual({ statusCode: 200, success: true, message: '질문 조회 성공' })
    }
  })

  it('H145: sorts what waits last, and years before 2010 before all others', async () => {
    const house = await openBusyHouse()
    const { waiting, answered } = house.questions
    const data = await list(house)
    expect(rowOf(data, waiting.id)).toMatchObject({ answerUpdateAt: 0, isComplete: 0, createAt: 261122 })
    expect(rowOf(data, answered.id)).toMatchObject({ answerUpdateAt: 261124, isComplete: 1 })
  })

  it('is of one category, the latest first, and goes on behind a cursor', async () => {
    const house = await openBusyHouse()
    const { waiting, answered, secret, startup } = house.questions
    const ids = async (path: string) =>
      rows(await list(house, house.junho, path)).map((row) => row.expertConsultIdx)
    expect(await ids(LAW)).toEqual([secret.id, answered.id, waiting.id])
    expect(await ids(`${LAW}?cursor=${secret.id}`)).toEqual([answered.id, waiting.id])
    expect(await ids('/api/expert/qa/startup')).toEqual([startup.id])
    const last = await house.as(house.junho).get(`${LAW}?cursor=${waiting.id}`)
    expect(last.body).not.toHaveProperty('data')
  })

  it.each([
    LAW,
    '/api/expert/qa/startup',
    '/api/expert/qa/posted',
    '/api/expert/qa/answered',
    '/api/expert/qa/consulted',
    '/api/expert/qa/consultations',
  ])('has no place %s of a question that is not in it', async (path) => {
    const house = await openBusyHouse()
    const who = path.endsWith('consultations') ? house.lawyer : house.junho
    for (const cursor of [2_147_483_647, house.questions.shooting.id]) {
      const answer = await house.asClient(who).get(`${path}?cursor=${cursor}`)
      expect(answer).toMatchObject({ status: 400, kind: 'cursor-unknown' })
    }
    for (const cursor of ['0', '-1', 'x', "1' OR '1'='1", '2147483648'])
      expect((await house.asClient(who).get(`${path}?cursor=${cursor}`)).kind).toBe('input-invalid')
  })
})

describe('a question', () => {
  it('H43: that is secret cannot be read by its number, and none tells who asked', async () => {
    const house = await openBusyHouse()
    const { secret, waiting } = house.questions
    const path = `${LAW}/${secret.id}`
    expect(await house.asClient(house.junho).get(path)).toMatchObject({
      status: 403,
      kind: 'question-secret',
    })
    expect(await house.as(house.junho).get(path)).toMatchObject({ status: 404, success: false })
    for (const who of [house.minji, house.lawyer, house.operator])
      expect((await house.as(who).get(path)).data).toMatchObject([{ Qcontent: secret.content }])
    const open = await house.as(house.junho).get(`${LAW}/${waiting.id}`)
    expect(open.text).not.toContain(house.minji.account.email)
    expect(open.text).not.toMatch(/userIdx|email/)
  })

  it('H146: that waits has no date of an answer, and nobody who answered', async () => {
    const house = await openBusyHouse()
    const { data } = await house.as(house.junho).get(`${LAW}/${house.questions.waiting.id}`)
    expect(data).toEqual([
      {
        expertConsultIdx: house.questions.waiting.id,
        expertIdx: 0,
        categoryCode: 'Law',
        Qtitle: '배경 음악을 써도 되나요?',
        Qcontent: '구입한 음원입니다.',
        isSecret: 0,
        isComplete: 0,
        isUser: false,
        views: 0,
        createAt: '26.11.22',
        answerUpdateAt: '',
        Acontent: '',
        name: '',
        description: '',
        photo: '',
      },
    ])
    const posted = await list(house, house.minji, '/api/expert/qa/posted')
    expect(rowOf(posted, house.questions.waiting.id)).toMatchObject({ answerUpdateAt: '' })
  })

  it('counts a creator once a Korean day, and neither its author nor experts and operators', async () => {
    const house = await openBusyHouse()
    const path = `${LAW}/${house.questions.waiting.id}`
    const { minji, junho, lawyer, operator } = house
    for (const who of [minji, junho, junho, lawyer, operator]) await house.as(who).get(path)
    expect((await house.as(junho).get(path)).data).toMatchObject([{ views: 1 }])
    house.clock.set(inDays(4))
    await house.as(junho).get(path)
    expect(rowOf(await list(house), house.questions.waiting.id)).toMatchObject({ views: 2 })
  })

  it.each([
    ['Law', LAW, 'Law'],
    ['Start_up', '/api/expert/qa/startup', 'Start_up'],
    ['Shooting', '/api/expert/qa/shooting', 'Shooting'],
    ['0202', '/api/expert/qa/startup', 'Start_up'],
  ])('H148: of the category %s is asked and found at %s', async (categoryCode, path, caption) => {
    const house = await openBusyHouse()
    const json = { ...questionForm, categoryCode }
    const { data } = await house.as(house.junho).post(LAW, { json })
    const { expertConsultIdx } = Object(data)
    const shown = { Qtitle: questionForm.Qtitle, categoryCode: caption }
    expect(rowOf(await list(house, house.minji, path), expertConsultIdx)).toMatchObject(shown)
    expect((await house.as(house.minji).get(`${path}/${expertConsultIdx}`)).data).toMatchObject([shown])
  })

  it('H148: has at most 1,000 characters and a category that there is', async () => {
    const house = await openBusyHouse()
    const ask = (over: object) =>
      house.asClient(house.junho).post(LAW, { json: { ...questionForm, ...over } })
    expect((await ask({ Qcontent: '가'.repeat(1_000) })).status).toBe(200)
    expect(await ask({ Qcontent: '가'.repeat(1_001) })).toMatchObject({
      status: 400,
      fields: [{ field: 'Qcontent', problem: 'too-long' }],
    })
    for (const categoryCode of ['law', '0204', 'LAW', ''])
      expect((await ask({ categoryCode })).fields).toMatchObject([{ field: 'categoryCode' }])
    for (const isSecret of [2, -1, 'yes'])
      expect((await ask({ isSecret })).fields).toMatchObject([{ field: 'isSecret' }])
    expect(rows(await list(house, house.junho, '/api/expert/qa/posted'))).toHaveLength(1)
    // The app has left the screen by then.
    expect(await refusalsTold(house, house.junho)).toEqual([expect.stringContaining('1,000자')])
  })

  it('H65: that was answered is among the own answered ones, with its text', async () => {
    const house = await openBusyHouse()
    const { answered, secret } = house.questions
    const own = rows(await list(house, house.minji, '/api/expert/qa/answered'))
    expect(own.map((row) => row.expertConsultIdx)).toEqual([secret.id, answered.id])
    expect(own[0]).toMatchObject({
      Qtitle: secret.title,
      Qcontent: secret.content,
      createAt: '26.11.22',
      answerUpdateAt: '26.11.24',
      isComplete: 1,
    })
    expect(rows(await list(house, house.minji, '/api/expert/qa/posted'))).toHaveLength(5)
  })

  it('H18: is among the own ones of nobody else, whatever the token says', async () => {
    const house = await openBusyHouse()
    for (const path of ['posted', 'answered', 'consulted'].map((name) => `/api/expert/qa/${name}`)) {
      expect(await list(house, house.junho, path)).toEqual([])
      const [head, , signature] = house.minji.token.split('.')
      const claims = Buffer.from(JSON.stringify({ sub: '1 OR 1=1' })).toString('base64url')
      const forged = await house.asClient(`${head}.${claims}.${signature}`).get(path)
      expect(forged).toMatchObject({ status: 401, kind: 'token-invalid' })
    }
  })
})

describeOnEach(DATABASES, 'what looks like SQL, on %s,', ({ open }) => {
  /** What an operator sees of all questions and experts. */
  const everythingSeen = async (house: BusyHouse) => [
    await list(house, house.operator),
    await list(house, house.operator, '/api/expert/qa/consultations'),
    await list(house, house.operator, '/api/expert/profile'),
  ]

  it('H8: is no number of a question', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const before = await everythingSeen(house)
    for (const id of ['1 OR 1=1', "1'", '1; DROP TABLE question', '1e0', '0', '-1', '2147483648'])
      expect((await house.asClient(house.junho).get(`${LAW}/${encodeURIComponent(id)}`)).kind).toBe(
        'input-invalid',
      )
    expect(await everythingSeen(house)).toEqual(before)
  })

  it('H10: is no question to answer, and its answer is a text', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const answer = (expertConsultIdx: unknown, Acontent: string) =>
      house.asClient(house.lawyer).put(LAW, { json: { expertConsultIdx, Acontent } })
    const before = await everythingSeen(house)
    for (const id of ['1 OR 1=1', `${house.questions.waiting.id}'`, null, [1], { id: 1 }])
      expect((await answer(id, '답')).kind).toBe('input-invalid')
    expect(await everythingSeen(house)).toEqual(before)
    const written = `', isComplete = 0; UPDATE account SET roles = '["admin"]'; -- \\`
    expect((await answer(house.questions.waiting.id, written)).status).toBe(200)
    const { data } = await house.as(house.junho).get(`${LAW}/${house.questions.waiting.id}`)
    expect(data).toMatchObject([{ Acontent: written, isComplete: 1 }])
    expect(rowOf(await list(house), house.questions.secret.id)).toMatchObject({ isComplete: 1 })
  })

  it('H9: is shown as it was stored, also where others refer to it', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const name = `O'Brien"; DELETE FROM expert; --`
    const path = `/api/expert/profile/${house.lawyer.expert.id}`
    await house.as(house.operator).put(path, { parts: expertParts({ name }) })
    const { data } = await house.as(house.junho).get(`${LAW}/${house.questions.answered.id}`)
    expect(data).toMatchObject([{ name, expertIdx: house.lawyer.expert.id }])
    expect(await list(house, house.junho, '/api/expert/profile')).toMatchObject([{ name }])
  })
})

describeOnEach(DATABASES, 'at once on %s', ({ open }) => {
  const granted = (answers: readonly { readonly status: number }[]) =>
    answers.filter(({ status }) => status === 200).length

  it('20 answers to one question are one answer, one case and one notice', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const { id } = house.questions.waiting
    const answers = await allAtOnce(20, (index) =>
      house.asClient(house.lawyer).put(LAW, { json: { expertConsultIdx: id, Acontent: `답변 ${index}` } }),
    )
    expect(granted(answers)).toBe(1)
    expect(await list(house, house.junho, '/api/expert/profile')).toMatchObject([{ experience: 13 }])
    const told = await toldTo(house.persistence, house.minji.account)
    expect(told.filter(({ kind }) => kind === 'answered')).toHaveLength(1)
  })

  it('20 requests for one consultation are one request and one notice', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const answers = await allAtOnce(20, (index) => requesting(house, { Ccontent: `상담 ${index}` }))
    expect(granted(answers)).toBe(1)
    const told = await toldTo(house.persistence, house.lawyer.account)
    expect(told.map(({ kind }) => kind)).toEqual(['consultation-requested'])
  })

  it('40 questions of one member are the 20 that a day has', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const answers = await allAtOnce(40, () => house.asClient(house.junho).post(LAW, { json: questionForm }))
    expect(granted(answers)).toBe(20)
    expect(rows(await list(house, house.junho, '/api/expert/qa/posted'))).toHaveLength(20)
  })
})

describe('an answer', () => {
  const answer = (house: BusyHouse, who: BusyHouse['minji'], json: object) =>
    house.asClient(who).put(LAW, { json: { Acontent: '허락을 받으세요.', ...json } })

  it('H27: is given by experts, as themselves, and never overwritten', async () => {
    const house = await openBusyHouse()
    const { waiting, answered } = house.questions
    const other = await house.anExpert('other-lawyer')
    const before = await house.everything()
    for (const who of [house.minji, house.junho, house.operator])
      expect(await answer(house, who, { expertConsultIdx: waiting.id })).toMatchObject({ status: 403 })
    const asAnother = { expertConsultIdx: waiting.id, expertIdx: other.expert.id }
    expect((await answer(house, house.lawyer, asAnother)).kind).toBe('expert-profile-of-another')
    expect((await answer(house, other, { expertConsultIdx: answered.id })).kind).toBe(
      'question-already-answered',
    )
    expect(await house.everything()).toEqual(before)
  })

  it('H60: counts as a case of its expert, once', async () => {
    const house = await openBusyHouse()
    const experience = async () => {
      const [shown] = rows(await list(house, house.junho, '/api/expert/profile'))
      return shown?.experience
    }
    const { id } = house.questions.waiting
    expect((await answer(house, house.lawyer, { expertConsultIdx: id })).status).toBe(200)
    expect(await experience()).toBe(13)
    const again = await answer(house, house.lawyer, { expertConsultIdx: id, Acontent: '다른 답변' })
    expect(again).toMatchObject({ status: 409, kind: 'question-already-answered' })
    expect(await experience()).toBe(13)
    const detail = await house.as(house.junho).get(`${LAW}/${id}`)
    expect(detail.data).toMatchObject([{ Acontent: '허락을 받으세요.', answerUpdateAt: '26.11.25' }])
  })

  it('is told to the author', async () => {
    const house = await openBusyHouse()
    await answer(house, house.lawyer, { expertConsultIdx: house.questions.waiting.id })
    const told = await house.as(house.minji).get('/api/notify')
    expect(rows(told.data)[0]).toMatchObject({ kind: 'answered', isRead: 0 })
  })
})

describe('a consultation', () => {
  it('H29: is requested about an own question that was answered, and no other', async () => {
    const house = await openBusyHouse()
    const { waiting } = house.questions
    const before = await besidesNotices(house)
    expect((await requesting(house, { expertConsultIdx: waiting.id })).kind).toBe('question-not-answered')
    expect((await requesting(house, { expertConsultIdx: 2_147_483_647 })).kind).toBe('question-not-found')
    expect((await requesting(house, { expertConsultIdx: 0 })).kind).toBe('input-invalid')
    const another = { ...requestForm, expertConsultIdx: house.questions.answered.id }
    const answer = await house.asClient(house.junho).put('/api/expert/qa/apply', { json: another })
    expect(answer.kind).toBe('question-of-another')
    expect(await besidesNotices(house)).toEqual(before)
    expect(await refusalsTold(house)).toEqual([expect.stringContaining('아직 답변이 등록되지 않은')])
    expect(await refusalsTold(house, house.junho)).toEqual([])
    expect((await requesting(house)).status).toBe(200)
  })

  it('H61: is confirmed by who answered and not at once, told to its author, and changes no name', async () => {
    const house = await openBusyHouse()
    const { secret } = house.questions
    const own = async () => rowOf(await list(house, house.minji, '/api/expert/qa/consulted'), secret.id)
    expect(await own()).toMatchObject({ status: 'requested', isSuccess: 0, name: '이변호' })
    expect((await decide(house, house.lawyer, { decision: 'confirm' })).status).toBe(200)
    expect(await own()).toMatchObject({ status: 'confirmed', isSuccess: 1, name: '이변호' })
    const told = await toldTo(house.persistence, house.minji.account)
    expect(told.at(-1)).toEqual({
      kind: 'consultation-confirmed',
      questionId: secret.id,
      title: secret.title,
      date: inDays(10),
    })
    const detail = await house.as(house.minji).get(`${LAW}/${secret.id}`)
    expect(detail.data).toMatchObject([{ name: '이변호', Qtitle: secret.title }])
    expect((await decide(house, house.lawyer, { decision: 'hold' })).kind).toBe('input-invalid')
    expect((await decide(house, house.lawyer, { decision: 'held' })).kind).toBe('consultation-still-to-come')
    house.clock.set(inDays(10))
    expect((await decide(house, house.lawyer, { decision: 'held' })).status).toBe(200)
    expect(await own()).toMatchObject({ status: 'held', isSuccess: 1 })
  })

  it('H147: is shown to its author with the day and the time', async () => {
    const house = await openBusyHouse()
    await requesting(house, { Cdate: '2026 / 12 / 31', Ctime: 'PM 11 : 45' })
    const own = await list(house, house.minji, '/api/expert/qa/consulted')
    expect(rowOf(own, house.questions.answered.id)).toEqual({
      expertConsultIdx: house.questions.answered.id,
      Qtitle: house.questions.answered.title,
      expertIdx: house.lawyer.expert.id,
      name: '이변호',
      experience: 12,
      description: '법무법인 크레커',
      photo: 'http://localhost/images/expert.webp',
      Cdate: '2026 / 12 / 31',
      Ctime: 'PM 11 : 45',
      Ccontent: requestForm.Ccontent,
      status: 'requested',
      isSuccess: 0,
      note: '',
      requestedAt: '2026-11-25T12:00:00.000+09:00',
    })
  })

  it.each([
    ['PM 03 : 30', 'ko-KR'],
    ['AM 03 : 30', 'ko-KR'],
    ['PM 12 : 00', 'en-US'],
    ['AM 12 : 00', 'en-US'],
  ])('H135: at %s is at that time in Korea, whoever has asked before in %s', async (Ctime, language) => {
    const house = await openBusyHouse()
    await list(house, house.junho, '/api/userad/2', language)
    await list(house, house.junho, LAW, language)
    await requesting(house, { Ctime })
    const own = await list(house, house.minji, '/api/expert/qa/consulted', language)
    expect(rowOf(own, house.questions.answered.id)).toMatchObject({ Cdate: requestForm.Cdate, Ctime })
  })

  it.each([
    ['Cdate', '2026 / 02 / 30'],
    ['Cdate', '2026-12-01'],
    ['Ctime', 'PM 13 : 00'],
    ['Ctime', '15 : 30'],
  ])('has a day and a time that there are: %s %s', async (field, written) => {
    const house = await openBusyHouse()
    const before = await besidesNotices(house)
    for (let time = 0; time < 2; time += 1)
      expect(await requesting(house, { [field]: written })).toMatchObject({
        status: 400,
        fields: [{ field }],
      })
    expect(await besidesNotices(house)).toEqual(before)
    expect(await refusalsTold(house)).toEqual([
      expect.stringMatching(new RegExp(`'${house.questions.answered.title.replace('?', '.')}'.*\n.*일시`)),
    ])
    const another = { ...requestForm, expertConsultIdx: house.questions.secret.id, [field]: written }
    await house.as(house.junho).put('/api/expert/qa/apply', { json: another })
    expect(await refusalsTold(house, house.junho)).toEqual([])
  })

  it('is told to the expert, who sees by whom and how to reach them, and to operators', async () => {
    const house = await openBusyHouse()
    await requesting(house)
    const told = await house.as(house.lawyer).get('/api/notify')
    expect(rows(told.data)[0]).toMatchObject({
      kind: 'consultation-requested',
      notiContent: expect.stringContaining('26.12.01 15:30:00'),
    })
    for (const who of [house.lawyer, house.operator]) {
      const waiting = rows(await list(house, who, '/api/expert/qa/consultations'))
      expect(waiting.map((row) => row.expertConsultIdx)).toEqual([
        house.questions.answered.id,
        house.questions.secret.id,
      ])
      expect(waiting[0]).toMatchObject({ name: '김민지', phone: '010-7777-1234', Ctime: 'PM 03 : 30' })
    }
    const other = await house.anExpert('other-lawyer')
    expect(await list(house, other, '/api/expert/qa/consultations')).toEqual([])
    const without = await house.anOperator({ email: 'new-expert@example.kr', roles: ['expert'] })
    expect(await list(house, without, '/api/expert/qa/consultations')).toEqual([])
  })

  it('is declined with a reason, which its author reads, and can be requested again', async () => {
    const house = await openBusyHouse()
    const { id } = house.questions.secret
    const note = '그날은 재판이 있습니다.'
    expect((await decide(house, house.operator, { decision: 'decline', note })).status).toBe(200)
    const own = await list(house, house.minji, '/api/expert/qa/consulted')
    expect(rowOf(own, id)).toMatchObject({ status: 'declined', isSuccess: 0, note })
    const told = await house.as(house.minji).get('/api/notify')
    expect(rows(told.data)[0]).toMatchObject({
      kind: 'consultation-declined',
      notiContent: expect.stringContaining(note),
    })
    expect((await requesting(house, { expertConsultIdx: id })).status).toBe(200)
  })
})

describe('an outage', () => {
  it.each([LAW, `${LAW}/1`, '/api/expert/qa/posted', '/api/expert/qa/answered', '/api/expert/qa/consulted'])(
    'H116: is said to be one at %s, and never an empty list',
    async (path) => {
      const { storage, breakDown } = breakableStorage(await openStorage())
      const house = await openBusyHouse({ storage })
      breakDown({ spared: 'tokens' })
      expect(await house.asClient(house.minji).get(path)).toMatchObject({ status: 503, kind: 'outage' })
      expect(await house.as(house.minji).get(path)).toMatchObject({ status: 503, success: false })
    },
  )
})
