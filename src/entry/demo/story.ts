import { apply } from './applying.ts'
import { earn, waitForRelease } from './earning.ts'
import { join } from './joining.ts'
import { lookBack } from './looking-back.ts'
import { openPlatform } from './opening.ts'
import type { Scene } from './scene.ts'
import { assign, upload } from './uploading.ts'
import { withdraw } from './withdrawing.ts'

/** The main job from beginning to end. Throws at the first step that does not come out as it should. */
export const tellStory = async (scene: Scene): Promise<void> => {
  const platform = await openPlatform(scene)
  const joined = await join(scene)
  const userAdIdx = await apply(scene, platform)
  await assign(scene, platform, joined)
  const uploaded = await upload(scene, platform, joined)
  const submitted = { ...platform, ...joined, ...uploaded, userAdIdx }
  await earn(scene, submitted)
  await waitForRelease(scene, submitted)
  await withdraw(scene)
  await lookBack(scene, submitted)
}
