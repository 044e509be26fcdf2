import { expect, test } from 'vitest'
import { err, ok } from '../../../src/domain/result.ts'
import { watchUrl } from '../../../src/domain/video/youtube-url.ts'
import { UNREADABLE, type VideoPlatform } from '../../../src/ports/video-platform.ts'
import { aHouse, everythingIn } from '../../fixtures/house.ts'
import { inHours } from '../../fixtures/instants.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo, aYouTube } from '../../fixtures/you-tube.ts'

test('a video is looked up by any of its addresses, and nothing is stored', async () => {
  const house = aHouse({ youTube: aYouTube({ videos: [aVideo()] }) })
  const before = everythingIn(house)
  for (const url of [watchUrl(aVideoId()), `https://youtu.be/${aVideoId()}?t=3`])
    expect(await house.lookUpVideo(url)).toEqual(ok(aVideo()))
  expect(everythingIn(house)).toEqual(before)
})

test('an address that is not one of YouTube is refused without asking', async () => {
  const house = aHouse()
  expect(await house.lookUpVideo('https://example.kr')).toEqual(err({ kind: 'video-url-malformed' }))
  expect(house.youTube.videoCalls()).toEqual([])
})

test('a video that is not there is not found', async () => {
  const house = aHouse()
  expect(await house.lookUpVideo(watchUrl(aVideoId()))).toEqual(err({ kind: 'video-not-found' }))
})

test('a video of which YouTube tells in a form that cannot be read is there, and cannot be looked up', async () => {
  const youTube = aYouTube()
  const videos: VideoPlatform['videos'] = async () => ok(new Map([[aVideoId(), UNREADABLE]]))
  const house = aHouse({ youTube: { ...youTube, platform: { ...youTube.platform, videos } } })
  expect(await house.lookUpVideo(watchUrl(aVideoId()))).toEqual(err({ kind: 'youtube-unavailable' }))
})

test.each([
  { kind: 'youtube-unavailable' },
  { kind: 'youtube-not-configured' },
  { kind: 'youtube-key-refused' },
  { kind: 'youtube-quota-exhausted', retryAt: inHours(8) },
] as const)('that YouTube does not answer ($kind) is never taken for "not found"', async (failure) => {
  const house = aHouse({ youTube: aYouTube({ videos: [aVideo()] }) })
  house.youTube.fail(failure)
  expect(await house.lookUpVideo(watchUrl(aVideoId()))).toEqual(err(failure))
})
