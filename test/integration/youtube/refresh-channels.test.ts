import { expect, test } from 'vitest'
import type { SimulatorSettings } from '../../../src/adapters/youtube/simulator/server.ts'
import { type Instant, toInstant } from '../../../src/domain/primitives.ts'
import type { ChannelId } from '../../../src/domain/video/youtube-url.ts'
import { aPendingChannel, aReading } from '../../fixtures/channel.ts'
import { aHouse, aVerifiedCreator, channelOf } from '../../fixtures/house.ts'
import { outcomeOf } from '../../fixtures/jobs.ts'
import { kept, oneByOne, storedCreator } from '../../fixtures/stored.ts'
import { aYouTube } from '../../fixtures/you-tube.ts'
import { connect } from './against-simulator.ts'

/** Creators with channels at the simulated YouTube that are due, every tenth of them still waiting for an operator. */
const dueChannels = async (howMany: number, simulated: Partial<SimulatorSettings> = {}) => {
  const { simulator, catalogue, youTube, clock } = await connect({ simulator: simulated })
  const house = aHouse({ youTube: { ...aYouTube(), platform: youTube }, now: clock.now() })
  const ids = Array.from({ length: howMany }, (_, index) =>
    catalogue.addChannel({ title: `채널 ${index}`, subscribers: 12_345, hiddenSubscribers: index === 3 }),
  )
  const owners = await oneByOne(howMany, (index) => claim(house, ids[index], index % 10 === 9, clock.now()))
  return { house, simulator, owners, clock }
}

const claim = async (
  house: ReturnType<typeof aHouse>,
  id: ChannelId | undefined,
  isPending: boolean,
  dueAt: Instant,
) => {
  if (id === undefined) throw new Error('each has a channel')
  const channel = {
    identity: { id, title: '', subscribers: 1 },
    reading: aReading({ at: toInstant(0), dueAt }),
  }
  if (!isPending) return (await aVerifiedCreator(house, { channel })).id
  return kept(house, async (stores) => {
    const creator = await storedCreator(stores)
    await stores.channels.save(aPendingChannel(creator.id, channel))
    return creator.id
  })
}

test.each([
  [50, 1],
  [51, 2],
  [120, 3],
])(
  '%d due channels cost YouTube %d units and not one more, as its own log counts them',
  async (due, units) => {
    const { house, simulator, owners } = await dueChannels(due)
    expect(await outcomeOf(house, 'refresh-channels', 'due')).toEqual({
      kind: 'done',
      counts: { refreshed: due, absent: 0 },
    })
    expect(simulator.calls()).toMatchObject([{ method: 'channels', calls: units, units }])
    expect(simulator.requests).toHaveLength(units)
    const shown = owners.map((owner) => channelOf(house, owner).identity)
    expect(shown.map((identity) => identity?.title)).toEqual(owners.map((_, index) => `채널 ${index}`))
    expect(shown.map((identity) => identity?.subscribers)).toEqual(
      owners.map((_, index) => (index === 3 ? null : 12_300)),
    )
  },
)

test('a day that is spent pauses the run until the reset, and then the rest is read', async () => {
  const { house, clock } = await dueChannels(120, { quota: { general: 2 } })
  const outcome = await outcomeOf(house, 'refresh-channels', 'due')
  expect(outcome).toMatchObject({ kind: 'paused', counts: { refreshed: 100 } })
  if (outcome.kind !== 'paused') throw new Error('it paused')
  expect(outcome.until).toBeGreaterThan(clock.now())
  clock.set(outcome.until)
  house.clock.set(outcome.until)
  expect(await outcomeOf(house, 'refresh-channels', 'due')).toMatchObject({
    kind: 'done',
    counts: { refreshed: 20 },
  })
})
