import { z } from 'zod'
import { adParts } from './ad-form.ts'
import { ADS } from './ads.ts'
import { check } from './client.ts'
import { ask, type Scene } from './scene.ts'

/** The thumbnail that the server hands out is, byte for byte, the one that was made. */
export const pictureIsServed = async (scene: Scene, adIdx: number): Promise<void> => {
  const { stage, teller } = scene
  const { ad } = await ask(
    scene,
    { method: 'GET', path: `/api/advertise/ad/detail/${adIdx}`, by: stage.cast.operator },
    z.object({ ad: z.tuple([z.object({ thumbnail: z.url() })]) }),
  )
  const { contentType, bytes } = await stage.client.load(ad[0].thumbnail)
  const made = adParts(ADS.sunscreen, stage.start).getAll('imgs')[0]
  check('the type of the picture', contentType, 'image/png')
  check('the picture', made instanceof File && Buffer.from(await made.bytes()).equals(bytes), true)
  teller.facts([
    ['사진 picture', ad[0].thumbnail],
    ['', `${contentType}, ${bytes.byteLength.toLocaleString('en-US')} bytes`],
  ])
}
