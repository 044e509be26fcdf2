import { camera, cup, island, jar, lipstick, noodles, plant, tent, tube } from './drawing/ad-motifs.ts'
import { banner } from './drawing/pictures.ts'

/** The pictures in the middle of the home screen, of which the app shows another one each hour. */
export const BANNERS: readonly (() => Uint8Array<ArrayBuffer>)[] = [
  () =>
    banner(
      {
        palette: { from: [18, 90, 140], to: [120, 205, 190], light: [255, 244, 190], accent: [244, 120, 90] },
        pattern: 'hills',
      },
      [tent, island, camera],
    ),
  () =>
    banner(
      {
        palette: { from: [150, 50, 100], to: [255, 180, 160], light: [255, 240, 230], accent: [224, 60, 90] },
        pattern: 'bubbles',
      },
      [jar, lipstick, tube],
    ),
  () =>
    banner(
      {
        palette: { from: [150, 70, 30], to: [250, 200, 110], light: [255, 245, 210], accent: [206, 70, 50] },
        pattern: 'rays',
      },
      [cup, noodles, plant],
    ),
]
