/** Something with an outline. Every length is in the units of the drawing that it belongs to; y grows downwards. */
export type Shape = {
  /** Everything of it lies within. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number]
  /** How far a point is from the outline: negative inside. */
  readonly distance: (x: number, y: number) => number
}

export const circle = (x: number, y: number, radius: number): Shape => ({
  box: [x - radius, y - radius, x + radius, y + radius],
  distance: (px, py) => Math.hypot(px - x, py - y) - radius,
})

export const ring = (x: number, y: number, radius: number, thickness: number): Shape => {
  const reach = radius + thickness / 2
  return {
    box: [x - reach, y - reach, x + reach, y + reach],
    distance: (px, py) => Math.abs(Math.hypot(px - x, py - y) - radius) - thickness / 2,
  }
}

/** `turn` in degrees, clockwise. */
export const ellipse = (x: number, y: number, radiusX: number, radiusY: number, turn = 0): Shape => {
  const reach = Math.max(radiusX, radiusY)
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)]
  return {
    box: [x - reach, y - reach, x + reach, y + reach],
    distance: (px, py) => {
      const along = ((px - x) * cos + (py - y) * sin) / radiusX
      const across = ((py - y) * cos - (px - x) * sin) / radiusY
      return (Math.hypot(along, across) - 1) * Math.min(radiusX, radiusY)
    },
  }
}

/** A rectangle from its upper left corner, with round corners. */
export const box = (left: number, top: number, width: number, height: number, round = 0): Shape => {
  const [x, y] = [left + width / 2, top + height / 2]
  return {
    box: [left, top, left + width, top + height],
    distance: (px, py) => {
      const beyondX = Math.abs(px - x) - width / 2 + round
      const beyondY = Math.abs(py - y) - height / 2 + round
      const outside = Math.hypot(Math.max(beyondX, 0), Math.max(beyondY, 0))
      return outside + Math.min(Math.max(beyondX, beyondY), 0) - round
    },
  }
}

/** A straight line with round ends. */
export const line = (x1: number, y1: number, x2: number, y2: number, thickness: number): Shape => {
  const half = thickness / 2
  const [dx, dy] = [x2 - x1, y2 - y1]
  const squared = dx * dx + dy * dy
  return {
    box: [Math.min(x1, x2) - half, Math.min(y1, y2) - half, Math.max(x1, x2) + half, Math.max(y1, y2) + half],
    distance: (px, py) => {
      const share = Math.min(1, Math.max(0, ((px - x1) * dx + (py - y1) * dy) / squared))
      return Math.hypot(px - x1 - dx * share, py - y1 - dy * share) - half
    },
  }
}

/** Straight sides between corners; nothing of it may bend inwards. */
export const polygon = (...corners: readonly (readonly [x: number, y: number])[]): Shape => {
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  const sides = corners.map(([x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % corners.length] ?? [x, y]
    const length = Math.hypot(nextX - x, nextY - y)
    return { x, y, outX: (nextY - y) / length, outY: (x - nextX) / length }
  })
  return {
    box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    distance: (px, py) => {
      let furthest = Number.NEGATIVE_INFINITY
      for (const { x, y, outX, outY } of sides)
        furthest = Math.max(furthest, (px - x) * outX + (py - y) * outY)
      return furthest
    },
  }
}

/** What of a shape lies above a height. */
export const above = (height: number, { box: [left, top, right, bottom], distance }: Shape): Shape => ({
  box: [left, top, right, Math.min(bottom, height)],
  distance: (x, y) => Math.max(distance(x, y), y - height),
})

/** What of a shape lies below a height. */
export const below = (height: number, { box: [left, top, right, bottom], distance }: Shape): Shape => ({
  box: [left, Math.max(top, height), right, bottom],
  distance: (x, y) => Math.max(distance(x, y), height - y),
})

/** Where the origin of a shape comes to lie in another drawing, and how many of its units one of the shape's is. */
export type Place = { readonly x: number; readonly y: number; readonly scale: number }

export const placed = (
  { box: [left, top, right, bottom], distance }: Shape,
  { x, y, scale }: Place,
): Shape => ({
  box: [x + left * scale, y + top * scale, x + right * scale, y + bottom * scale],
  distance: (px, py) => distance((px - x) / scale, (py - y) / scale) * scale,
})
