import type { FilledHouse } from '../filled-house.ts'
import type { ShownPart } from '../filling/participations.ts'
import { is, list, type Meanings, object, picture } from '../meaning.ts'
import { by, NOBODYS_ID, type Operations } from '../situations.ts'

const row = (
  { part, title, thumbnail, cash }: ShownPart,
  { createAt = 20_261_031, uploadTo }: { readonly createAt?: number; readonly uploadTo: number },
): Meanings => ({
  adIdx: is(part.adId),
  userAdIdx: is(part.id),
  title: is(title),
  thumbnail: picture(thumbnail),
  cash: is(cash),
  createAt: is(createAt),
  uploadTo: is(uploadTo),
})

const ownAds = '유저 광고 조회 성공'

const byProgress = ({ parts }: FilledHouse): Readonly<Record<string, readonly Meanings[]>> => ({
  1: [row(parts.applied, { createAt: 20_261_104, uploadTo: 20_261_205 })],
  3: [row(parts.submitted, { uploadTo: 20_261_128 })],
  4: [
    row(parts.keyboard, { uploadTo: 20_261_205 }),
    row(parts.noodles, { uploadTo: 20_261_205 }),
    row(parts.pension, { uploadTo: 20_261_205 }),
    row(parts.sunscreen, { uploadTo: 20_261_121 }),
    row(parts.lipstick, { uploadTo: 20_261_120 }),
  ],
})

export const participationOperations: Operations = {
  'userad.getUserAds': {
    withData: (house) =>
      Object.entries(byProgress(house)).map(([idx, rows]) => ({
        ...by(house.minji, { idx }),
        message: ownAds,
        data: list(rows),
      })),
    withNone: ({ sujin }) => ({ ...by(sujin, { idx: 1 }), message: ownAds, data: is([]) }),
    refused: ({ minji }) =>
      [5, 0, -1, 'abc'].map((idx) => ({
        ...by(minji, { idx }),
        kind: 'input-invalid',
        because: `there is no progress ${idx}`,
      })),
  },
  'userad.getTagAds': {
    withData: ({ minji, parts }) => [
      {
        ...by(minji, { idx: 2 }),
        message: ownAds,
        data: list([
          { ...row(parts.unhurried, { uploadTo: 20_261_207 }), isWarn: is(0) },
          { ...row(parts.urgent, { uploadTo: 20_261_126 }), isWarn: is(1) },
        ]),
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin, { idx: 2 }), message: ownAds, data: is([]) }),
  },
  'userad.getBasicInfo': {
    withData: ({ minji }) => [
      { ...by(minji), message: ownAds, data: object({ 1: is(1), 2: is(2), 3: is(1), 4: is(5) }) },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin), message: ownAds, data: is({ 1: 0, 2: 0, 3: 0, 4: 0 }) }),
  },
  'userad.getVideoInfo': {
    withData: ({ minji, videos, frame }) => [
      {
        ...by(minji, { url: videos.own }),
        message: '광고 동영상 조회 성공',
        data: object({ publishedAt: is('26/ 11/ 24'), thumbnails: picture(frame) }),
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin, { url: 'https://youtu.be/00000000000' }),
      kind: 'video-not-found',
      because: 'there is no such video',
    }),
    refused: ({ minji, videos, youTube }) => [
      { ...by(minji, { url: '' }), kind: 'video-url-malformed', because: 'nothing was typed' },
      {
        ...by(minji, { url: 'https://example.kr/watch?v=00000000own' }),
        kind: 'video-url-malformed',
        because: 'this is not YouTube',
      },
      {
        ...by(minji, { url: 'https://youtu.be/00000000000' }),
        kind: 'video-not-found',
        because: 'there is no such video',
      },
      {
        ...by(minji, { url: `https://youtu.be/${'0'.repeat(5000)}` }),
        kind: 'input-invalid',
        because: 'no address is so long',
      },
      {
        ...by(minji, { url: videos.own }),
        kind: 'youtube-unavailable',
        because: 'YouTube does not answer',
        meanwhile: { breakDown: () => youTube.fail(), mend: youTube.recover },
      },
    ],
  },
  'userad.postVideoInfo': {
    withData: (house) => [
      {
        ...by(house.minji, {
          review: '정말 촉촉했어요 😊',
          adIdx: house.parts.urgent.part.adId,
          url: house.videos.own,
        }),
        message: '광고 동영상 인증 성공',
        afterwards: async () => {
          const { data } = await house.as(house.minji).get('/api/userad/3')
          const { urgent, submitted } = house.parts
          const underReview = list([submitted, urgent].map(({ part }) => ({ adIdx: is(part.adId) })))
          return underReview.problems(data, 'afterwards')
        },
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin, { review: '', adIdx: 0, url: '' }),
      kind: 'input-invalid',
      because: 'the screen lost the ad',
    }),
    refused: ({ minji, junho, operator, parts, videos, youTube }) => {
      const { adId } = parts.unhurried.part
      return [
        {
          ...by(operator, { review: '', adIdx: adId, url: videos.own }),
          kind: 'not-allowed',
          because: 'only creators upload',
        },
        {
          ...by(minji, { review: '', adIdx: adId, url: '' }),
          kind: 'video-url-malformed',
          because: 'nothing was typed',
        },
        {
          ...by(minji, { review: '', adIdx: adId, url: videos.strange }),
          kind: 'video-of-another-channel',
          because: 'it is on another channel',
        },
        {
          ...by(minji, { review: '', adIdx: NOBODYS_ID, url: videos.own }),
          kind: 'participation-not-found',
          because: 'there is no such ad',
        },
        {
          ...by(junho, { review: '', adIdx: adId, url: videos.own }),
          kind: 'participation-not-found',
          because: 'it is not his participation',
        },
        {
          ...by(minji, { review: '가'.repeat(5_001), adIdx: adId, url: videos.own }),
          kind: 'input-invalid',
          because: 'the remarks are too long',
        },
        {
          ...by(minji, { review: '', adIdx: adId, url: videos.own }),
          kind: 'youtube-unavailable',
          because: 'YouTube does not answer',
          isOutage: true,
          meanwhile: { breakDown: () => youTube.fail(), mend: youTube.recover },
        },
      ]
    },
  },
}
