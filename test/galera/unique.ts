import { createSecretKey, randomBytes } from 'node:crypto'
import { secrets as secretsWith } from '../../src/adapters/auth/secrets.ts'
import { refreshSession } from '../../src/application/account/refresh-session.ts'
import { requestWithdrawal } from '../../src/application/cash/request-withdrawal.ts'
import { decideChannel } from '../../src/application/channel/decide-channel.ts'
import { askQuestion } from '../../src/application/expert/ask-question.ts'
import { onceWith } from '../../src/application/idempotency/once.ts'
import { QUESTIONS_A_DAY } from '../../src/domain/expert/question.ts'
import { HOUR_MS, toWon } from '../../src/domain/primitives.ts'
import { aRefreshToken } from '../fixtures/account.ts'
import { aChannelId, aChannelIdentity, aPendingChannel } from '../fixtures/channel.ts'
import { NOON } from '../fixtures/instants.ts'
import { demand, kept, storedCreator, storedCreators, storedEarnings } from '../fixtures/stored.ts'
import { atOnce, type Check, inTurn, isEach, onEachNode, repeated } from './cluster-world.ts'

const CHANNELS = 20
const ROTATIONS = 30
const HITS = 300
const LIMIT = 5
const UNITS = 40
const ROUNDS_OF_UNITS = 20
const REPETITIONS = 48
const QUESTIONS = 2 * QUESTIONS_A_DAY
/** Without a common row every third round or so kept one too many. */
const ROUNDS_OF_QUESTIONS = 30

const clock = { now: () => NOON }

/** One channel is verified for two owners at the same moment, on two nodes; again and again. */
export const channels: Check = async (world) => {
  const { houses } = world
  let granted = 0
  for (let round = 0; round < CHANNELS; round += 1) {
    const identity = aChannelIdentity({ id: aChannelId(round + 1) })
    const owners = await kept(inTurn(houses, round), async (stores) => {
      const two = await storedCreators(stores, 2)
      for (const { id } of two) demand(await stores.channels.save(aPendingChannel(id, { identity })))
      return two
    })
    const operator = inTurn(owners, 0).id
    const answers = await atOnce(owners.length, (index) => {
      const once = onceWith({ transact: inTurn(houses, round + index).transact, clock })
      const owner = inTurn(owners, index).id
      const key = { scope: `${owner}:decide`, key: 'decide', inputHash: '' }
      const decision = { decision: 'verify' as const }
      return repeated(() => decideChannel({ once, clock })({ operator, owner, decision, key }))
    })
    granted += answers.filter(({ ok }) => ok).length
  }
  const stored = await onEachNode(
    world,
    (t) => `SELECT COUNT(*) AS number FROM ${t('channel')} WHERE status = 'verified'`,
  )
  return {
    told: `channels: ${CHANNELS} verified for two owners each at once, ${granted} granted, ${stored.join('/')} stored`,
    isRight: granted === CHANNELS && isEach(stored, CHANNELS),
  }
}

/** One refresh token is exchanged through all nodes at once: all get the same successor, and nobody is logged out. */
export const refreshTokens: Check = async (world) => {
  const { houses } = world
  const secrets = secretsWith({ key: createSecretKey(randomBytes(32)) })
  const accessTokens = { issue: async () => 'access', read: async () => 'token-invalid' as const }
  const token = secrets.token()
  await kept(inTurn(houses, 0), async (stores) => {
    const { id } = await storedCreator(stores)
    await stores.sessions.add(aRefreshToken(id, { hash: secrets.hash(token), family: 'at once' }))
  })
  const answers = await atOnce(ROTATIONS, (index) => {
    const { transact } = inTurn(houses, index)
    return repeated(() => refreshSession({ transact, clock, accessTokens, secrets })(token))
  })
  const successors = new Set(
    answers.map((answer) => (answer.ok ? answer.value.refreshToken : answer.error.kind)),
  )
  const stored = await onEachNode(
    world,
    (t) =>
      `SELECT COUNT(*) AS number FROM ${t('refresh_token')} WHERE family = 'at once' AND revoked_at IS NULL`,
  )
  const refused = answers.filter(({ ok }) => !ok).length
  return {
    told: `refresh tokens: one exchanged ${ROTATIONS} times at once, ${refused} refused, ${successors.size} successor, ${stored.join('/')} tokens in the family`,
    isRight: refused === 0 && successors.size === 1 && isEach(stored, 2),
  }
}

/** A limit of five, tried 300 times at once through all nodes. */
export const throttle: Check = async ({ houses }) => {
  const counts = await atOnce(HITS, (index) =>
    repeated(() => inTurn(houses, index).throttle.hit('login:at once', NOON, HOUR_MS)),
  )
  const passed = counts.filter((count) => count <= LIMIT).length
  const distinct = new Set(counts).size
  return {
    told: `throttle: limit ${LIMIT}, ${HITS} attempts at once, ${passed} passed, ${distinct} distinct counts`,
    isRight: passed === LIMIT && distinct === HITS,
  }
}

/** More units of YouTube's than a day has, reserved at once through all nodes while nobody has begun the day; again and again. */
export const quota: Check = async (world) => {
  const { houses } = world
  const rounds = Math.max(5, Math.round(ROUNDS_OF_UNITS * world.share))
  const seen: Record<'granted' | 'stored', number[]> = { granted: [], stored: [] }
  for (let round = 0; round < rounds; round += 1) {
    const day = `2026-11-${String(round + 1).padStart(2, '0')}`
    const asked = { bucket: 'general', day, limit: UNITS, now: NOON } as const
    const answers = await atOnce(2 * UNITS, (index) =>
      repeated(() => inTurn(houses, index).quota.reserve(asked)),
    )
    seen.granted.push(answers.filter((answer) => answer === 'reserved').length)
    const days = await Promise.all(houses.map((house) => house.quota.today('general', day)))
    seen.stored.push(...days.map(({ used }) => used))
  }
  return {
    told: `quota: ${2 * UNITS} reservations of ${UNITS} units at once, ${rounds} times, ${different(seen.granted)} granted, ${different(seen.stored)} stored`,
    isRight: Object.values(seen).every((numbers) => isEach(numbers, UNITS)),
  }
}

/** Twice as many questions as a day has, asked by one member at once through all nodes: the day's are kept. */
export const questions: Check = async (world) => {
  const { houses } = world
  const rounds = Math.max(10, Math.round(ROUNDS_OF_QUESTIONS * world.share))
  const seen: Record<'granted' | 'stored', number[]> = { granted: [], stored: [] }
  for (let round = 0; round < rounds; round += 1) {
    const author = (await kept(inTurn(houses, 0), (stores) => storedCreator(stores))).id
    const question = { category: 'law', title: '질문', content: '내용', secret: false } as const
    const answers = await atOnce(QUESTIONS, (index) => {
      const once = onceWith({ transact: inTurn(houses, index).transact, clock })
      const key = { scope: `${author}:ask`, key: `ask-${index}`, inputHash: '' }
      return repeated(() => askQuestion({ once, clock })({ author, question, key }))
    })
    seen.granted.push(answers.filter(({ ok }) => ok).length)
    seen.stored.push(
      ...(await onEachNode(
        world,
        (t) => `SELECT COUNT(*) AS number FROM ${t('question')} WHERE author_id = ${author}`,
      )),
    )
  }
  return {
    told: `questions: ${QUESTIONS} at once by one member, ${rounds} times, ${different(seen.granted)} granted, ${different(seen.stored)} stored`,
    isRight: Object.values(seen).every((numbers) => isEach(numbers, QUESTIONS_A_DAY)),
  }
}

const different = (numbers: readonly number[]): string => [...new Set(numbers)].join(' or ')

/** The same command under the same key through all nodes at once: one effect, and one answer for all. */
export const commandKeys: Check = async (world) => {
  const { houses } = world
  const creator = await kept(inTurn(houses, 0), async (stores) => {
    const earner = await storedCreator(stores)
    await storedEarnings(stores, { creator: earner, amount: 70_000 })
    return earner
  })
  const key = { scope: `${creator.id}:withdraw`, key: 'at once', inputHash: '' }
  const answers = await atOnce(REPETITIONS, (index) => {
    const once = onceWith({ transact: inTurn(houses, index).transact, clock })
    return repeated(() =>
      requestWithdrawal({ once, clock, minimum: toWon(1) })({ creatorId: creator.id, key }),
    )
  })
  const different = new Set(answers.map((answer) => JSON.stringify(answer))).size
  const stored = await onEachNode(
    world,
    (t) => `SELECT COUNT(*) AS number FROM ${t('withdrawal')} WHERE creator_id = ${creator.id}`,
  )
  return {
    told: `keys: one command ${REPETITIONS} times at once under one key, ${different} answer, ${stored.join('/')} effects`,
    isRight: different === 1 && isEach(stored, 1) && answers.every(({ ok }) => ok),
  }
}
