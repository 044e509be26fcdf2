/** Measures one population in a process of its own, where nothing else takes memory; code 2 when a figure is missed. */
import { figuresOf, isMissed, tableOf } from './figures.ts'
import { measure } from './measure.ts'
import { readOptions } from './options.ts'
import { historyOf } from './population.ts'

const count = (howMany: number): string => howMany.toLocaleString('en')

const { gc: collect } = globalThis
if (collect === undefined) throw new Error('the measuring process must be started with --expose-gc')
const { populations, ...sample } = readOptions(process.argv.slice(2))
for (const population of populations) {
  const { creators, liveAds, interactions, mix } = population
  const history = historyOf(population)
  const kinds = [...history.kinds].map(([kind, times]) => `${count(times)} ${kind}`).join(', ')
  console.log(
    `\n${mix}: ${count(creators)} creators, ${count(liveAds)} live of ${count(history.ads.length)} ads, ${count(interactions)} interactions (${kinds})`,
  )
  const figures = figuresOf(measure(history, sample, collect), population)
  console.log(tableOf(figures))
  if (figures.some(isMissed)) process.exitCode = 2
}
