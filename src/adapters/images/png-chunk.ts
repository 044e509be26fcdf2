import { crc32 } from 'node:zlib'

/** A chunk of a PNG: its length, its type, its data, and a sum over the last two. */
export const pngChunk = (type: string, data: Uint8Array): Uint8Array => {
  const framed = Buffer.alloc(data.byteLength + 12)
  framed.writeUInt32BE(data.byteLength, 0)
  framed.write(type, 4, 'latin1')
  framed.set(data, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.byteLength - 4)
  return framed
}
