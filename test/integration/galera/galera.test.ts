import { expect, test } from 'vitest'
import { missingForCluster } from '../../mariadb/galera.ts'
import { describeUnless } from '../../mariadb/own-server.ts'
import { runScript } from '../run-script.ts'

const TIMEOUT_MS = 240_000

describeUnless(missingForCluster())('three nodes that all take writes', () => {
  test(
    'grant once what exists once, and lose nothing when one of them is killed',
    async () => {
      const { code, out, errors } = await runScript('galera/galera.ts', ['short'])
      expect({ code, errors }).toEqual({ code: 0, errors: '' })
      expect(out).not.toContain('WRONG')
      expect(out).toMatch(/^kill -9 of one node: .* 0 missing, 0 doubled, 0 answers changed, drift 0, /m)
      expect(out).toMatch(/^Galera: done/m)
    },
    TIMEOUT_MS,
  )
})
