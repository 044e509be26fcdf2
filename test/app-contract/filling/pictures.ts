import { png } from '../../fixtures/pictures.ts'
import { demand } from '../../fixtures/stored.ts'
import type { TestHouse } from '../../fixtures/test-house.ts'

/** A picture that is kept: under which name, and what whoever loads it gets. */
export type Kept = { readonly name: string; readonly bytes: Uint8Array }

/** No two are alike, so that one cannot stand for another. */
export const picturesOf = ({ images }: TestHouse) => {
  let made = 0
  return async (): Promise<Kept> => {
    made += 1
    const name = demand(await images.save(png(made, 2, [200, 30, made])))
    const kept = await images.load(name)
    if (kept === null) throw new Error('what was saved is there')
    return { name, bytes: kept.bytes }
  }
}

export type NewPicture = ReturnType<typeof picturesOf>
