import { pickAds } from '../../src/application/ad/pick-ads.ts'
import { onceWith } from '../../src/application/idempotency/once.ts'
import { assignCreator } from '../../src/application/participation/assign-creator.ts'
import type { Id } from '../../src/domain/primitives.ts'
import { aNewOperator } from '../fixtures/account.ts'
import { NOON } from '../fixtures/instants.ts'
import { demand, kept, oneByOne, storedAd, storedApplication } from '../fixtures/stored.ts'
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
const BANNERS = 48
const ADS_IN_BANNER = 5

const clock = { now: () => NOON }

/** What stands behind a use case, at the server that this one has reached. */
const portsOf = ({ houses }: ClusterWorld, index: number) => ({
  once: onceWith({ transact: inTurn(houses, index).transact, clock }),
  clock,
})

let operators = 0

const storedOperators = (world: ClusterWorld, howMany: number): Promise<readonly Id<'Account'>[]> =>
  kept(inTurn(world.houses, 0), ({ accounts }) =>
    oneByOne(howMany, async () => {
      operators += 1
      return demand(await accounts.add(aNewOperator({ email: `operator-${operators}@example.kr` }))).id
    }),
  )

/** An ad with ten places, and 64 operators who each give another creator one, through all nodes. */
export const assignments: Check = async (world) => {
  const by = await storedOperators(world, OPERATORS)
  const parts = await kept(inTurn(world.houses, 0), async (stores) => {
    const ad = await storedAd(stores, { capacity: CAPACITY })
    return oneByOne(OPERATORS, () => storedApplication(stores, { ad }))
  })
  const answers = await atOnce(OPERATORS, (index) => {
    const { creatorId, adId } = inTurn(parts, index)
    const operator = inTurn(by, index)
    const key = { scope: `${operator}:assign`, key: `assign-${creatorId}`, inputHash: '' }
    return repeated(() => assignCreator(portsOf(world, index))({ operator, creatorId, adId, key }))
  })
  const granted = answers.filter(({ ok }) => ok).length
  const adId = inTurn(parts, 0).adId
  const assigned = await onEachNode(
    world,
    (t) =>
      `SELECT COUNT(*) AS number FROM ${t('participation')} WHERE ad_id = ${adId} AND status = 'assigned'`,
  )
  const taken = await onEachNode(
    world,
    (t) => `SELECT taken AS number FROM ${t('ad_places')} WHERE ad_id = ${adId}`,
  )
  return {
    told: `assignments: capacity ${CAPACITY}, ${OPERATORS} operators at once, ${granted} granted, ${assigned.join('/')} stored, ${taken.join('/')} counted`,
    isRight: granted === CAPACITY && isEach(assigned, CAPACITY) && isEach(taken, CAPACITY),
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
