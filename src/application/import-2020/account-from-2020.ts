import { type Consent, type NewAccount, normaliseEmail } from '../../domain/account/account.ts'
import { type Channel, unprovenChannel } from '../../domain/channel/channel.ts'
import { type Id, type Instant, toWon, type Won } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { parseChannelUrl } from '../../domain/video/youtube-url.ts'
import type { Row2020, StoredHashOf2020 } from '../../ports/import-2020.ts'
import { adInterest2020, expertCategory2020, newsInterest2020 } from './categories-2020.ts'
import { countOf, flagOf, pictureOf, quoted, type Reason, textOf, wholeOf } from './read-row.ts'

export type AccountFrom2020 = {
  readonly account: NewAccount
  readonly channelOf: (owner: Id<'Account'>) => Channel
  readonly opening: Opening
  /** What could not be taken over as it was. */
  readonly remarks: readonly Reason[]
}

/** Cash that 2020 held for this member, and the part of it that could be withdrawn there. */
export type Opening = { readonly pending: Won; readonly withdrawable: Won }

/** Which terms a member of 2020 agreed to. When, that server did not keep: it is dated when it comes here. */
const CONSENT_VERSION = '2020'

/** A row of `User`. Refused without an e-mail, or without a password that could ever be checked. */
export const accountFrom2020 = (
  row: Row2020,
  storedHash: StoredHashOf2020,
  now: Instant,
): Result<AccountFrom2020, Reason> => {
  const email = normaliseEmail(textOf(row, 'email'))
  if (!email.ok) return err(`it has no e-mail address: ${quoted(textOf(row, 'email'))}`)
  const passwordHash = hashOf(row, storedHash)
  if (!passwordHash.ok) return passwordHash
  const consents: readonly Consent[] = [
    { to: 'terms', given: true, version: CONSENT_VERSION, at: now },
    { to: 'marketing', given: flagOf(row, 'agreement'), version: CONSENT_VERSION, at: now },
  ]
  const opening = openingOf(row)
  const channel = channelOf(row, now)
  return ok({
    account: {
      email: email.value,
      passwordHash: passwordHash.value,
      roles: ['creator'],
      name: textOf(row, 'name'),
      phone: textOf(row, 'phone'),
      location: textOf(row, 'location'),
      profileImage: pictureOf(row, 'profileImage') || null,
      interests: {
        ad: adInterest2020(textOf(row, 'typeAd')),
        expert: expertCategory2020(textOf(row, 'typeExpert')),
        news: newsInterest2020(textOf(row, 'typeNews')),
      },
      consents,
      sessionGeneration: 1,
      createdAt: now,
    },
    channelOf: channel.of,
    opening: opening.ok ? opening.value : { pending: toWon(0), withdrawable: toWon(0) },
    remarks: [...(opening.ok ? [] : [`${opening.error}; its pockets stay empty`]), ...channel.remarks],
  })
}

/** 32 bytes; the length of the text in base64 tells. */
const HASH = /^[A-Za-z\d+/]{43}=?$/
const SALT = /^[A-Za-z\d+/]{8,252}={0,2}$/

/** Neither is quoted in the reason. */
const hashOf = (row: Row2020, storedHash: StoredHashOf2020): Result<string, Reason> => {
  const [hashBase64, salt] = [textOf(row, 'password').trim(), textOf(row, 'salt').trim()]
  if (!HASH.test(hashBase64)) return err('its password is no hash of 32 bytes in base64')
  if (!SALT.test(salt)) return err('its salt is no base64')
  return ok(storedHash({ salt, hashBase64 }))
}

/** `cash` is all that was held, `cashAllowed` the part of it that could be withdrawn. */
const openingOf = (row: Row2020): Result<Opening, Reason> => {
  const held = wholeOf(row, 'cash')
  const allowed = wholeOf(row, 'cashAllowed')
  if (!held.ok) return held
  if (!allowed.ok) return allowed
  const [cash, cashAllowed] = [held.value ?? 0, allowed.value ?? 0]
  if (cash < 0 || cashAllowed < 0) return err(`its cash is below 0: ${cash}, of which ${cashAllowed} allowed`)
  return cashAllowed > cash
    ? err(`more of its cash could be withdrawn than it held: ${cashAllowed} of ${cash}`)
    : ok({ pending: toWon(cash - cashAllowed), withdrawable: toWon(cashAllowed) })
}

/**
 * 2020 never proved a channel, so nobody's is verified here. One that its operators had approved by hand waits for
 * one of ours, if its address names the channel itself.
 */
const channelOf = (
  row: Row2020,
  now: Instant,
): { readonly of: (owner: Id<'Account'>) => Channel; readonly remarks: readonly Reason[] } => {
  const claimed = { url: textOf(row, 'youtubeUrl'), name: textOf(row, 'channelName'), proofUrl: '' }
  const unproven = (owner: Id<'Account'>) => unprovenChannel(owner, claimed, now)
  if (!flagOf(row, 'isAuth')) return { of: unproven, remarks: [] }
  const named = parseChannelUrl(claimed.url)
  if (!named.ok || named.value.by !== 'id')
    return {
      of: unproven,
      remarks: [
        `its channel was approved, but the address does not name it by its id: ${quoted(claimed.url)}; it is to be proved anew`,
      ],
    }
  const identity = {
    id: named.value.id,
    title: claimed.name,
    subscribers: countOf(row, 'subscribers') || null,
  }
  return { of: (owner) => ({ ...unproven(owner), identity, state: { status: 'pending' } }), remarks: [] }
}
