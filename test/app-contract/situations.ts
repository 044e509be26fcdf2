import type { Member } from '../fixtures/test-house.ts'
import type { FilledHouse, FreshHouse } from './filled-house.ts'
import type { Meaning } from './meaning.ts'
import type { Asked, Heard, Values } from './send.ts'
import type { Problems } from './shape.ts'

/** A request that succeeds, and what its answer says. */
export type Answered = Asked & {
  readonly message: string
  /** Left out where the app reads no data. */
  readonly data?: Meaning
  /** Whether it did what it says. */
  readonly afterwards?: (heard: Heard) => Promise<Problems>
}

/** A request that is refused, in a word why, and of which kind newer clients are told that the refusal is. */
export type Refused = Asked & {
  readonly because: string
  readonly kind: string
  /** YouTube does not answer, which is answered as an outage. */
  readonly isOutage?: true
  /** What is broken before, and mended afterwards. */
  readonly meanwhile?: { readonly breakDown: () => void; readonly mend: () => void }
}

/** How one operation is asked. Those without a token, and a database that fails, are met at each of them alike. */
export type Situations = {
  readonly withData: (house: FilledHouse) => readonly Answered[]
  /** On a platform where nothing has happened yet. */
  readonly withNone: (house: FreshHouse) => Answered | Refused
  /** Left out where nothing but the token can be wrong. */
  readonly refused?: (house: FilledHouse) => readonly Refused[]
}

export type Operations = Readonly<Record<string, Situations>>

export const by = ({ token }: Member, values: Values = {}): Asked => ({ token, values })

/** What is asked for by an id does not exist on a new platform. */
export const NOBODYS_ID = 2_147_483_647

/** For what is asked for by its `idx`. */
export const unknownIds =
  (kind: string) =>
  ({ minji }: FilledHouse): readonly Refused[] => [
    { ...by(minji, { idx: NOBODYS_ID }), kind, because: 'there is no such thing' },
    { ...by(minji, { idx: 0 }), kind: 'input-invalid', because: 'the screen lost its id' },
    { ...by(minji, { idx: 'abc' }), kind: 'input-invalid', because: 'this is no id' },
  ]
