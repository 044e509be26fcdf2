import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { orientationIn } from '../../../src/adapters/images/orientation.ts'
import { type ImageFormat, recogniseImage } from '../../../src/adapters/images/recognise.ts'
import { stripImage } from '../../../src/adapters/images/strip.ts'
import {
  BEHIND,
  exif,
  gifApplication,
  gifComment,
  gifFrame,
  jpegOfScans,
  jpegSegment,
  PHOTOS,
  pngChunk,
  TELLTALE,
  turnedPhoto,
  webp,
  webpChunk,
  webpFrame,
  webpHead,
  webpPixels,
  withIn,
} from '../../fixtures/photos.ts'
import { jpeg, onePixel, png } from '../../fixtures/pictures.ts'

const FORMATS = ['jpeg', 'png', 'gif', 'webp'] as const satisfies readonly ImageFormat[]
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1')
/** Nobody looks for the size of `jpeg` behind this. */
const BEHIND_JPEG_SIZE = 102
const holds = (bytes: Uint8Array, text: string): boolean => Buffer.from(bytes).includes(ascii(text))

const stripped = (bytes: Uint8Array): Uint8Array => {
  const found = recogniseImage(bytes)
  const clean = found === null ? null : stripImage(bytes, found.format)
  if (clean === null) throw new Error('this is a whole picture')
  return clean.bytes
}

describe.each(FORMATS)('a %s', (format) => {
  const { plain, told } = PHOTOS[format]

  it('tells nothing any more beside what is seen, and is otherwise as it was', () => {
    expect(holds(told, TELLTALE)).toBe(true)
    expect(stripped(told)).toEqual(plain)
  })

  it('that tells nothing does not change by a byte', () => {
    expect(stripped(plain)).toEqual(plain)
  })

  it('ends where it ends: a film, a page or an archive behind it is gone', () => {
    const page = ascii(`<html><script>alert('${TELLTALE}')</script></html>`)
    expect(stripped(Buffer.concat([told, page]))).toEqual(plain)
  })

  it('that is cut off anywhere is no picture', () => {
    for (let length = 0; length < told.byteLength; length += 1)
      expect(stripImage(told.subarray(0, length), format), `${length} bytes`).toBeNull()
  })

  it('is read from the middle of a larger buffer', () => {
    const body = Buffer.concat([Buffer.alloc(7, 0xff), told, Buffer.alloc(7, 0xff)])
    expect(stripped(body.subarray(7, 7 + told.byteLength))).toEqual(plain)
  })

  it('of countless parts is no picture', () => {
    const part = {
      jpeg: jpegSegment(0xfe),
      png: pngChunk('tEXt', new Uint8Array()),
      gif: gifComment(''),
      webp: webpChunk('PLAC', new Uint8Array()),
    }[format]
    const many = Array.from({ length: 20_001 }, () => part)
    const picture =
      format === 'webp'
        ? webp(webpHead(0, 1, 1), webpPixels, ...many)
        : withIn(plain, { ...BEHIND, jpeg: BEHIND_JPEG_SIZE }[format], ...many)
    expect(recogniseImage(picture)).toMatchObject({ format })
    expect(stripImage(picture, format)).toBeNull()
  })
})

test('a JPEG of countless bytes between its segments is no picture', () => {
  const picture = (fill: number) => withIn(jpeg(8, 8), BEHIND.jpeg, new Uint8Array(fill).fill(0xff))
  expect(stripped(picture(1_000))).toEqual(jpeg(8, 8))
  expect(stripImage(picture(20_000), 'jpeg')).toBeNull()
  expect(recogniseImage(picture(20_000))).toBeNull()
})

describe('whatever is written into a picture', () => {
  const secret = fc
    .uint8Array({ maxLength: 200 })
    .map((noise) => Buffer.concat([noise, ascii(TELLTALE), noise]))
  const talk: Readonly<Record<'jpeg' | 'png' | 'gif' | 'webp', fc.Arbitrary<Uint8Array>>> = {
    jpeg: fc
      .tuple(fc.constantFrom(0xe0, 0xe1, 0xe2, 0xe3, 0xed, 0xee, 0xef, 0xf0, 0xfe), secret)
      .map(([marker, data]) => jpegSegment(marker, data)),
    png: fc
      .tuple(fc.constantFrom('tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'sPLT', 'prVt'), secret)
      .map(([type, data]) => pngChunk(type, data)),
    gif: secret.map((data) => gifComment(data.toString('latin1'))),
    webp: fc
      .tuple(fc.constantFrom('EXIF', 'XMP ', 'PLAC', 'JUNK'), secret)
      .map(([type, data]) => webpChunk(type, data)),
  }
  const withTalk = (format: ImageFormat, parts: readonly Uint8Array[]): Uint8Array =>
    format === 'webp'
      ? webp(webpHead(0x0c, 1, 1), ...parts, webpPixels, ...parts)
      : withIn(PHOTOS[format].plain, BEHIND[format], ...parts)

  it.each(FORMATS)('is gone from a %s, which stays the picture that it was', (format) => {
    fc.assert(
      fc.property(fc.array(talk[format], { maxLength: 6 }), (parts) => {
        const clean = stripped(withTalk(format, parts))
        expect(clean).toEqual(PHOTOS[format].plain)
        expect(stripped(clean)).toEqual(clean)
      }),
    )
  })
})

describe('bytes of any kind', () => {
  const samples = [
    ...FORMATS.flatMap((format) => [PHOTOS[format].plain, PHOTOS[format].told]),
    turnedPhoto(6),
    onePixel.webpLossless,
    onePixel.webpExtended,
    webp(webpHead(0x02, 1, 1), webpChunk('ANIM', new Uint8Array(6)), webpFrame(), webpFrame()),
  ]
  const damaged = fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 2, 8, 0x21, 0x2c, 0x3b, 0xd9, 0xda, 0xe1, 0xff)), {
        maxLength: 8,
      }),
      fc.nat(),
    )
    .map(([sample, changes, cut]) => {
      const bytes = Uint8Array.from(sample)
      for (const [at, value] of changes) bytes[at % bytes.byteLength] = value
      return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.byteLength) : bytes
    })

  it('never throw, and what is a picture stays that picture, also the second time', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        for (const format of FORMATS) stripImage(bytes, format)
        const found = recogniseImage(bytes)
        const clean = found === null ? null : stripImage(bytes, found.format)
        if (found === null || clean === null) return
        expect(recogniseImage(clean.bytes)).toEqual(found)
        expect(stripImage(clean.bytes, found.format)).toEqual(clean)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('the orientation', () => {
  const inJpeg = (bytes: Uint8Array): number | null => {
    const at = Buffer.from(bytes).indexOf(ascii('Exif\0\0'))
    return at === -1 ? null : orientationIn(bytes.subarray(at + 6))
  }

  test.each([2, 3, 4, 5, 6, 7, 8])('%i stays, and nothing beside it', (orientation) => {
    for (const order of ['II', 'MM'] as const) {
      const clean = stripped(turnedPhoto(orientation, order))
      expect(inJpeg(clean)).toBe(orientation)
      expect(holds(clean, TELLTALE)).toBe(false)
      expect(stripped(clean)).toEqual(clean)
    }
  })

  test.each([0, 1, 9, 65_535])('%i says nothing and goes with the rest', (orientation) => {
    expect(stripped(turnedPhoto(orientation))).toEqual(jpeg(24, 16))
  })

  test('is the first that a picture tells', () => {
    const second = jpegSegment(0xe1, ascii('Exif\0\0'), exif(3))
    const clean = stripped(withIn(turnedPhoto(8), 20 + 4 + 6 + exif(8).byteLength, second))
    expect(inJpeg(clean)).toBe(8)
    expect(clean).toEqual(stripped(turnedPhoto(8)))
  })

  test('stays in a PNG', () => {
    const clean = stripped(withIn(png(2, 3, [0, 0, 0]), BEHIND.png, pngChunk('eXIf', exif(6))))
    expect(orientationIn(clean.subarray(Buffer.from(clean).indexOf(ascii('eXIf')) + 4))).toBe(6)
    expect(holds(clean, TELLTALE)).toBe(false)
    expect(stripped(clean)).toEqual(clean)
  })

  test.each([
    ['', exif(6)],
    ['the name of a JPEG before it', Buffer.concat([ascii('Exif\0\0'), exif(6)])],
  ])('stays in a WebP, with %j', (_, data) => {
    const clean = stripped(webp(webpHead(0x0c, 1, 1), webpPixels, webpChunk('EXIF', data)))
    expect(orientationIn(clean.subarray(Buffer.from(clean).indexOf(ascii('EXIF')) + 8))).toBe(6)
    expect(clean[20]).toBe(0x08)
    expect(holds(clean, TELLTALE)).toBe(false)
    expect(stripped(clean)).toEqual(clean)
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['half of a header', exif(6).subarray(0, 7)],
    ['an order of bytes that there is not', Buffer.concat([ascii('IM'), exif(6).subarray(2)])],
    [
      'another magic number',
      Buffer.concat([exif(6).subarray(0, 2), Buffer.from([43, 0]), exif(6).subarray(4)]),
    ],
    [
      'a directory far away',
      Buffer.concat([exif(6).subarray(0, 4), Buffer.alloc(4, 0xff), exif(6).subarray(8)]),
    ],
    ['a directory that is cut off', exif(6).subarray(0, 33)],
    ['an orientation of another type', Uint8Array.from(exif(6)).fill(4, 24, 25)],
  ])('is not read from %s', (_, data) => {
    expect(orientationIn(data)).toBeNull()
  })
})

describe('what the eye needs', () => {
  const profile = ascii('ICC_PROFILE\0\x01\x01and the profile')
  test('the colour profile of a JPEG, and how its colours are meant', () => {
    const adobe = ascii('Adobe\0\x64\0\0\0\0\x01')
    const picture = withIn(jpeg(8, 8), BEHIND.jpeg, jpegSegment(0xe2, profile), jpegSegment(0xee, adobe))
    expect(stripped(picture)).toEqual(picture)
    expect(stripped(withIn(jpeg(8, 8), BEHIND.jpeg, jpegSegment(0xee, adobe, ascii(TELLTALE))))).toEqual(
      withIn(jpeg(8, 8), BEHIND.jpeg, jpegSegment(0xee, adobe)),
    )
  })

  test('no small picture in the header of a JPEG', () => {
    const head = ascii('JFIF\0\x01\x01\0\0\x01\0\x01')
    const thumbnail = jpegSegment(0xe0, head, Uint8Array.of(1, 1), ascii('RGB'))
    const picture = Buffer.concat([jpeg(8, 8).subarray(0, 2), thumbnail, jpeg(8, 8).subarray(BEHIND.jpeg)])
    expect(stripped(picture)).toEqual(jpeg(8, 8))
  })

  test.each(['iCCP', 'gAMA', 'pHYs', 'sRGB', 'cHRM'])('the %s of a PNG', (type) => {
    const picture = withIn(png(2, 2, [1, 2, 3]), BEHIND.png, pngChunk(type, ascii('colours')))
    expect(stripped(picture)).toEqual(picture)
  })

  test('how often a GIF moves, and each of its frames', () => {
    const looping = gifApplication('NETSCAPE2.0', Uint8Array.of(1, 0, 0))
    const film = withIn(onePixel.gif, BEHIND.gif, looping, gifFrame, gifFrame)
    expect(stripImage(film, 'gif')).toEqual({ bytes: film, frames: 3, scans: 1 })
  })

  test('each scan of a JPEG', () => {
    const progressive = jpegOfScans(10)
    expect(stripImage(progressive, 'jpeg')).toEqual({ bytes: progressive, frames: 1, scans: 10 })
  })

  test('the frames of a PNG and of a WebP', () => {
    const moving = withIn(
      png(1, 1, [0, 0, 0]),
      BEHIND.png,
      pngChunk('acTL', Buffer.alloc(8)),
      pngChunk('fcTL', Buffer.alloc(26)),
      pngChunk('fcTL', Buffer.alloc(26)),
    )
    expect(stripImage(moving, 'png')).toEqual({ bytes: moving, frames: 2, scans: 1 })
    expect(stripImage(pngFilm(1, 1), 'png')).not.toBeNull()
    const anim = webpChunk('ANIM', new Uint8Array(6))
    const film = webp(webpHead(0x02, 1, 1), anim, webpFrame(), webpFrame())
    expect(stripImage(film, 'webp')).toEqual({ bytes: film, frames: 2, scans: 1 })
    const telling = webp(
      webpHead(0x02, 1, 1),
      anim,
      webpFrame(webpChunk('PLAC', ascii(TELLTALE))),
      webpFrame(),
    )
    expect(stripImage(telling, 'webp')).toEqual({ bytes: film, frames: 2, scans: 1 })
  })
})

/** A PNG of one pixel with a frame of that size. */
const pngFilm = (width: number, height: number): Uint8Array => {
  const control = Buffer.alloc(26)
  control.writeUInt32BE(width, 4)
  control.writeUInt32BE(height, 8)
  return withIn(png(1, 1, [0, 0, 0]), BEHIND.png, pngChunk('fcTL', control))
}

describe('a file is refused', () => {
  const wide = Uint8Array.from(webpPixels)
  new DataView(wide.buffer).setUint16(14, 16_383, true)
  const film = (...chunks: readonly Uint8Array[]) => webp(webpHead(2, 1, 1), ...chunks)
  const talk = (parts: number) => Array.from({ length: parts }, () => webpChunk('PLAC', new Uint8Array()))
  const alpha = webpChunk('ALPH', new Uint8Array(2))
  test.each<[string, Uint8Array, ImageFormat]>([
    [
      'with two frames in a JPEG',
      withIn(jpeg(8, 8), BEHIND.jpeg, jpeg(8, 8).subarray(89, BEHIND_JPEG_SIZE)),
      'jpeg',
    ],
    [
      'with something between the segments of a JPEG',
      withIn(jpeg(8, 8), BEHIND.jpeg, ascii('<html>')),
      'jpeg',
    ],
    [
      'with a segment in a JPEG that nobody knows',
      withIn(jpeg(8, 8), BEHIND.jpeg, jpegSegment(0x02)),
      'jpeg',
    ],
    [
      'without a scan',
      Buffer.concat([jpeg(8, 8).subarray(0, BEHIND_JPEG_SIZE), Buffer.from([0xff, 0xd9])]),
      'jpeg',
    ],
    [
      'with two headers in a PNG',
      withIn(png(1, 1, [0, 0, 0]), 33, png(9, 9, [0, 0, 0]).subarray(8, 33)),
      'png',
    ],
    [
      'with a part that PNG readers must know',
      withIn(png(1, 1, [0, 0, 0]), 33, pngChunk('HTML', ascii('x'))),
      'png',
    ],
    ['with a damaged part of a PNG', withIn(png(1, 1, [0, 0, 0]), 45, ascii('x')), 'png'],
    ['with no pixels in a PNG', withIn(png(1, 1, [0, 0, 0]), 33, pngChunk('IEND', new Uint8Array())), 'png'],
    ['with a frame of a PNG wider than the PNG', pngFilm(2, 1), 'png'],
    ['with a frame of a PNG higher than the PNG', pngFilm(1, 2), 'png'],
    [
      'with a frame of a PNG that does not say how large it is',
      withIn(png(1, 1, [0, 0, 0]), BEHIND.png, pngChunk('fcTL', new Uint8Array(8))),
      'png',
    ],
    ['with a frame of a GIF larger than the GIF', Uint8Array.from(onePixel.gif).fill(9, 32, 33), 'gif'],
    ['with no frame in a GIF', Buffer.concat([onePixel.gif.subarray(0, 19), Buffer.from(';')]), 'gif'],
    [
      'with a page behind the head of a GIF',
      Buffer.concat([ascii('GIF89a'), ascii('<html>'.repeat(9))]),
      'gif',
    ],
    ['with a picture larger than the WebP says', webp(webpHead(0, 1, 1), wide), 'webp'],
    [
      'with a frame larger than the WebP says',
      webp(webpHead(2, 1, 1), webpChunk('ANMF', Buffer.concat([Buffer.alloc(16), wide]))),
      'webp',
    ],
    ['with no picture in a WebP', webp(webpHead(0, 1, 1)), 'webp'],
    ['with two pictures in a WebP', webp(webpHead(0, 1, 1), webpPixels, webpPixels), 'webp'],
    ['with a frame of two pictures', film(webpFrame(webpPixels)), 'webp'],
    ['with a frame of two transparencies', film(webpFrame(alpha, alpha)), 'webp'],
    ['with a frame beside a picture', film(webpPixels, webpFrame()), 'webp'],
    ['with countless frames', film(...Array.from({ length: 1_001 }, () => webpFrame())), 'webp'],
    ['with countless parts in one frame', film(webpFrame(...talk(20_000))), 'webp'],
    [
      'with countless parts in all frames',
      film(webpFrame(...talk(10_000)), webpFrame(...talk(10_000))),
      'webp',
    ],
    ['with a frame that is empty', webp(webpHead(2, 1, 1), webpChunk('ANMF', new Uint8Array(16))), 'webp'],
  ])('%s', (_, bytes, format) => {
    expect(stripImage(bytes, format)).toBeNull()
  })

  test('with frames within frames, however deep', () => {
    let frame: Uint8Array = webpFrame()
    for (let depth = 0; depth < 2_000; depth += 1)
      frame = webpChunk('ANMF', Buffer.concat([Buffer.alloc(16), frame]))
    expect(stripImage(webp(webpHead(2, 1, 1), frame), 'webp')).toBeNull()
  })
})
