/** Writes the ads with the highest scores into `list`, best first; of equal scores the earlier in `ads`. Answers how many. */
export const bestFirst = (ads: Int32Array, scores: Float64Array, list: Int32Array): number => {
  const best = new Float64Array(list.length)
  let length = 0
  for (let at = 0; at < ads.length; at += 1) {
    const score = scores[at] ?? 0
    if (length === list.length && score <= (best[length - 1] ?? 0)) continue
    let place = length < list.length ? length : length - 1
    for (; place > 0 && (best[place - 1] ?? 0) < score; place -= 1) {
      best[place] = best[place - 1] ?? 0
      list[place] = list[place - 1] ?? 0
    }
    best[place] = score
    list[place] = ads[at] ?? 0
    if (length < list.length) length += 1
  }
  return length
}
