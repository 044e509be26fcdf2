import type { ImageStore } from '../../ports/image-store.ts'
import { Outage } from '../../ports/outage.ts'

/**
 * Takes a picture away that nothing shows any more. What was decided stands, whether or not the image store can be
 * reached: a picture that nobody shows is the smaller harm. The store at the edge tells operators which one stays.
 */
export const forgetPicture = async (images: ImageStore, name: string): Promise<void> => {
  try {
    await images.remove(name)
  } catch (error) {
    if (!(error instanceof Outage)) throw error
  }
}
