import { z } from 'zod'
import { type Answer, check } from './client.ts'
import type { Creator } from './people.ts'
import { ask, onYouTube, quietlyOnYouTube, type Scene, written } from './scene.ts'
import type { Stage } from './stage.ts'

/** The creator on both sides. */
export type Joined = { readonly userIdx: number; readonly channelId: string }

const signedUp = z.object({ userIdx: z.int().min(1) })
const code = z.object({ hash: z.string().regex(/^[A-Z2-7]{16}$/), expiresAt: z.string() })
const channelOf = (channelId: string, state: string) =>
  z.object({
    state: z.literal(state),
    channelId: z.literal(channelId),
    channelName: z.string(),
    subscribers: z.number(),
    missing: z.array(z.string()).length(0),
  })

/** A creator signs up and proves that the channel is their own. */
export const join = async (scene: Scene): Promise<Joined> => {
  const { stage, teller } = scene
  const { minji } = stage.cast
  teller.chapter(
    '민지가 가입하고 채널을 인증합니다',
    'Minji signs up and proves her channel',
    stage.clock.now(),
  )

  teller.step('회원가입', 'With exactly the JSON that the 2020 app sends')
  const { userIdx } = await ask(
    scene,
    { method: 'POST', path: '/api/auth/signup/', json: signUpForm(minji) },
    signedUp,
  )
  teller.facts([
    ['회원 member', `#${userIdx} ${minji.name}`],
    ['관심 interest', '0101 뷰티, 0201 법률, 0301 교육'],
  ])
  teller.asked('POST /api/auth/login')
  teller.cameBack(written(await stage.client.logIn(minji)), 'done')

  teller.step('인증 코드', 'A one-time code, valid for 24 hours')
  const issued = await ask(scene, { method: 'GET', path: '/api/auth/hash', by: minji }, code)
  teller.facts([
    ['코드 code', issued.hash],
    ['만료 expires', issued.expiresAt],
  ])

  teller.step('일부 공개 동영상', 'Minji puts the code into an unlisted video of her channel')
  const channel = await onYouTube(scene, 'POST', '/simulator/channels', channelForm(minji))
  const proof = proofVideo(channel.id, issued.hash)
  const { url } = await onYouTube(scene, 'POST', '/simulator/videos', proof)

  teller.step('채널 인증', 'The server asks YouTube, finds the code, and knows whose channel it is')
  const proved = await ask(
    scene,
    { method: 'POST', path: '/api/user/channel', by: minji, form: { url } },
    channelOf(channel.id, 'verified'),
  )
  // YouTube tells three figures.
  check('the subscribers', proved.subscribers, 12_300)
  teller.facts([
    ['채널 channel', `${proved.channelName} (${proved.channelId})`],
    ['구독자 subscribers', `${proved.subscribers.toLocaleString('en-US')}명`],
    ['상태 state', proved.state],
  ])
  return { userIdx, channelId: channel.id }
}

/** The same without telling. Answers what came back at the end, with the member's id. */
export const joinQuietly = async (
  stage: Stage,
  creator: Creator,
): Promise<Answer<{ readonly userIdx: number }>> => {
  const { client } = stage
  const json = signUpForm(creator)
  const { data } = await client.ask({ method: 'POST', path: '/api/auth/signup/', json }, signedUp)
  await client.logIn(creator)
  const issued = await client.ask({ method: 'GET', path: '/api/auth/hash', by: creator }, code)
  const channel = await quietlyOnYouTube(stage, 'POST', '/simulator/channels', channelForm(creator))
  const proof = proofVideo(channel.id, issued.data.hash)
  const { url } = await quietlyOnYouTube(stage, 'POST', '/simulator/videos', proof)
  const proved = await client.ask(
    { method: 'POST', path: '/api/user/channel', by: creator, form: { url } },
    channelOf(channel.id, 'verified'),
  )
  return { ...proved, data }
}

const signUpForm = ({ email, password, name, phone, location, channelName, handle, interest }: Creator) => ({
  email,
  password,
  name,
  phone,
  location,
  channelName,
  youtubeUrl: `https://www.youtube.com/${handle}`,
  notRegisterUrl: '',
  agreement: 0,
  interest,
})

const channelForm = ({ channelName, handle, subscribers }: Creator) => ({
  title: channelName,
  handle,
  subscribers,
})

const proofVideo = (channelId: string, hash: string) => ({
  channelId,
  title: '크레커 채널 인증',
  description: hash,
  privacy: 'unlisted',
})
