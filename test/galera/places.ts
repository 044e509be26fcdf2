import { pickAds } from '../../src/application/ad/pick-ads.ts'
import { onceWith } from '../../src/application/idempotency/once.ts'
import { assignCreator } from '../../src/application/participation/assign-creator.ts'
import type { Id } from '../../src/domain/primitives.ts'
import { aNewOperator } from '../fixtures/account.ts'
import { NOON } from '../fixtures/instants.ts'
import { nobodyLearns } from '../fixtures/interest.ts'
import { demand, kept, oneByOne, storedAd, storedApplication, storedCreators } from '../fixtures/stored.ts'
import {
  atOnce,
  type Check,
  type ClusterWorld,
  inTurn,
  isEach,
  onEachNode,
  repeated,
} from './cluster-world.ts'

const OPERATORS = 64
const CAPACITY = 10
const ADS = 40
const BANNERS = 48
const ADS_IN_BANNER = 5

const clock = { now: () => NOON }

/** What stands behind a use case, at the server that this one has reached. */
const portsOf = ({ houses }: ClusterWorld, index: number) => ({
  once: onceWith({ transact: inTurn(houses, index).transact, clock }),
  clock,
  interests: nobodyLearns,
})

let operators = 0

const storedOperators = (world: ClusterWorld, howMany: number): Promise<readonly Id<'Account'>[]> =>
  kept(inTurn(world.houses, 0), ({ accounts }) =>
    oneByOne(howMany, async () => {
      operators += 1
      return demand(await accounts.add(aNewOperator({ email: `operator-${operators}@example.kr` }))).id
    }),
  )

/** Ads with ten places each, and 64 operators who each give another creator one, through all nodes. */
export const assignments: Check = async (world) => {
  const by = await storedOperators(world, OPERATORS)
  const creators = await kept(inTurn(world.houses, 0), (stores) => storedCreators(stores, OPERATORS))
  const rounds = Math.max(2, Math.round(ADS * world.share))
  const seen: Record<'granted' | 'stored' | 'counted', number[]> = { granted: [], stored: [], counted: [] }
  for (let round = 0; round < rounds; round += 1) {
    const ad = await kept(inTurn(world.houses, 0), async (stores) => {
      const offered = await storedAd(stores, { capacity: CAPACITY })
      for (const creator of creators) await storedApplication(stores, { creator, ad: offered })
      return offered.id
    })
    const answers = await atOnce(OPERATORS, (index) => {
      const operator = inTurn(by, index)
      const creatorId = inTurn(creators, index).id
      const key = { scope: `${operator}:assign`, key: `assign-${ad}-${creatorId}`, inputHash: '' }
      return repeated(() => assignCreator(portsOf(world, index))({ operator, creatorId, adId: ad, key }))
    })
    seen.granted.push(answers.filter(({ ok }) => ok).length)
    seen.stored.push(
      ...(await onEachNode(
        world,
        (t) =>
          `SELECT COUNT(*) AS number FROM ${t('participation')} WHERE ad_id = ${ad} AND status = 'assigned'`,
      )),
    )
    seen.counted.push(
      ...(await onEachNode(
        world,
        (t) => `SELECT taken AS number FROM ${t('ad_places')} WHERE ad_id = ${ad}`,
      )),
    )
  }
  const different = (numbers: readonly number[]) => [...new Set(numbers)].join(' or ')
  return {
    told: `assignments: ${rounds} ads of capacity ${CAPACITY}, ${OPERATORS} operators at once, ${different(seen.granted)} granted, ${different(seen.stored)} stored, ${different(seen.counted)} counted`,
    isRight: Object.values(seen).every((numbers) => isEach(numbers, CAPACITY)),
  }
}

/** Operators who each put other ads on the banner: in the end it is one of those sets, and not a mixture. */
export const banner: Check = async (world) => {
  const by = await storedOperators(world, BANNERS)
  const ads = await kept(inTurn(world.houses, 0), (stores) =>
    oneByOne(BANNERS + ADS_IN_BANNER, () => storedAd(stores)),
  )
  const setOf = (index: number) => ads.slice(index, index + ADS_IN_BANNER).map(({ id }) => id)
  const answers = await atOnce(BANNERS, (index) => {
    const operator = inTurn(by, index)
    const key = { scope: `${operator}:pick`, key: 'pick', inputHash: '' }
    return repeated(() => pickAds(portsOf(world, index))({ operator, ads: setOf(index), key }))
  })
  const shown = await Promise.all(
    world.houses.map(async (house) => (await kept(house, (stores) => stores.ads.picked())).join()),
  )
  const sets = new Set(Array.from({ length: BANNERS }, (_, index) => setOf(index).join()))
  const isOneSet = new Set(shown).size === 1 && shown.every((set) => sets.has(set))
  return {
    told: `banner: ${BANNERS} sets at once, ${answers.filter(({ ok }) => ok).length} accepted, ${isOneSet ? 'exactly one shown' : `shown: ${shown.join(' | ')}`}`,
    isRight: isOneSet && answers.every(({ ok }) => ok),
  }
}
