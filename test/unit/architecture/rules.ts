import { posix } from 'node:path'
import { type Import, importsOf } from './imports.ts'
import { type Token, tokensOf } from './tokens.ts'

/** Files by path from the root of the repository, such as `src/domain/ad/ad.ts`. */
export type Sources = ReadonlyMap<string, string>

/** Finds what breaks it: one sentence for each place, none when all is well. */
export type Rule = (sources: Sources) => readonly string[]

const CORE = ['src/domain', 'src/ports', 'src/application'] as const
const ANYTHING = 'anything'

/**
 * Which folders may import which. The longest entry that a path begins with is its own, so an entry within another one is
 * a place of its own, and a folder that stands here under no name is refused.
 */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'src/domain': ['src/domain'],
  'src/ports': ['src/domain', 'src/ports'],
  'src/application': CORE,
  'src/adapters/auth': [...CORE, 'src/adapters/auth'],
  'src/adapters/cache': [...CORE, 'src/adapters/cache'],
  'src/adapters/http': [...CORE, 'src/adapters/http'],
  'src/adapters/images': [...CORE, 'src/adapters/images'],
  'src/adapters/import-2020': [...CORE, 'src/adapters/import-2020'],
  'src/adapters/kysely': [...CORE, 'src/adapters/kysely'],
  'src/adapters/memory': [...CORE, 'src/adapters/memory'],
  // What counts as a picture is one rule for every store of pictures.
  'src/adapters/memory/image-store.ts': [...CORE, 'src/adapters/memory', 'src/adapters/images'],
  'src/adapters/scheduler': [...CORE, 'src/adapters/scheduler', 'src/adapters/system'],
  'src/adapters/system': [...CORE, 'src/adapters/system'],
  // The real adapter does not know the simulator: it is never used silently.
  'src/adapters/youtube': [...CORE, 'src/adapters/youtube'],
  'src/adapters/youtube/simulator': [...CORE, 'src/adapters/youtube', 'src/adapters/youtube/simulator'],
  'src/entry': [ANYTHING],
}

/** Where each package may be imported. A package that is not listed may be imported nowhere. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'ts-pattern': ['src/domain', 'src/application', 'src/adapters'],
  kysely: ['src/adapters/kysely'],
  mysql2: ['src/adapters/kysely', 'src/adapters/import-2020'],
  // Entry names the type of a request only, to say where a request's address comes from.
  hono: [
    'src/adapters/http',
    'src/adapters/youtube/simulator',
    'src/entry/client-address.ts',
    'src/entry/container.ts',
  ],
  'hono-openapi': ['src/adapters/http'],
  '@hono/node-server': ['src/entry', 'src/adapters/youtube/simulator'],
  '@remix-run/multipart-parser': ['src/adapters/http'],
  zod: [
    'src/adapters/http',
    'src/adapters/youtube',
    'src/adapters/kysely',
    'src/adapters/auth',
    'src/entry/config.ts',
    'src/entry/demo',
  ],
  jose: ['src/adapters/auth'],
  aws4fetch: ['src/adapters/images'],
  bree: ['src/adapters/scheduler'],
  tsyringe: ['src/entry/container.ts'],
  // Neither `http` nor `memory`: both run on every runtime.
  'node:': [
    'src/adapters/auth',
    'src/adapters/images',
    'src/adapters/import-2020',
    'src/adapters/kysely',
    'src/adapters/scheduler',
    'src/adapters/system',
    'src/adapters/youtube',
    'src/entry',
  ],
}

const ROOTS = ['primitives.ts', 'result.ts', 'calendar.ts', 'categories.ts', 'clocks.ts'] as const

/** The one-way street of concepts: what a folder or file of the domain may know besides itself. */
const CONCEPTS: Readonly<Record<string, readonly string[]>> = {
  'globals.d.ts': [],
  'primitives.ts': [],
  'result.ts': [],
  'categories.ts': [],
  'excerpt.ts': [],
  'calendar.ts': ['primitives.ts'],
  'clocks.ts': ['primitives.ts'],
  video: ['primitives.ts', 'result.ts', 'calendar.ts', 'clocks.ts'],
  account: ROOTS,
  news: ROOTS,
  board: ROOTS,
  home: ROOTS,
  job: ROOTS,
  scrap: [...ROOTS, 'account', 'news'],
  expert: [...ROOTS, 'account'],
  channel: [...ROOTS, 'account', 'video'],
  ad: [...ROOTS, 'account'],
  participation: [...ROOTS, 'account', 'channel', 'ad', 'video'],
  cash: [...ROOTS, 'account'],
  notification: [...ROOTS, 'account', 'channel', 'ad', 'participation', 'video'],
  recommendation: [...ROOTS, 'account', 'ad'],
  report: [...ROOTS, 'account', 'ad', 'participation', 'video'],
}

/** What would let time, chance or the world into the core. */
const WORLD: ReadonlySet<string> = new Set(
  (
    'Date Intl process console performance crypto fetch globalThis ' +
    'setTimeout setInterval setImmediate queueMicrotask require'
  ).split(' '),
)

const FRONT_DOOR = 'src/entry/core.ts'

type Arrow = Import & { readonly file: string; readonly target: string | null }

const tokensByFile = (sources: Sources): readonly (readonly [file: string, tokens: readonly Token[]])[] =>
  [...sources].map(([file, source]) => [file, tokensOf(source)])

/** Every import, with the file that it leads to; the target of a package is null. */
const arrowsIn = (sources: Sources): readonly Arrow[] =>
  tokensByFile(sources).flatMap(([file, tokens]) =>
    importsOf(tokens).map((found) => ({ ...found, file, target: targetOf(file, found.specifier) })),
  )

const targetOf = (file: string, specifier: string | null): string | null =>
  specifier?.startsWith('.') ? posix.join(posix.dirname(file), specifier) : null

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

const placeOf = (path: string): string | undefined =>
  Object.keys(FOLDERS)
    .filter((folder) => isWithin(path, folder))
    .toSorted((a, b) => b.length - a.length)[0]

/** Each file lies in a folder that has a rule, and is written in what this test can read. */
export const everyFolderHasARule: Rule = (sources) =>
  [...sources.keys()].flatMap((file) => {
    if (!file.endsWith('.ts')) return [`${file} is not a .ts file`]
    return placeOf(file) === undefined ? [`${file} lies in a folder without a rule`] : []
  })

/** Each import leads to a file of ours that is there, or to a package, and says so in plain text. */
export const importsLeadSomewhere: Rule = (sources) =>
  arrowsIn(sources).flatMap(({ file, line, specifier, target }) => {
    if (specifier === null) return [`${file}:${line} imports something computed`]
    return target === null || sources.has(target)
      ? []
      : [`${file}:${line} imports ${target}, which is not there`]
  })

/** Arrows point inwards. */
export const foldersImportWhatTheyMay: Rule = (sources) =>
  arrowsIn(sources).flatMap(({ file, line, target }) => {
    const mayImport = FOLDERS[placeOf(file) ?? ''] ?? []
    if (target === null || mayImport.includes(ANYTHING)) return []
    return mayImport.includes(placeOf(target) ?? '') ? [] : [`${file}:${line} imports ${target}`]
  })

/** Each package stays where it belongs. */
export const packagesStayWhereTheyBelong: Rule = (sources) =>
  arrowsIn(sources).flatMap(({ file, line, specifier, target }) => {
    if (specifier === null || target !== null) return []
    const places = PACKAGES[packageOf(specifier)] ?? []
    return places.some((place) => isWithin(file, place)) ? [] : [`${file}:${line} imports ${specifier}`]
  })

/** `hono/body-limit` belongs to `hono`, `@hono/node-server/conninfo` to `@hono/node-server`. */
const packageOf = (specifier: string): string => {
  if (specifier.startsWith('node:')) return 'node:'
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Concepts of the domain know each other in one direction only. */
export const conceptsFormAOneWayStreet: Rule = (sources) => {
  const inDomain = [...sources.keys()].filter((file) => isWithin(file, 'src/domain'))
  const strangers = inDomain
    .filter((file) => CONCEPTS[conceptOf(file)] === undefined)
    .map((file) => `${file} belongs to no concept that has a place on the street`)
  const wrongWay = arrowsIn(sources).flatMap(({ file, line, target }) => {
    if (target === null || !isWithin(file, 'src/domain') || !isWithin(target, 'src/domain')) return []
    const [from, to] = [conceptOf(file), conceptOf(target)]
    return from === to || CONCEPTS[from]?.includes(to) ? [] : [`${file}:${line}: ${from} must not know ${to}`]
  })
  return [...strangers, ...wrongWay]
}

const conceptOf = (file: string): string => file.split('/')[2] ?? ''

/** No two files need each other, not even for types. */
export const nothingImportsItself: Rule = (sources) => {
  const targets = Map.groupBy(
    arrowsIn(sources).filter(({ target }) => target !== null),
    ({ file }) => file,
  )
  const done = new Set<string>()
  const cycles: string[] = []
  const walk = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file)
    if (at >= 0) cycles.push([...path.slice(at), file].join(' > '))
    if (at >= 0 || done.has(file)) return
    for (const { target } of targets.get(file) ?? []) if (target !== null) walk(target, [...path, file])
    done.add(file)
  }
  for (const file of targets.keys()) walk(file, [])
  return cycles
}

/** The core names neither time nor chance nor the world: they come through ports. */
export const theCoreNamesNoWorld: Rule = (sources) =>
  tokensByFile(sources)
    .filter(([file]) => CORE.some((folder) => isWithin(file, folder)))
    .flatMap(([file, tokens]) =>
      tokens
        .filter((token, n) => namesTheWorld(token, tokens.slice(n + 1, n + 3)))
        .map(({ line, source }) => `${file}:${line} names ${source}`),
    )

const namesTheWorld = ({ kind, source }: Token, [dot, member]: readonly Token[]): boolean => {
  // Would bring all of Node's globals back, which the project leaves out.
  if (kind === 'comment') return /^\/\/\/\s*<reference\b/.test(source)
  if (kind !== 'word') return false
  // Only the plain form is read: `Math['random']` and `const { random } = Math` are refused as well.
  if (source === 'Math') return dot?.source !== '.' || member?.source === 'random'
  return WORLD.has(source)
}

/** No barrels: import the file that defines the thing. */
export const onlyTheFrontDoorReExports: Rule = (sources) =>
  arrowsIn(sources)
    .filter(({ file, reExport }) => reExport && file !== FRONT_DOOR)
    .map(({ file, line, specifier }) => `${file}:${line} re-exports ${specifier}`)
