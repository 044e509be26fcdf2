import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  channelUrl,
  isChannelId,
  isVideoId,
  parseChannelUrl,
  parseVideoUrl,
  watchUrl,
} from '../../../src/domain/video/youtube-url.ts'

const V = 'dQw4w9WgXcQ'
const UC = 'UCK8sQmJBp8GCxrOtXWBpyEA'
const KOREAN_HANDLE = '@크리커채널'.normalize('NFC')

describe('an address that names a video', () => {
  test.each([
    [`https://www.youtube.com/watch?v=${V}`],
    [`https://www.youtube.com/watch?v=${V}&t=42s`],
    [`https://www.youtube.com/watch?app=desktop&v=${V}`],
    [`https://www.youtube.com/watch?v=${V}&list=PLabc&index=3&pp=ygU%3D`],
    [`https://youtu.be/${V}`],
    [`https://www.youtu.be/${V}`],
    [`https://youtu.be/${V}?si=AbCdEf_123&t=90`],
    [`https://youtu.be/${V}/`],
    [`https://www.youtube.com/shorts/${V}?feature=share`],
    [`https://www.youtube.com/live/${V}?si=x`],
    [`https://www.youtube.com/embed/${V}?start=10`],
    [`https://www.youtube-nocookie.com/embed/${V}`],
    [`https://youtube-nocookie.com/embed/${V}`],
    [`https://www.youtube.com/v/${V}`],
    [`https://m.youtube.com/watch?v=${V}&feature=youtu.be`],
    [`https://music.youtube.com/watch?v=${V}&list=RDAMVM`],
    [`http://youtube.com/watch?v=${V}#t=30`],
    [`youtube.com/watch?v=${V}`],
    [`youtu.be/${V}`],
    [`HTTPS://WWW.YOUTUBE.COM/watch?v=${V}`],
    [`  https://youtu.be/${V}\n`],
    [`https://www.youtube.com/watch/?v=${V}`],
    [`https://www.youtube.com//watch?v=${V}`],
  ])('%j', (text) => {
    expect(parseVideoUrl(text)).toEqual({ ok: true, value: V })
  })
})

describe('an address that names no video, or not clearly one', () => {
  test.each<[why: string, text: unknown]>([
    ['no scheme but its slashes', `//youtu.be/${V}`],
    ['two videos', `https://www.youtube.com/watch?v=${V}&v=aaaaaaaaaaA`],
    ['an empty id', 'https://www.youtube.com/watch?v='],
    ['no id', 'https://www.youtube.com/watch'],
    ['the wrong case of v', `https://www.youtube.com/watch?V=${V}`],
    ['10 characters', 'https://www.youtube.com/watch?v=dQw4w9WgXc'],
    ['12 characters', 'https://www.youtube.com/watch?v=dQw4w9WgXcQQ'],
    ['an exclamation mark', 'https://www.youtube.com/watch?v=dQw4w9WgXc%21'],
    ['a playlist', 'https://www.youtube.com/playlist?list=PLabc'],
    ['a channel', 'https://www.youtube.com/@creator'],
    ['a clip', 'https://www.youtube.com/clip/UgkxAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['a search', `https://www.youtube.com/results?search_query=${V}`],
    ['the shorts page', 'https://www.youtube.com/shorts'],
    ['more after the id', `https://www.youtube.com/shorts/${V}/extra`],
    ['an empty short link', 'https://youtu.be/'],
    ['a redirect', `https://www.youtube.com/redirect?q=https%3A%2F%2Fyoutu.be%2F${V}`],
    ['an attribution link', `https://www.youtube.com/attribution_link?u=%2Fwatch%3Fv%3D${V}`],
    ['a search engine', `https://www.google.com/url?q=https://youtu.be/${V}`],
    ['YouTube as a subdomain', `https://youtube.com.evil.example/watch?v=${V}`],
    ['YouTube as an ending', `https://notyoutube.com/watch?v=${V}`],
    ['the address in a query', `https://evil.example/?u=https://youtu.be/${V}`],
    ['the address in a fragment', `https://evil.example#@www.youtube.com/watch?v=${V}`],
    ['YouTube as a user name', `https://www.youtube.com@evil.example/watch?v=${V}`],
    ['a user name', `https://someone@www.youtube.com/watch?v=${V}`],
    ['a port', `https://www.youtube.com:8443/watch?v=${V}`],
    ['a dot after the host', `https://www.youtube.com./watch?v=${V}`],
    ['a Cyrillic letter', `https://y\u043eutube.com/watch?v=${V}`],
    ['the same in punycode', `https://xn--yutube-wqf.com/watch?v=${V}`],
    ['a full-width host', `https://ｗｗｗ.ｙｏｕｔｕｂｅ.com/watch?v=${V}`],
    ['a percent sign in the host', `https://%77ww.youtube.com/watch?v=${V}`],
    ['ftp', `ftp://www.youtube.com/watch?v=${V}`],
    ['a script', `javascript:alert(1)//youtu.be/${V}`],
    ['data', `data:text/html,https://youtu.be/${V}`],
    ['backslashes', `https:\\\\www.youtube.com\\watch?v=${V}`],
    ['a tab inside', `https://you\ttu.be/${V}`],
    ['a line break inside', `https://youtu.be/\n${V}`],
    ['three slashes', `https:///youtu.be/${V}`],
    ['an encoded path', `https://www.youtube.com/%73horts/${V}`],
    ['the studio', `https://studio.youtube.com/video/${V}/edit`],
    ['a picture', `https://i.ytimg.com/vi/${V}/hqdefault.jpg`],
    ['an address of this machine', `https://127.0.0.1/watch?v=${V}`],
    ['the player of a playlist', 'https://www.youtube.com/embed/videoseries?list=PLabc'],
    ['the player of a live channel', `https://www.youtube.com/embed/live_stream?channel=${UC}`],
    ['the id alone', V],
    ['nothing', ''],
    ['blanks', '   '],
    ['more than 2,048 characters', `https://youtu.be/${V}?si=${'x'.repeat(2_048)}`],
    ['null', null],
    ['undefined', undefined],
    ['a number', 42],
    ['a list', [`https://youtu.be/${V}`]],
  ])('%s: %j', (_why, text) => {
    expect(parseVideoUrl(text)).toEqual({ ok: false, error: { kind: 'video-url-malformed' } })
  })
})

describe('an address that names a channel', () => {
  test.each([
    [`https://www.youtube.com/channel/${UC}`, { by: 'id', id: UC }],
    [`https://m.youtube.com/channel/${UC}`, { by: 'id', id: UC }],
    [`https://music.youtube.com/channel/${UC}`, { by: 'id', id: UC }],
    [`https://www.youtube.com/channel/${UC}/videos?view=0`, { by: 'id', id: UC }],
    [UC, { by: 'id', id: UC }],
    ['https://www.youtube.com/@Google', { by: 'handle', handle: '@Google' }],
    ['youtube.com/@google/shorts?si=x', { by: 'handle', handle: '@google' }],
    ['@Google', { by: 'handle', handle: '@Google' }],
    [
      'https://www.youtube.com/@%ED%81%AC%EB%A6%AC%EC%BB%A4%EC%B1%84%EB%84%90',
      { by: 'handle', handle: KOREAN_HANDLE },
    ],
    [`https://www.youtube.com/${KOREAN_HANDLE}`, { by: 'handle', handle: KOREAN_HANDLE }],
    [`https://www.youtube.com/${KOREAN_HANDLE.normalize('NFD')}`, { by: 'handle', handle: KOREAN_HANDLE }],
    [KOREAN_HANDLE.normalize('NFD'), { by: 'handle', handle: KOREAN_HANDLE }],
    ['https://www.youtube.com/@a.b-c_d·e', { by: 'handle', handle: '@a.b-c_d·e' }],
    ['https://www.youtube.com/user/Google', { by: 'legacy-user', user: 'Google' }],
    ['https://www.youtube.com/c/YouTubeCreators', { by: 'custom-name', name: 'YouTubeCreators' }],
    ['https://www.youtube.com/YouTubeCreators', { by: 'custom-name', name: 'YouTubeCreators' }],
  ])('%s', (text, reference) => {
    expect(parseChannelUrl(text)).toEqual({ ok: true, value: reference })
  })
})

describe('an address that names no channel', () => {
  test.each<[why: string, text: unknown]>([
    ['a short id', 'https://www.youtube.com/channel/UCshort'],
    ['an id in lower case', `https://www.youtube.com/channel/${UC.toLowerCase()}`],
    ['an id of another kind', `https://www.youtube.com/channel/H${UC.slice(1)}`],
    ['no id', 'https://www.youtube.com/channel'],
    ['an empty handle', 'https://www.youtube.com/@'],
    ['a blank in the handle', 'https://www.youtube.com/@has%20space'],
    ['a slash in the handle', 'https://www.youtube.com/@a%2Fb'],
    ['a handle of 31 letters', `https://www.youtube.com/@${'a'.repeat(31)}`],
    ['a broken percent sign', 'https://www.youtube.com/@%E0%A4%A'],
    ['a video', `https://www.youtube.com/watch?v=${V}`],
    ['subscriptions', 'https://www.youtube.com/feed/subscriptions'],
    ['a playlist', 'https://www.youtube.com/playlist?list=UUK8sQmJBp8GCxrOtXWBpyEA'],
    ['a reserved name in another case', 'https://www.youtube.com/Shorts'],
    ['the front page', 'https://www.youtube.com/'],
    ['no user', 'https://www.youtube.com/user/'],
    ['no custom name', 'https://www.youtube.com/c/'],
    ['a short link', 'https://youtu.be/@Google'],
    ['the studio', `https://studio.youtube.com/channel/${UC}`],
    ['YouTube as a subdomain', 'https://www.youtube.com.evil.example/@Google'],
    ['another host', 'https://evil.example/@Google'],
    ['a user name before the host', 'https://www.youtube.com@evil.example/@Google'],
    ['a bare name', 'Google'],
    ['nothing', ''],
    ['too much', `https://www.youtube.com/@Google?${'x'.repeat(2_048)}`],
    ['null', null],
    ['a number', 7],
  ])('%s: %j', (_why, text) => {
    expect(parseChannelUrl(text)).toEqual({ ok: false, error: { kind: 'channel-url-malformed' } })
  })
})

const idCharacter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-')
const videoIds = fc.string({ unit: idCharacter, minLength: 11, maxLength: 11 }).filter(isVideoId)
const channelIds = fc
  .string({ unit: idCharacter, minLength: 22, maxLength: 22 })
  .map((rest) => `UC${rest}`)
  .filter(isChannelId)

/** Text that looks like an address, built from the parts that confuse parsers. */
const nearAddresses = fc
  .array(
    fc.constantFrom(
      'https://',
      'www.',
      'youtube.com',
      'youtu.be',
      '/',
      '//',
      '@',
      ':',
      '%',
      '%2F',
      '\\',
      '\t',
      '?v=',
      '&',
      '#',
      V,
      UC,
      'watch',
      'channel',
      '\ud800',
      '[',
      ']',
      '..',
      '크',
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''))
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), nearAddresses)

describe('properties of addresses', () => {
  it('gives back every video id from every form it can be written in', () => {
    fc.assert(
      fc.property(videoIds, (id) => {
        const forms = [
          watchUrl(id),
          `https://youtu.be/${id}?si=x`,
          `youtube.com/shorts/${id}`,
          `https://m.youtube.com/live/${id}`,
          `https://www.youtube.com/v/${id}`,
          `https://www.youtube-nocookie.com/embed/${id}#t=1`,
        ]
        for (const form of forms) expect(parseVideoUrl(form)).toEqual({ ok: true, value: id })
      }),
    )
  })

  it('gives back every channel id from its address and from itself', () => {
    fc.assert(
      fc.property(channelIds, (id) => {
        for (const form of [channelUrl(id), id, `m.youtube.com/channel/${id}/about`]) {
          expect(parseChannelUrl(form)).toEqual({ ok: true, value: { by: 'id', id } })
        }
      }),
    )
  })

  it('never throws, and what it accepts is well-formed and was in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const video = parseVideoUrl(text)
        if (video.ok) {
          expect(isVideoId(video.value)).toBe(true)
          expect(text).toContain(video.value)
        }
        const channel = parseChannelUrl(text)
        if (channel.ok && channel.value.by === 'id') expect(text).toContain(channel.value.id)
      }),
      { numRuns: 2_000 },
    )
  })

  it('never throws on anything that is no text', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        parseVideoUrl(value)
        parseChannelUrl(value)
      }),
    )
  })
})
