import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { importsOf } from './architecture/imports.ts'
import {
  conceptsFormAOneWayStreet,
  everyFolderHasARule,
  foldersImportWhatTheyMay,
  importsLeadSomewhere,
  nothingImportsItself,
  onlyTheFrontDoorReExports,
  packagesStayWhereTheyBelong,
  type Rule,
  type Sources,
  theCoreNamesNoWorld,
} from './architecture/rules.ts'
import { tokensOf } from './architecture/tokens.ts'

const ROOT = join(import.meta.dirname, '../..')

const readSources = (): Sources =>
  new Map(
    readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'tsconfig.json')
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(ROOT, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  )

const RULES: Readonly<Record<string, Rule>> = {
  'every folder has a rule': everyFolderHasARule,
  'imports lead somewhere': importsLeadSomewhere,
  'folders import what they may': foldersImportWhatTheyMay,
  'packages stay where they belong': packagesStayWhereTheyBelong,
  'concepts form a one-way street': conceptsFormAOneWayStreet,
  'nothing imports itself': nothingImportsItself,
  'the core names no world': theCoreNamesNoWorld,
  'only the front door re-exports': onlyTheFrontDoorReExports,
}

describe('the source tree', () => {
  const sources = readSources()

  it('is read at all', () => {
    expect(sources.size).toBeGreaterThan(100)
    expect(sources.has('src/domain/ad/ad.ts')).toBe(true)
  })
  it('is cut into words and texts without a quotation mark left over', () => {
    const torn = [...sources].filter(([, source]) =>
      tokensOf(source).some((token) => token.kind === 'mark' && /['"`]/.test(token.source)),
    )
    expect(torn.map(([file]) => file)).toEqual([])
  })
  test.each(Object.entries(RULES))('%s', (_, rule) => {
    expect(rule(sources)).toEqual([])
  })
})

/** A small tree in which all is well. Each proof below breaks it in one place. */
const SOUND: Readonly<Record<string, string>> = {
  'src/domain/primitives.ts': 'export type Instant = number\nexport const floor = Math.floor(1)',
  'src/domain/calendar.ts': "import type { Instant } from './primitives.ts'",
  'src/domain/account/role.ts': '',
  'src/domain/ad/ad.ts': "import { match } from 'ts-pattern'",
  'src/domain/participation/participation.ts': "import type { Ad } from '../ad/ad.ts'",
  'src/ports/clock.ts': "import type { Instant } from '../domain/primitives.ts'",
  'src/application/ad/create-ad.ts': "import type { Clock } from '../../ports/clock.ts'",
  'src/adapters/system/clock.ts': "import type { Clock } from '../../ports/clock.ts'\nDate.now()",
  'src/adapters/kysely/ad-store.ts':
    "import { sql } from 'kysely'\nimport { DatabaseSync } from 'node:sqlite'",
  'src/adapters/http/app.ts': "import { bodyLimit } from 'hono/body-limit'",
  'src/adapters/youtube/youtube-data-api.ts': '',
  'src/adapters/youtube/simulator/server.ts':
    "import { serve } from '@hono/node-server/conninfo'\nimport '../youtube-data-api.ts'",
  'src/entry/container.ts': "import { container } from 'tsyringe'\nimport '../adapters/http/app.ts'",
  'src/entry/core.ts': "export * from '../domain/ad/ad.ts'",
}
const sound = new Map(Object.entries(SOUND))
const brokenBy = (files: Readonly<Record<string, string>>): Sources =>
  new Map(Object.entries({ ...SOUND, ...files }))

describe('a tree in which all is well', () => {
  test.each(Object.entries(RULES))('%s', (_, rule) => {
    expect(rule(sound)).toEqual([])
  })
})

describe('every fence refuses', () => {
  test.each<[what: string, rule: Rule, files: Readonly<Record<string, string>>]>([
    ['a new folder under src', everyFolderHasARule, { 'src/helpers/text.ts': '' }],
    ['a new adapter', everyFolderHasARule, { 'src/adapters/redis/client.ts': '' }],
    ['a file beside the adapters', everyFolderHasARule, { 'src/adapters/shared.ts': '' }],
    ['a file beside everything', everyFolderHasARule, { 'src/index.ts': '' }],
    ['JavaScript', everyFolderHasARule, { 'src/domain/ad/legacy.js': '' }],
    ['an import of nothing', importsLeadSomewhere, { 'src/domain/ad/ad.ts': "import '../gone.ts'" }],
    ['an import without its ending', importsLeadSomewhere, { 'src/domain/ad/ad.ts': "import '../calendar'" }],
    ['a computed import', importsLeadSomewhere, { 'src/ports/clock.ts': 'await import(name)' }],
    ['a folder in braces', importsLeadSomewhere, { 'src/ports/clock.ts': `await import(\`./\${name}.ts\`)` }],
  ])('%s', (_, rule, files) => {
    expect(rule(brokenBy(files))).toHaveLength(1)
  })
})

describe('no arrow points outwards', () => {
  test.each<[from: string, to: string]>([
    ['src/domain/ad/ad.ts', 'src/ports/clock.ts'],
    ['src/domain/ad/ad.ts', 'src/application/ad/create-ad.ts'],
    ['src/domain/ad/ad.ts', 'src/adapters/system/clock.ts'],
    ['src/ports/clock.ts', 'src/application/ad/create-ad.ts'],
    ['src/ports/clock.ts', 'src/adapters/system/clock.ts'],
    ['src/application/ad/create-ad.ts', 'src/adapters/kysely/ad-store.ts'],
    ['src/application/ad/create-ad.ts', 'src/entry/container.ts'],
    ['src/adapters/http/app.ts', 'src/adapters/kysely/ad-store.ts'],
    ['src/adapters/http/app.ts', 'src/entry/container.ts'],
    ['src/adapters/kysely/ad-store.ts', 'src/adapters/system/clock.ts'],
    ['src/adapters/youtube/youtube-data-api.ts', 'src/adapters/youtube/simulator/server.ts'],
  ])('%s > %s', (from, to) => {
    const specifier = relative(join(from, '..'), to).split(sep).join('/')
    const address = specifier.startsWith('.') ? specifier : `./${specifier}`
    for (const way of [
      `import type { X } from '${address}'`,
      `import "${address}"`,
      `await import('${address}')`,
    ])
      expect(foldersImportWhatTheyMay(brokenBy({ [from]: way }))).toEqual([`${from}:1 imports ${to}`])
  })
})

describe('no package leaves its place', () => {
  test.each<[file: string, specifier: string]>([
    ['src/domain/ad/ad.ts', 'zod'],
    ['src/domain/ad/ad.ts', 'node:crypto'],
    ['src/domain/ad/ad.ts', 'crypto'],
    ['src/ports/clock.ts', 'ts-pattern'],
    ['src/ports/clock.ts', 'node:stream'],
    ['src/application/ad/create-ad.ts', 'kysely'],
    ['src/application/ad/create-ad.ts', 'node:timers/promises'],
    ['src/adapters/http/app.ts', 'kysely'],
    ['src/adapters/http/app.ts', 'node:http'],
    ['src/adapters/http/app.ts', '@hono/node-server'],
    ['src/adapters/memory/ad-store.ts', 'node:fs'],
    ['src/adapters/kysely/ad-store.ts', 'hono'],
    ['src/adapters/kysely/ad-store.ts', 'tsyringe'],
    ['src/adapters/youtube/youtube-data-api.ts', 'hono'],
    ['src/adapters/system/clock.ts', 'jose'],
    ['src/entry/server.ts', 'tsyringe'],
    ['src/entry/server.ts', 'zod'],
    ['src/entry/server.ts', 'kysely/helpers/mysql'],
    ['src/entry/server.ts', 'bree'],
    ['src/entry/server.ts', 'lodash'],
    ['src/entry/server.ts', 'crecker'],
  ])('%s > %s', (file, specifier) => {
    const broken = brokenBy({ [file]: `import { x } from '${specifier}'` })
    expect(packagesStayWhereTheyBelong(broken)).toEqual([`${file}:1 imports ${specifier}`])
  })
})

describe('no concept drives the wrong way', () => {
  test.each<[from: string, to: string]>([
    ['account/role.ts', 'ad/ad.ts'],
    ['account/role.ts', 'channel/channel.ts'],
    ['channel/channel.ts', 'ad/ad.ts'],
    ['video/observation.ts', 'ad/ad.ts'],
    ['video/observation.ts', 'account/role.ts'],
    ['video/observation.ts', 'categories.ts'],
    ['ad/ad.ts', 'participation/participation.ts'],
    ['cash/hold.ts', 'ad/ad.ts'],
    ['cash/hold.ts', 'participation/participation.ts'],
    ['calendar.ts', 'ad/ad.ts'],
    ['categories.ts', 'account/role.ts'],
    ['recommendation/rank.ts', 'participation/participation.ts'],
    ['result.ts', 'primitives.ts'],
  ])('%s > %s', (from, to) => {
    const address = from.includes('/') ? `../${to}` : `./${to}`
    const broken = brokenBy({ [`src/domain/${from}`]: `import type { X } from '${address}'` })
    const [one, other] = [from.split('/')[0], to.split('/')[0]]
    expect(conceptsFormAOneWayStreet(broken)).toEqual([`src/domain/${from}:1: ${one} must not know ${other}`])
  })

  it('nor appears without a place on the street', () => {
    expect(conceptsFormAOneWayStreet(brokenBy({ 'src/domain/coupon/coupon.ts': '' }))).toHaveLength(1)
    expect(conceptsFormAOneWayStreet(brokenBy({ 'src/domain/text.ts': '' }))).toHaveLength(1)
  })
})

describe('no file needs itself', () => {
  test.each<[how: string, files: Readonly<Record<string, string>>, cycle: string]>([
    ['directly', { 'src/domain/ad/ad.ts': "import './ad.ts'" }, 'src/domain/ad/ad.ts > src/domain/ad/ad.ts'],
    [
      'by a type of a neighbour',
      {
        'src/domain/ad/ad.ts': "import type { T } from './tag.ts'",
        'src/domain/ad/tag.ts': "import type { Ad } from './ad.ts'",
      },
      'src/domain/ad/ad.ts > src/domain/ad/tag.ts > src/domain/ad/ad.ts',
    ],
    [
      'in a wide circle',
      {
        'src/domain/ad/ad.ts': "export { a } from './a.ts'",
        'src/domain/ad/a.ts': "import('./b.ts')",
        'src/domain/ad/b.ts': "import './ad.ts'",
      },
      'src/domain/ad/ad.ts > src/domain/ad/a.ts > src/domain/ad/b.ts > src/domain/ad/ad.ts',
    ],
  ])('%s', (_, files, cycle) => {
    expect(nothingImportsItself(brokenBy(files))).toEqual([cycle])
  })
})

describe('the core names', () => {
  test.each([
    ['no time', 'const now = Date.now()'],
    ['no time by type', 'const f = (at: Date) => at'],
    ['no chance', 'const dice = Math.random()'],
    ['no hidden chance', "const dice = Math['random']()"],
    ['no chance taken apart', 'const { random } = Math'],
    ['no process', 'const port = process.env.PORT'],
    ['no console', 'console.log(1)'],
    ['no timer', 'setTimeout(() => {}, 1)'],
    ['no network', "await fetch('https://example.com')"],
    ['nothing within a template', `const text = \`at \${Date.now()} o’clock\``],
    ['nothing behind a text', "const text = 'it\\'s'; Date.now()"],
    ['nothing behind a pattern', 'const quote = /[\'"`]/; Date.now()'],
    ['nothing behind a comment', '/* it */ Date.now() // never'],
    ['no types of Node', '/// <reference types="node" />'],
  ])('%s', (_, code) => {
    for (const file of ['src/domain/ad/ad.ts', 'src/ports/clock.ts', 'src/application/ad/create-ad.ts'])
      expect(theCoreNamesNoWorld(brokenBy({ [file]: code }))).toHaveLength(1)
  })

  test.each([
    ['words within comments', '// Date, process\n/** `Math.random` and console */'],
    ['words within texts', `const words = ['Date', "fetch", \`process \${floor} console\`]`],
    ['words within patterns', 'const pattern = /Date|process/u'],
    ['longer words', 'const completeDate = preprocess(consoles, refetch)'],
    ['other arithmetic', 'const four = Math.floor(4.2) / Math.max(1, 2)'],
    ['divisions', 'const half = (a + b) / 2 / c // Date'],
  ])('%s freely', (_, code) => {
    expect(theCoreNamesNoWorld(brokenBy({ 'src/domain/ad/ad.ts': code }))).toEqual([])
  })
})

describe('nothing is handed on but at the front door', () => {
  test.each([
    "export * from './calendar.ts'",
    "export * as calendar from './calendar.ts'",
    "export { koreanDayOf } from './calendar.ts'",
    "export type { KoreanDay } from './calendar.ts'",
    "export {\n  koreanDayOf,\n  type KoreanDay,\n} from './calendar.ts'",
    "export type * from './calendar.ts'",
  ])('%j', (code) => {
    expect(onlyTheFrontDoorReExports(brokenBy({ 'src/domain/result.ts': code }))).toHaveLength(1)
    expect(onlyTheFrontDoorReExports(brokenBy({ 'src/entry/server.ts': code }))).toHaveLength(1)
    expect(onlyTheFrontDoorReExports(brokenBy({ 'src/entry/core.ts': code }))).toEqual([])
  })
})

describe('imports are read', () => {
  test.each<[code: string, specifiers: readonly (string | null)[]]>([
    ["import x from 'a'", ['a']],
    ["import x, { type Y, z } from 'a'", ['a']],
    ["import * as x from 'a'", ['a']],
    ["import type { X } from 'a'", ['a']],
    ["import {\n  x, // from 'b'\n  y,\n} from 'a'", ['a']],
    ['import "a"', ['a']],
    ["import 'a';import 'b'", ['a', 'b']],
    ["const x = await import('a')", ['a']],
    ["const x = await import('a', { with: { type: 'json' } })", ['a']],
    ['const x = await import(`a`)', ['a']],
    ["let x: import('a').X", ['a']],
    ["const x = require('a')", ['a']],
    ['const x = await import(a)', [null]],
    ["const x = await import('a' + b)", [null]],
    ["export const x = 1\nimport y from 'a'", ['a']],
    ["// import 'a'\n/* import 'b' */ const c = \"import 'c'\"", []],
    ["const x = Array.from('abc'), y = { from: 'a' }, z: 'from' | 'to' = 'from'", []],
    ['const here = import.meta.dirname', []],
    [`const way = \`\${from} to \${to}\``, []],
    ["const way = from + 'a'", []],
  ])('%j', (code, specifiers) => {
    expect(importsOf(tokensOf(code)).map(({ specifier }) => specifier)).toEqual(specifiers)
  })

  it('with their lines', () => {
    const code = `/* one\n two */\nconst t = \`\n\${'\\n'}\n\`\nimport 'a'`
    expect(importsOf(tokensOf(code))).toEqual([{ specifier: 'a', reExport: false, line: 6 }])
  })
})
