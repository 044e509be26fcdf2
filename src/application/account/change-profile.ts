import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { forgetPicture } from '../picture/forget-picture.ts'
import { withPictures } from '../picture/with-pictures.ts'

export type ChangeProfileRefusal = { readonly kind: 'account-not-found' } | ImageRefusal | KeyRefusal

export type ChangeProfile = (command: {
  readonly accountId: Id<'Account'>
  /** Null keeps what is stored; an empty text does not. */
  readonly phone: string | null
  readonly location: string | null
  readonly picture: Uint8Array | null
  readonly key: CommandKey | null
}) => Promise<Result<{ readonly profileImage: string | null }, ChangeProfileRefusal>>

/** Changes the member's picture, phone and address. A new picture takes the place of the old one, which is removed. */
export const changeProfile =
  ({ once, images }: { readonly once: Once; readonly images: ImageStore }): ChangeProfile =>
  async ({ accountId, phone, location, picture, key }) => {
    const changed = await withPictures<Changed, { readonly kind: 'account-not-found' }>(
      { once, images },
      key,
      picture === null ? [] : [picture],
      async ({ accounts }, [saved]) => {
        const account = await accounts.find(accountId)
        if (account === null) return err({ kind: 'account-not-found' })
        const profileImage = saved ?? account.profileImage
        await accounts.save({
          ...account,
          phone: phone ?? account.phone,
          location: location ?? account.location,
          profileImage,
        })
        return ok({ profileImage, replaced: saved === undefined ? null : account.profileImage })
      },
      ({ profileImage }) => (profileImage === null ? [] : [profileImage]),
    )
    if (!changed.ok) return changed
    const { profileImage, replaced } = changed.value
    if (replaced !== null) await forgetPicture(images, replaced)
    return ok({ profileImage })
  }

type Changed = { readonly profileImage: string | null; readonly replaced: string | null }
