import { apply } from './applying.ts'
import { consult } from './consulting.ts'
import { earn } from './earning.ts'
import { seeEveryScreen } from './every-screen.ts'
import { waitForRelease } from './holding.ts'
import { inviteExperts } from './inviting.ts'
import { join } from './joining.ts'
import { lookBack } from './looking-back.ts'
import { nextMorning } from './next-morning.ts'
import { openPlatform } from './opening.ts'
import { showFaces } from './profiles.ts'
import { publish } from './publishing.ts'
import type { Scene } from './scene.ts'
import { planTrip } from './taking-more-on.ts'
import { assign, upload } from './uploading.ts'
import { withdraw } from './withdrawing.ts'

/** The main job from beginning to end, and around it what else the app shows. Throws at the first step that does not come out as it should. */
export const tellStory = async (scene: Scene): Promise<void> => {
  const platform = await openPlatform(scene)
  const programmes = await publish(scene)
  const joined = await join(scene)
  await showFaces(scene)
  await inviteExperts(scene)
  const userAdIdx = await apply(scene, platform)
  await assign(scene, platform, joined)
  const uploaded = await upload(scene, platform, joined)
  const submitted = { ...platform, ...joined, ...uploaded, userAdIdx }
  await earn(scene, submitted)
  await consult(scene)
  await planTrip(scene, submitted)
  await waitForRelease(scene, submitted)
  await withdraw(scene)
  await lookBack(scene, submitted)
  await nextMorning(scene, submitted, programmes)
  await seeEveryScreen(scene)
}
