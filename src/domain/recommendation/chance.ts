/** Four 16-bit numbers out of three, mixed so that neighbours have nothing in common. */
export const mixed = (hash: number): number => {
  let mixing = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixing = Math.imul(mixing ^ (mixing >>> 13), 0xc2b2ae35)
  return (mixing ^ (mixing >>> 16)) >>> 0
}

/** About normal, mean 0 and deviation 1, at most √12 away: the same for the same day, creator and item on every machine. */
export const chance = (seed: number, creator: number, item: number): number => {
  const one = mixed(Math.imul(seed, 0x9e3779b1) ^ mixed(Math.imul(creator, 0x85ebca77) ^ mixed(item)))
  const other = mixed(one ^ 0x27d4eb2f)
  const sum = (one >>> 16) + (one & 0xffff) + (other >>> 16) + (other & 0xffff)
  return (sum / 65_536 - 2) * Math.sqrt(3)
}
