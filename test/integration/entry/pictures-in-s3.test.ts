import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3Images } from '../../../src/adapters/images/s3.ts'
import { readConfig } from '../../../src/entry/config.ts'
import { type RunningServer, startServer } from '../../../src/entry/server.ts'
import { png } from '../../fixtures/pictures.ts'
import { S3_KEYS, type S3Server, s3Error, startS3Server } from '../../fixtures/s3-server.ts'

const RED = png(3, 2, [255, 0, 0])

describe('a server that keeps its pictures in S3', () => {
  let dataDir: string
  let s3: S3Server
  let server: RunningServer
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'crecker-s3-'))
    s3 = await startS3Server()
    server = await startServer(
      readConfig({
        HOST: '127.0.0.1',
        PORT: '0',
        DATA_DIR: dataDir,
        LOG_LEVEL: 'silent',
        IMAGES: `s3://crecker/pictures?region=ap-northeast-2&endpoint=${s3.url}`,
        AWS_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
        AWS_SESSION_TOKEN: S3_KEYS.sessionToken ?? '',
      }),
    )
  })
  afterAll(async () => {
    await server.close()
    await s3.close()
    await rm(dataDir, { recursive: true })
  })

  const get = (path: string): Promise<Response> =>
    fetch(`${server.url}${path}`, { headers: { accept: 'application/problem+json' } })

  it('asks it for nothing when it starts', async () => {
    expect(s3.received).toEqual([])
    expect(await readdir(dataDir)).not.toContain('images')
  })

  it('gives out what another server has put there', async () => {
    const saved = await s3Images(s3.settings).save(RED)
    const answer = await get(`/images/${saved.ok ? saved.value : ''}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(RED)
  })

  it('tells a picture that is not there from storage that is out of reach, and stays ready', async () => {
    const path = `/images/${'0'.repeat(32)}.png`
    expect((await get(path)).status).toBe(404)
    s3.answerNext(s3Error(403, 'AccessDenied'))
    const refused = await get(path)
    expect(refused.status).toBe(503)
    expect(await refused.text()).not.toMatch(/S3|AccessDenied/)
    s3.answerNext(s3Error(503, 'SlowDown'))
    const asked = s3.received.length
    expect((await get('/ready')).status).toBe(200)
    expect(s3.received).toHaveLength(asked)
  })
})
