import { z } from 'zod'
import { check } from './client.ts'
import { portrait } from './drawing/portrait.ts'
import type { Creator } from './people.ts'
import { anything, askEach, type Scene } from './scene.ts'

/** Everybody who has joined gets a face. */
export const showFaces = async (scene: Scene): Promise<void> => {
  const { stage, teller } = scene
  const { minji, doyun, seoyeon, hajun } = stage.cast
  const path = '/api/user'
  teller.step('프로필 사진', 'She and the others put up their pictures')
  await askEach(
    scene,
    `PUT ${path}  (multipart/form-data)`,
    [minji, doyun, seoyeon, hajun].map((by) => ({ method: 'PUT', path, by, parts: profileParts(by) })),
    anything,
  )
  const shown = z.tuple([z.object({ profileImage: z.url(), phone: z.literal(minji.phone) })])
  const { data } = await stage.client.ask({ method: 'GET', path, by: minji }, shown)
  const { bytes } = await stage.client.load(data[0].profileImage)
  check('the picture', Buffer.from(portrait(minji.looks)).equals(bytes), true)
  teller.facts([['사진 picture', data[0].profileImage]])
}

const profileParts = ({ phone, location, looks }: Creator): FormData => {
  const parts = new FormData()
  parts.append('profileImage', new File([portrait(looks)], 'profile.png', { type: 'image/png' }))
  parts.append('phone', phone)
  parts.append('location', location)
  return parts
}
