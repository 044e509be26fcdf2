import { isStartOfFrame, standsAlone } from './jpeg-marker.ts'
import { exifOf, orientationIn } from './orientation.ts'
import { PARTS_MAX, type StrippedImage } from './stripped-image.ts'

type Segment = {
  readonly marker: number
  readonly payload: Uint8Array
  /** As it is in the file; a scan with its coded data. */
  readonly whole: Uint8Array
}

const MARKER = { quantisation: 0xdb, lines: 0xdc, restart: 0xdd, scan: 0xda, end: 0xd9 } as const
const APP = { jfif: 0xe0, exif: 0xe1, profile: 0xe2, adobe: 0xee } as const
const isTable = (marker: number): boolean =>
  [0xc4, 0xcc, MARKER.quantisation, MARKER.lines, MARKER.restart].includes(marker)
/** What programs say to each other: applications, extensions, comments. */
const isTalk = (marker: number): boolean => marker >= 0xe0 && marker <= 0xfe

/** From segment to segment (ITU T.81, annex B). Phones append whole films and second pictures behind the end. */
export const stripJpeg = (bytes: Uint8Array): StrippedImage | null => {
  const segments = segmentsOf(bytes)
  if (segments === null) return null
  const count = (is: (marker: number) => boolean) => segments.filter(({ marker }) => is(marker)).length
  const scans = count((marker) => marker === MARKER.scan)
  if (count(isStartOfFrame) !== 1 || scans === 0) return null
  if (
    segments.some(
      ({ marker }) =>
        !isStartOfFrame(marker) && !isTable(marker) && !isTalk(marker) && marker !== MARKER.scan,
    )
  )
    return null
  const header = segments.find((segment) => isApp(segment, APP.jfif, 'JFIF\0'))
  const exif = segments.find((segment) => isApp(segment, APP.exif, 'Exif\0\0'))
  const kept = segments.flatMap((segment) => {
    if (segment === header) return jfif(segment)
    if (segment === exif) return orientation(segment)
    return isTalk(segment.marker) ? colours(segment) : [segment.whole]
  })
  const [start, end] = [Uint8Array.of(0xff, 0xd8), Uint8Array.of(0xff, MARKER.end)]
  return { bytes: Uint8Array.from(Buffer.concat([start, ...kept, end])), frames: 1, scans }
}

/** Up to the end of the picture, without it. Null when there is none, or something else stands between segments. */
const segmentsOf = (bytes: Uint8Array): readonly Segment[] | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const segments: Segment[] = []
  let at = 2
  for (let parts = 0; at + 2 <= bytes.byteLength && parts < PARTS_MAX; parts += 1) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === MARKER.end) return segments
    // Any number of FF may stand before a marker.
    if (marker === 0xff) at += 1
    else if (standsAlone(marker)) at += 2
    else {
      if (at + 4 > bytes.byteLength) return null
      const length = view.getUint16(at + 2)
      const after = at + 2 + length
      if (length < 2 || after > bytes.byteLength) return null
      const end = marker === MARKER.scan ? endOfScan(bytes, after) : after
      segments.push({ marker, payload: bytes.subarray(at + 4, after), whole: bytes.subarray(at, end) })
      at = end
    }
  }
  return null
}

/** Where the coded data ends. In it FF is followed by zero, or starts again at one of eight marks. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at + 1 < bytes.byteLength; at += 1) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !standsAlone(next)) return at
  }
  return bytes.byteLength
}

const isApp = ({ marker, payload }: Segment, app: number, name: string): boolean =>
  marker === app && Buffer.from(name, 'latin1').equals(payload.subarray(0, name.length))

const segmentOf = (marker: number, ...payload: readonly Uint8Array[]): Uint8Array => {
  const content = Buffer.concat(payload)
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.byteLength + 2, 2)
  return Buffer.concat([head, content])
}

/** Version and density, without the small picture that may follow. */
const jfif = ({ payload }: Segment): readonly Uint8Array[] =>
  payload.byteLength < 14 ? [] : [segmentOf(APP.jfif, payload.subarray(0, 12), Uint8Array.of(0, 0))]

const orientation = ({ payload }: Segment): readonly Uint8Array[] => {
  const found = orientationIn(payload.subarray(6))
  return found === null ? [] : [segmentOf(APP.exif, Buffer.from('Exif\0\0', 'latin1'), exifOf(found))]
}

/** Without them the picture would be shown in other colours. */
const colours = (segment: Segment): readonly Uint8Array[] => {
  if (isApp(segment, APP.profile, 'ICC_PROFILE\0')) return [segment.whole]
  if (!isApp(segment, APP.adobe, 'Adobe') || segment.payload.byteLength < 12) return []
  return [segmentOf(APP.adobe, segment.payload.subarray(0, 12))]
}
