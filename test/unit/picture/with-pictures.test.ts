import { beforeEach, describe, expect, test } from 'vitest'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import { withPictures } from '../../../src/application/picture/with-pictures.ts'
import { err, ok, type Result } from '../../../src/domain/result.ts'
import type { ImageStore } from '../../../src/ports/image-store.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { aHouse } from '../../fixtures/house.ts'
import { onePixel, png } from '../../fixtures/pictures.ts'

const RED = png(1, 1, [255, 0, 0])
const PICTURES = [RED, onePixel.gif, onePixel.webpLossy]
const NO_PICTURE = Uint8Array.of(1, 2, 3)

let house: ReturnType<typeof aHouse>
beforeEach(() => {
  house = aHouse()
})

type Answer = Result<readonly string[], { readonly kind: 'not-wanted' }>

/** A command that shows all its pictures, on a store that differs from the house's. */
const run = (
  { pictures = PICTURES, ...images }: Partial<ImageStore> & { readonly pictures?: readonly Uint8Array[] },
  work: (names: readonly string[]) => Answer = ok,
) =>
  withPictures<readonly string[], { readonly kind: 'not-wanted' }>(
    { once: onceWith(house), images: { ...house.images, ...images } },
    null,
    pictures,
    async (_, names) => work(names),
    (names) => names,
  )

const kept = async (): Promise<readonly string[]> => {
  const loaded = await Promise.all(house.pictures.map((name) => house.images.load(name)))
  return house.pictures.filter((_, index) => loaded[index] !== null)
}

const noRemoval = async (): Promise<never> => {
  throw new Outage('a picture could not be removed')
}

describe('pictures of a command', () => {
  test('are kept all at once, and their order stays whichever is kept first', async () => {
    const others = Promise.withResolvers<void>()
    let keptOthers = 0
    const done = await run({
      save: async (bytes) => {
        if (bytes === RED) await others.promise
        const saved = await house.images.save(bytes)
        keptOthers += bytes === RED ? 0 : 1
        if (keptOthers === 2) others.resolve()
        return saved
      },
    })
    const [gif, webp, red] = house.pictures
    expect(done).toEqual(ok([red, gif, webp]))
    expect(red).toMatch(/\.png$/)
  })

  test('are none when one of them is refused', async () => {
    const refused = err({ kind: 'image-unreadable' })
    expect(await run({ pictures: [RED, NO_PICTURE, onePixel.gif] })).toEqual(refused)
    expect(house.pictures).toHaveLength(2)
    expect(await kept()).toEqual([])
  })

  test('are none when the store fails for one of them, which is told', async () => {
    const full = new Outage('a picture could not be written')
    const done = run({
      save: async (bytes) => {
        if (bytes === RED) throw full
        return house.images.save(bytes)
      },
    })
    await expect(done).rejects.toBe(full)
    expect(house.pictures).toHaveLength(2)
    expect(await kept()).toEqual([])
  })

  test('that cannot be taken away leave a refusal as it is', async () => {
    const notWanted = err({ kind: 'not-wanted' } as const)
    expect(await run({ remove: noRemoval }, () => notWanted)).toEqual(notWanted)
    const refused = err({ kind: 'image-unreadable' })
    expect(await run({ remove: noRemoval, pictures: [RED, NO_PICTURE] })).toEqual(refused)
  })

  test('that cannot be taken away leave a success as it is', async () => {
    const none = ok<readonly string[]>([])
    expect(await run({ remove: noRemoval }, () => none)).toEqual(none)
  })
})
