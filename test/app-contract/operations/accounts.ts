import { jpeg, png, pngThatClaims } from '../../fixtures/pictures.ts'
import { PASSWORD } from '../../fixtures/test-house.ts'
import { is, list, object, picture, pictureAt, proves } from '../meaning.ts'
import { by, type Operations } from '../situations.ts'

const newcomer = {
  agreement: 0,
  channelName: '새 채널',
  email: 'newcomer@example.kr',
  interest: ['0101', '0202', '0302'],
  location: '부산광역시 해운대구 우동 1',
  name: '새사람',
  notRegisterUrl: '',
  password: '새-비밀-4821',
  phone: '010-9999-0000',
  youtubeUrl: 'https://www.youtube.com/@newcomer',
}

const withoutToken = (values: Parameters<typeof by>[1]) => ({ token: null, values: values ?? {} })

const interests = { typeAd: '0103', typeExpert: '0202', typeNews: '0301' }
const profile = { phone: '010-8888-4321', location: '강원특별자치도 춘천시 중앙로 1' }
const PORTRAIT = jpeg(8, 8)
/** The picture that members without one are shown. */
const defaultPortrait = (url: string) =>
  proves('the address of the picture for those without one', async (value) => {
    if (value !== `${url}/images/default-profile.png`) return false
    return (await pictureAt(value)) !== null
  })

export const accountOperations: Operations = {
  'auth.login': {
    withData: (house) => [
      {
        ...withoutToken({ email: 'minji@example.kr', password: PASSWORD }),
        message: '로그인 성공',
        data: object({
          tokens: object({
            token: proves('a token of hers', async (token) => {
              if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) return false
              const { text } = await house.as(token).get('/api/user/profile')
              return text.includes('김민지')
            }),
          }),
        }),
      },
    ],
    withNone: () => ({
      ...withoutToken({ email: 'nobody@example.kr', password: PASSWORD }),
      kind: 'login-refused',
      because: 'nobody has this e-mail',
    }),
    refused: () => [
      {
        ...withoutToken({ email: 'minji@example.kr', password: 'wrong' }),
        kind: 'login-refused',
        because: 'the password is wrong',
      },
      {
        ...withoutToken({ email: 'nobody@example.kr', password: PASSWORD }),
        kind: 'login-refused',
        because: 'nobody has this e-mail',
      },
      { ...withoutToken({ email: '', password: '' }), kind: 'login-refused', because: 'nothing was typed' },
    ],
  },
  'auth.signup': {
    withData: (house) => [
      {
        ...withoutToken(newcomer),
        message: '회원가입 성공',
        afterwards: async () => {
          const form = { email: newcomer.email, password: newcomer.password }
          const { success, text } = await house.as(null).post('/api/auth/login', { form })
          return success === true ? [] : [`a new member cannot log in: ${text}`]
        },
      },
    ],
    withNone: () => ({ ...withoutToken(newcomer), message: '회원가입 성공' }),
    refused: () => [
      {
        ...withoutToken({ ...newcomer, email: 'minji@example.kr' }),
        kind: 'email-taken',
        because: 'the e-mail is taken',
      },
      {
        ...withoutToken({ ...newcomer, email: 'no-address' }),
        kind: 'email-malformed',
        because: 'this is no e-mail',
      },
      {
        ...withoutToken({ ...newcomer, email: 'a@example.kr', name: '' }),
        kind: 'input-invalid',
        because: 'the name is missing',
      },
      {
        ...withoutToken({ ...newcomer, email: 'b@example.kr', interest: ['0101', '0201', '9999'] }),
        kind: 'input-invalid',
        because: 'there is no such interest',
      },
    ],
  },
  'setting.getProfileInfo': {
    withData: ({ minji, portrait }) => [
      {
        ...by(minji),
        message: '유저 개별 조회 성공',
        data: list([
          {
            profileImage: picture(portrait),
            phone: is('010-7777-1234'),
            location: is('제주특별자치도 제주시 첨단로 242'),
          },
        ]),
      },
    ],
    withNone: ({ sujin, socket }) => ({
      ...by(sujin),
      message: '유저 개별 조회 성공',
      data: list([
        {
          profileImage: defaultPortrait(socket.url),
          phone: is('010-2222-3333'),
          location: is('대전광역시 유성구 대학로 99'),
        },
      ]),
    }),
  },
  'setting.putUserInterest': {
    withData: (house) => [
      {
        ...by(house.junho, interests),
        message: '관심사가 변경되었습니다.',
        afterwards: async () => {
          const { data } = await house.as(house.junho).get('/api/user/interest')
          return is([interests]).problems(data, 'afterwards')
        },
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin, interests), message: '관심사가 변경되었습니다.' }),
    refused: ({ junho }) => [
      {
        ...by(junho, { ...interests, typeAd: '0109' }),
        kind: 'input-invalid',
        because: 'there is no such ad category',
      },
      {
        ...by(junho, { ...interests, typeExpert: '0101' }),
        kind: 'input-invalid',
        because: 'this is no category of experts',
      },
      { ...by(junho, { ...interests, typeNews: '' }), kind: 'input-invalid', because: 'one is missing' },
    ],
  },
  'setting.updateProfileInfo': {
    withData: (house) => [
      {
        ...by(house.junho, { ...profile, profileImage: PORTRAIT }),
        message: '회원 정보가 변경되었습니다.',
        afterwards: async () => {
          const { data } = await house.as(house.junho).get('/api/user')
          const shown = list([
            {
              profileImage: proves('the address of the picture that was sent', async (address) => {
                const { pathname } = new URL(String(address), house.socket.url)
                const kept = await pictureAt(`${house.socket.url}${pathname}`)
                return kept !== null && Buffer.from(kept).equals(PORTRAIT)
              }),
              phone: is(profile.phone),
              location: is(profile.location),
            },
          ])
          return shown.problems(data, 'afterwards')
        },
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin, { phone: '', location: '', profileImage: new Uint8Array() }),
      message: '회원 정보가 변경되었습니다.',
    }),
    refused: ({ junho }) => [
      {
        ...by(junho, { ...profile, profileImage: Buffer.from('<html></html>') }),
        kind: 'image-unreadable',
        because: 'this is no picture',
      },
      {
        ...by(junho, { ...profile, profileImage: png(2, 2, [1, 2, 3]).subarray(0, 30) }),
        kind: 'image-unreadable',
        because: 'it is cut off',
      },
      {
        ...by(junho, { ...profile, profileImage: pngThatClaims(60_000, 60_000) }),
        kind: 'image-unreadable',
        because: 'it is a bomb',
      },
      {
        ...by(junho, { ...profile, profileImage: new Uint8Array(7 * 1024 * 1024).fill(0xff) }),
        kind: 'body-too-large',
        because: 'it is too large',
      },
      {
        ...by(junho, { profileImage: PORTRAIT, phone: '0'.repeat(500), location: '' }),
        kind: 'input-invalid',
        because: 'no phone is so long',
      },
    ],
  },
}
