import { beforeEach, describe, expect, test } from 'vitest'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import { changeSupportProgramme } from '../../../src/application/news/change-support-programme.ts'
import type { ProgrammeDraft } from '../../../src/application/news/publish-support-programme.ts'
import { removeSupportProgramme } from '../../../src/application/news/remove-support-programme.ts'
import type { SupportProgramme } from '../../../src/domain/news/support-programme.ts'
import { type Id, toId } from '../../../src/domain/primitives.ts'
import { Outage } from '../../../src/ports/outage.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  audited,
  everythingIn,
  type TestHouse,
} from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { aNewProgramme } from '../../fixtures/news.ts'
import { png } from '../../fixtures/pictures.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

const POSTER = png(2, 2, [255, 0, 0])
const NEW_POSTER = png(3, 3, [0, 255, 0])
const NO_PICTURE = Uint8Array.from([1, 2, 3])

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse()
  operator = await anOperator(house)
})

const aDraft = (over: Partial<ProgrammeDraft> = {}): ProgrammeDraft => {
  const { host, title, subtitle, contents, url, recruitment } = aNewProgramme()
  return { host, title, subtitle, contents, url, recruitment, ...over }
}

type Publish = Parameters<TestHouse['publishSupportProgramme']>[0]
const publish = (over: Partial<Publish> = {}) =>
  house.publishSupportProgramme({ operator, draft: aDraft(), poster: POSTER, key: null, ...over })

type Change = Parameters<TestHouse['changeSupportProgramme']>[0]
const change = ({ id }: Pick<SupportProgramme, 'id'>, over: Partial<Change> = {}) =>
  house.changeSupportProgramme({
    operator,
    programme: id,
    draft: aDraft(),
    poster: null,
    applyCount: null,
    key: null,
    ...over,
  })

const remove = ({ id }: Pick<SupportProgramme, 'id'>, key = aKey()) =>
  house.removeSupportProgramme({ operator, programme: id, key })

const isKept = async (name: string): Promise<boolean> => (await house.images.load(name)) !== null
/** Names of the pictures that are kept, of all that ever were. */
const picturesKept = async (): Promise<readonly string[]> => {
  const found = await Promise.all(house.pictures.map(isKept))
  return house.pictures.filter((_, index) => found[index])
}

const UNFIT: readonly (readonly [string, Partial<ProgrammeDraft>, unknown])[] = [
  [
    'that ends before it begins',
    { recruitment: { from: NOON, to: inDays(-1) } },
    { kind: 'recruitment-out-of-order' },
  ],
  ['whose address is a script', { url: 'javascript:alert(1)' }, { kind: 'programme-url-unfit' }],
]
const nowhere = { id: toId<'SupportProgramme'>(999_999) }

describe('a new support programme', () => {
  test('is on the platform with its address, its poster and no applications yet (H151)', async () => {
    const programme = demand(await publish())
    expect(programme).toEqual({
      ...aDraft(),
      id: programme.id,
      poster: house.pictures[0],
      applyCount: 0,
      createdAt: NOON,
      updatedAt: NOON,
    })
    expect(programme.url).not.toBe('')
    expect(house.tables.supportProgrammes.rows()).toEqual([programme])
    expect((await house.images.load(programme.poster))?.bytes).toEqual(POSTER)
  })

  test('is in the audit', async () => {
    const programme = demand(await publish())
    expect(audited(house)).toEqual([
      {
        at: NOON,
        by: operator,
        operation: 'support-programme-published',
        subject: `support-programme:${programme.id}`,
        before: null,
        after: programme,
      },
    ])
  })

  test.each(UNFIT)('%s is refused, and leaves nothing', async (_what, over, refusal) => {
    expect(await attempt(house, () => publish({ draft: aDraft(over) }))).toEqual({ refusal, changed: [] })
    expect(house.pictures).toEqual([])
  })

  test('whose poster is no picture is refused, and leaves nothing', async () => {
    expect(await attempt(house, () => publish({ poster: NO_PICTURE }))).toEqual({
      refusal: { kind: 'image-unreadable' },
      changed: [],
    })
    expect(house.pictures).toEqual([])
  })

  test('64 times at once under one key is one programme with one poster', async () => {
    const answers = await allAtOnce(64, () => publish({ key: aKey() }))
    expect(new Set(answers.map((answer) => demand(answer).id)).size).toBe(1)
    expect(await picturesKept()).toEqual([demand(answers[0] ?? (await publish())).poster])
  })
})

describe('a changed support programme', () => {
  test('is as it was written, still as old as it was, and keeps its poster', async () => {
    const before = demand(await publish())
    house.clock.set(inDays(1))
    const draft = aDraft({ title: '바뀐 제목', subtitle: '', url: '' })
    const after = demand(await change(before, { draft }))
    expect(after).toEqual({ ...before, ...draft, updatedAt: inDays(1) })
    expect(house.tables.supportProgrammes.rows()).toEqual([after])
    expect(await picturesKept()).toEqual([before.poster])
    expect(audited(house).at(-1)).toEqual({
      at: inDays(1),
      by: operator,
      operation: 'support-programme-changed',
      subject: `support-programme:${before.id}`,
      before,
      after,
    })
  })

  test('tells how many went on to apply (H151), and goes on telling it', async () => {
    const programme = demand(await publish())
    expect(demand(await change(programme, { applyCount: 12 })).applyCount).toBe(12)
    expect(demand(await change(programme)).applyCount).toBe(12)
    expect(demand(await change(programme, { applyCount: 0 })).applyCount).toBe(0)
  })

  test('gives up its old poster for a new one', async () => {
    const before = demand(await publish())
    const after = demand(await change(before, { poster: NEW_POSTER }))
    expect(after.poster).not.toBe(before.poster)
    expect(await picturesKept()).toEqual([after.poster])
    expect((await house.images.load(after.poster))?.bytes).toEqual(NEW_POSTER)
  })

  test('is changed once under a key, and the poster of the repetition goes', async () => {
    const before = demand(await publish())
    const first = await change(before, { poster: NEW_POSTER, key: aKey() })
    const stored = everythingIn(house)
    expect(await change(before, { poster: NEW_POSTER, key: aKey() })).toEqual(first)
    expect(everythingIn(house)).toEqual(stored)
    expect(await picturesKept()).toEqual([demand(first).poster])
  })

  test.each(UNFIT)('%s is refused, and keeps its poster and all else', async (_what, over, refusal) => {
    const programme = demand(await publish())
    const refused = () => change(programme, { draft: aDraft(over), poster: NEW_POSTER })
    expect(await attempt(house, refused)).toEqual({ refusal, changed: [] })
    expect(await picturesKept()).toEqual([programme.poster])
  })

  test('is refused when its new poster is no picture', async () => {
    const programme = demand(await publish())
    expect(await attempt(house, () => change(programme, { poster: NO_PICTURE }))).toEqual({
      refusal: { kind: 'image-unreadable' },
      changed: [],
    })
    expect(await picturesKept()).toEqual([programme.poster])
  })

  test('that is not there is not found, and leaves no picture', async () => {
    expect(await attempt(house, () => change(nowhere, { poster: NEW_POSTER }))).toEqual({
      refusal: { kind: 'programme-not-found' },
      changed: [],
    })
    expect(await picturesKept()).toEqual([])
  })
})

describe('a removed support programme', () => {
  test('goes with its poster and its scraps, and leaves the others', async () => {
    const [gone, stays] = [demand(await publish()), demand(await publish())]
    const creator = await kept(house, (stores) => storedCreator(stores))
    for (const { id } of [gone, stays])
      demand(await house.scrapProgramme({ member: creator.id, isCreator: true, programme: id, key: null }))
    expect(demand(await remove(gone))).toEqual(gone)
    expect(house.tables.supportProgrammes.rows()).toEqual([stays])
    expect(house.tables.scraps.rows()).toMatchObject([{ programme: stays.id }])
    expect(await picturesKept()).toEqual([stays.poster])
    expect(audited(house).at(-1)).toEqual({
      at: NOON,
      by: operator,
      operation: 'support-programme-removed',
      subject: `support-programme:${gone.id}`,
      before: gone,
      after: null,
    })
  })

  test('is gone once under a key, and not found under another', async () => {
    const programme = demand(await publish())
    const first = await remove(programme)
    expect(await remove(programme)).toEqual(first)
    const again = () => house.removeSupportProgramme({ operator, programme: programme.id, key: null })
    expect(await attempt(house, again)).toEqual({ refusal: { kind: 'programme-not-found' }, changed: [] })
  })
})

describe('when the image store cannot be reached any more', () => {
  const failing = () => ({
    once: onceWith(house),
    clock: house.clock,
    images: {
      ...house.images,
      remove: async () => {
        throw new Outage('a picture could not be removed')
      },
    },
  })

  test('a new poster and a removal stand all the same', async () => {
    const programme = demand(await publish())
    const command = { operator, programme: programme.id, key: null }
    const changed = await changeSupportProgramme(failing())({
      ...command,
      draft: aDraft(),
      poster: NEW_POSTER,
      applyCount: null,
    })
    expect(house.tables.supportProgrammes.rows()).toEqual([demand(changed)])
    demand(await removeSupportProgramme(failing())(command))
    expect(house.tables.supportProgrammes.rows()).toEqual([])
  })
})
