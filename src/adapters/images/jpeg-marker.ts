/** C0 to CF start a frame, except those for Huffman tables, the reserved one and arithmetic conditioning. */
export const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Has no length and no data behind it: a mark where the coded data may start again, or one for private use. */
export const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
