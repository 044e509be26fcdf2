import type { Looks } from './drawing/portrait.ts'

const SKIN = { fair: [248, 216, 192], warm: [240, 204, 174], tanned: [228, 186, 152] } as const
const HAIR = { black: [40, 34, 36], brown: [84, 56, 42], grey: [104, 100, 102] } as const

/** What members look like on their profiles. */
export const MEMBER_FACES = {
  minji: {
    backdrop: [
      [255, 184, 190],
      [255, 228, 204],
    ],
    skin: SKIN.fair,
    hair: HAIR.brown,
    cut: 'long',
    clothes: [238, 128, 118],
    suit: false,
    glasses: false,
  },
  doyun: {
    backdrop: [
      [240, 176, 96],
      [252, 224, 168],
    ],
    skin: SKIN.tanned,
    hair: HAIR.black,
    cut: 'short',
    clothes: [60, 100, 84],
    suit: false,
    glasses: true,
  },
  seoyeon: {
    backdrop: [
      [90, 170, 200],
      [190, 230, 224],
    ],
    skin: SKIN.warm,
    hair: HAIR.black,
    cut: 'bun',
    clothes: [250, 206, 96],
    suit: false,
    glasses: false,
  },
  hajun: {
    backdrop: [
      [120, 104, 170],
      [204, 180, 220],
    ],
    skin: SKIN.fair,
    hair: HAIR.brown,
    cut: 'short',
    clothes: [44, 48, 66],
    suit: false,
    glasses: false,
  },
} as const satisfies Readonly<Record<string, Looks>>

/** The portraits of experts. */
export const EXPERT_FACES = {
  jiwon: {
    backdrop: [
      [84, 106, 150],
      [156, 176, 206],
    ],
    skin: SKIN.fair,
    hair: HAIR.black,
    cut: 'bob',
    clothes: [38, 48, 80],
    suit: true,
    glasses: true,
  },
  seyoung: {
    backdrop: [
      [116, 134, 120],
      [194, 208, 176],
    ],
    skin: SKIN.warm,
    hair: HAIR.grey,
    cut: 'short',
    clothes: [66, 70, 80],
    suit: true,
    glasses: true,
  },
  garam: {
    backdrop: [
      [216, 150, 110],
      [248, 214, 176],
    ],
    skin: SKIN.tanned,
    hair: HAIR.brown,
    cut: 'bun',
    clothes: [96, 60, 90],
    suit: true,
    glasses: false,
  },
  taeo: {
    backdrop: [
      [50, 54, 66],
      [120, 128, 140],
    ],
    skin: SKIN.warm,
    hair: HAIR.black,
    cut: 'short',
    clothes: [196, 92, 70],
    suit: false,
    glasses: false,
  },
} as const satisfies Readonly<Record<string, Looks>>
