import { beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Channel, ChannelDecision } from '../../../src/domain/channel/channel.ts'
import type { Id } from '../../../src/domain/primitives.ts'
import { aChannel, aChannelId, aChannelIdentity, aPendingChannel } from '../../fixtures/channel.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  audited,
  aVerifiedCreator,
  channelOf,
  granted,
  nobody,
  type TestHouse,
  toldTo,
} from '../../fixtures/house.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

const verify: ChannelDecision = { decision: 'verify' }
const reject: ChannelDecision = { decision: 'reject', note: '채널 이름이 다릅니다.' }

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse({ now: inHours(5) })
  operator = await anOperator(house)
})

const creatorWith = (channelFor: (owner: Id<'Account'>) => Channel): Promise<Account> =>
  kept(house, async (stores) => {
    const creator = await storedCreator(stores)
    await stores.channels.save(channelFor(creator.id))
    return creator
  })

const decide = ({ id }: Pick<Account, 'id'>, decision: ChannelDecision) =>
  house.decideChannel({ operator, owner: id, decision, key: null })

describe('an operator', () => {
  test('verifies a pending claim: the creator is told, and the audit knows', async () => {
    const creator = await creatorWith(aPendingChannel)
    expect(demand(await decide(creator, verify))).toEqual(channelOf(house, creator.id))
    expect(channelOf(house, creator.id)).toMatchObject({
      state: { status: 'verified', by: 'operator' },
      since: inHours(5),
      disputed: false,
    })
    expect(await toldTo(house, creator)).toEqual([
      { kind: 'channel-verified', channelTitle: '하늘의 하루 🌤️' },
    ])
    expect(audited(house)).toEqual([
      {
        at: inHours(5),
        by: operator,
        operation: 'channel-decided',
        subject: `channel:${creator.id}`,
        before: { status: 'pending' },
        after: { status: 'verified', by: 'operator' },
      },
    ])
  })

  test('rejects a pending claim with a note, which the creator is told', async () => {
    const creator = await creatorWith(aPendingChannel)
    demand(await decide(creator, reject))
    expect(channelOf(house, creator.id).state).toEqual({
      status: 'rejected',
      reason: 'operator',
      note: reject.note,
    })
    expect(await toldTo(house, creator)).toEqual([
      { kind: 'channel-rejected', reason: 'operator', note: reject.note },
    ])
  })

  test('takes a verified channel back, and then somebody else can have it', async () => {
    const owner = await aVerifiedCreator(house)
    const claimant = await creatorWith((id) => aPendingChannel(id, { disputed: true }))
    demand(await decide(owner, reject))
    demand(await decide(claimant, verify))
    expect(channelOf(house, claimant.id)).toMatchObject({ state: { status: 'verified' }, disputed: false })
  })
})

describe('in a dispute both sides are told what was decided', () => {
  const channelTitle = '하늘의 하루 🌤️'

  test('when the claim is rejected, who has the channel keeps it', async () => {
    const holder = await aVerifiedCreator(house)
    const claimant = await creatorWith((id) => aPendingChannel(id, { disputed: true }))
    demand(await decide(claimant, reject))
    expect(await toldTo(house, claimant)).toMatchObject([{ kind: 'channel-rejected' }])
    expect(await toldTo(house, holder)).toEqual([
      { kind: 'channel-dispute-decided', channelTitle, outcome: 'kept' },
    ])
  })

  test('when the channel is taken back, it is open for those who claim it', async () => {
    const holder = await aVerifiedCreator(house)
    const claimant = await creatorWith((id) => aPendingChannel(id, { disputed: true }))
    const bystander = await creatorWith((id) =>
      aPendingChannel(id, { identity: aChannelIdentity({ id: aChannelId('other') }), disputed: true }),
    )
    demand(await decide(holder, reject))
    expect(await toldTo(house, holder)).toMatchObject([{ kind: 'channel-rejected' }])
    expect(await toldTo(house, claimant)).toEqual([
      { kind: 'channel-dispute-decided', channelTitle, outcome: 'open' },
    ])
    expect(await toldTo(house, bystander)).toEqual([])
  })

  test('without a dispute nobody else is told', async () => {
    const [first, second] = [await creatorWith(aPendingChannel), await creatorWith(aPendingChannel)]
    demand(await decide(first, reject))
    expect(await toldTo(house, second)).toEqual([])
  })
})

describe('a decision is refused and changes nothing', () => {
  const refusalOf = (creator: Pick<Account, 'id'>, decision: ChannelDecision) =>
    attempt(house, () => decide(creator, decision))

  test('on somebody who has no channel', async () => {
    const refusal = { kind: 'channel-claim-not-found' }
    expect(await refusalOf({ id: nobody }, verify)).toEqual({ refusal, changed: [] })
  })

  test.each([
    ['verify', verify],
    ['reject', reject],
  ])('to %s what nobody has claimed yet', async (_what, decision) => {
    const creator = await creatorWith((id) => aChannel(id))
    const refusal = { kind: 'channel-not-pending' }
    expect(await refusalOf(creator, decision)).toEqual({ refusal, changed: [] })
  })

  test('to verify what is verified', async () => {
    const refusal = { kind: 'channel-already-verified' }
    expect(await refusalOf(await aVerifiedCreator(house), verify)).toEqual({ refusal, changed: [] })
  })

  test('to verify a channel that is verified for somebody else', async () => {
    const { id: holder } = await aVerifiedCreator(house)
    const claimant = await creatorWith((id) => aPendingChannel(id, { disputed: true }))
    const refusal = { kind: 'channel-owned-by-another', holder }
    expect(await refusalOf(claimant, verify)).toEqual({ refusal, changed: [] })
  })

  test('under its key also the second time', async () => {
    const owner = await aVerifiedCreator(house)
    const keyed = () => house.decideChannel({ operator, owner: owner.id, decision: verify, key: aKey() })
    expect((await attempt(house, keyed)).changed).toEqual(['commandKeys'])
    expect((await attempt(house, keyed)).changed).toEqual([])
  })
})

test('of 64 pending claims on one channel, all verified at once, one is granted', async () => {
  const claimants = await kept(house, async (stores) => {
    const creators: Account[] = []
    for (let index = 0; index < 64; index += 1) {
      const creator = await storedCreator(stores)
      await stores.channels.save(aPendingChannel(creator.id))
      creators.push(creator)
    }
    return creators
  })
  const answers = await allAtOnce(64, (index) => decide(claimants[index] ?? { id: nobody }, verify))
  expect(granted(answers)).toBe(1)
  expect(audited(house)).toHaveLength(1)
})

test('a decision sent again under its key is made and told once', async () => {
  const creator = await creatorWith(aPendingChannel)
  const keyed = () => house.decideChannel({ operator, owner: creator.id, decision: verify, key: aKey() })
  const first = await keyed()
  house.clock.set(NOON)
  expect(await keyed()).toEqual(first)
  expect(await toldTo(house, creator)).toHaveLength(1)
  expect(audited(house)).toHaveLength(1)
})
