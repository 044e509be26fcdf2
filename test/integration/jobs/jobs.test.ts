import { describe, expect, test } from 'vitest'
import { describeOnOwnMariadb } from '../../mariadb/own-server.ts'
import { runScript } from '../run-script.ts'

const TIMEOUT_MS = 180_000

const suite = (database: 'sqlite' | 'mariadb') => (): void => {
  test(
    'workers that are killed and frozen read every video once, within the units of the day',
    async () => {
      const { code, out, errors } = await runScript('jobs/jobs.ts', [
        '--database',
        database,
        '--videos',
        '600',
      ])
      const wrong = out.split('\n').filter((line) => line.startsWith('WRONG'))
      expect({ code, errors, wrong }).toEqual({ code: 0, errors: '', wrong: [] })
      expect(out).toMatch(/^kill -9 of workers on \w+: \d+ kills .* 600 of 600 videos read once, 0 twice, /m)
      expect(out).toMatch(/^SIGSTOP of a worker on \w+: .* nothing written under it afterwards, /m)
      expect(out).toMatch(/^Jobs: done/m)
    },
    TIMEOUT_MS,
  )
}

describe('on SQLite', suite('sqlite'))
describeOnOwnMariadb('on MariaDB', suite('mariadb'))
