import { aChannelId, aChannelIdentity } from '../../fixtures/channel.ts'
import type { TestHouse } from '../../fixtures/test-house.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'
import type { NewPicture } from './pictures.ts'

/** Minji, who holds the telephone; two others with verified channels; an operator. */
export const fillPeople = async (house: TestHouse, newPicture: NewPicture) => {
  const portrait = await newPicture()
  return {
    portrait,
    minji: await house.creator('minji', {
      name: '김민지',
      phone: '010-7777-1234',
      location: '제주특별자치도 제주시 첨단로 242',
      profileImage: portrait.name,
      channel: { identity: aChannelIdentity({ subscribers: 12_300 }) },
    }),
    junho: await house.creator('junho'),
    soyeon: await house.creator('soyeon', {
      channel: { identity: aChannelIdentity({ id: aChannelId('soyeon') }), state: { status: 'pending' } },
    }),
    operator: await house.anOperator(),
  }
}

/** Videos of Minji's and of somebody else, whose picture is one that is really there. */
export const fillYouTube = ({ youTube }: TestHouse, thumbnailUrl: string) => {
  const own = aVideo({ id: aVideoId('own'), thumbnailUrl })
  const strange = aVideo({ id: aVideoId('strange'), channelId: aChannelId('strange'), thumbnailUrl })
  youTube.publish(own)
  youTube.publish(strange)
  return { own: `https://youtu.be/${own.id}`, strange: `https://www.youtube.com/watch?v=${strange.id}` }
}
