/** How the camera was held, as TIFF says it: 1 is upright, 2 to 8 are turned or mirrored (TIFF 6.0, section 8). */
const ORIENTATION = { tag: 0x0112, turned: { least: 2, most: 8 } } as const
const TIFF_MAGIC = 42
const SHORT = 3
const ENTRY_BYTES = 12

/** The orientation that Exif data tells, when the picture has to be turned. Null for everything else. */
export const orientationIn = (tiff: Uint8Array): number | null => {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  if (view.byteLength < 8) return null
  const order = view.getUint16(0)
  const little = order === 0x4949
  if ((!little && order !== 0x4d4d) || view.getUint16(2, little) !== TIFF_MAGIC) return null
  const directory = view.getUint32(4, little)
  if (directory + 2 > view.byteLength) return null
  const first = directory + 2
  const last =
    Math.min(first + view.getUint16(directory, little) * ENTRY_BYTES, view.byteLength) - ENTRY_BYTES
  for (let at = first; at <= last; at += ENTRY_BYTES)
    if (view.getUint16(at, little) === ORIENTATION.tag) {
      const value = view.getUint16(at + 8, little)
      const { least, most } = ORIENTATION.turned
      return view.getUint16(at + 2, little) === SHORT && value >= least && value <= most ? value : null
    }
  return null
}

/** Exif data that tells the orientation and nothing else. */
export const exifOf = (orientation: number): Uint8Array<ArrayBuffer> => {
  const exif = new DataView(new ArrayBuffer(26))
  exif.setUint16(0, 0x4d4d)
  exif.setUint16(2, TIFF_MAGIC)
  exif.setUint32(4, 8)
  exif.setUint16(8, 1)
  exif.setUint16(10, ORIENTATION.tag)
  exif.setUint16(12, SHORT)
  exif.setUint32(14, 1)
  exif.setUint16(18, orientation)
  return new Uint8Array(exif.buffer)
}
