import { png } from '../../fixtures/pictures.ts'
import type { Member, Sent } from '../../fixtures/test-house.ts'
import type { BusyHouse } from './busy-house.ts'

/** A request that succeeds when the right one makes it, about what is Minji's wherever it names an id. */
export type Call = { readonly path: string; readonly sent?: Sent }

export type RouteRow = {
  readonly rule: 'public' | 'member' | 'creator' | 'operator' | 'expert'
  /** What Minji, Junho with Minji's ids, and the operator get in the standard dialect. */
  readonly minji: number
  readonly junho: number
  readonly operator: number
  /** What the lawyer gets; where it is left out, an expert is nobody special. */
  readonly expert?: number
  /** What a 403 is called that is not about roles. */
  readonly refusedAs?: string
  readonly call: (house: BusyHouse) => Call
  /** Fields of the body that may be left out. */
  readonly optional?: readonly string[]
}

const anyone = { rule: 'public', minji: 200, junho: 200, operator: 200 } as const
const members = { rule: 'member', minji: 200, junho: 200, operator: 200 } as const
/** The member's own: with Minji's ids nobody else finds anything. */
const owners = { rule: 'member', minji: 200, junho: 404, operator: 404 } as const
const creators = { rule: 'creator', minji: 200, junho: 200, operator: 403 } as const
const creatorsOwn = { rule: 'creator', minji: 200, junho: 404, operator: 403 } as const
const operators = { rule: 'operator', minji: 403, junho: 403, operator: 200 } as const

const operatorsAndExperts = { ...operators, expert: 200 } as const
const experts = { rule: 'expert', minji: 403, junho: 403, operator: 403, expert: 200 } as const

const at = (path: string) => (): Call => ({ path })

export const proposal = {
  planTitle: '건조한 사무실에서 살아남기',
  planContents: '아침부터 저녁까지 크림 하나로 버팁니다.',
  refUrl: 'https://youtu.be/reference01',
  youtubeUrl: 'https://www.youtube.com/@minji',
  phone: '010-1234-5678',
  location: '서울특별시 마포구 양화로 45',
  isAgree: 'true',
}

export const signUpForm = {
  email: 'newcomer@example.kr',
  password: '비밀-Canary-7391',
  name: '새사람',
  phone: '010-9999-0000',
  location: '부산광역시 해운대구 우동 1',
  channelName: '새 채널',
  youtubeUrl: 'https://www.youtube.com/@newcomer',
  notRegisterUrl: '',
  agreement: 0,
  interest: ['0101', '0201', '0301'],
}

/** The texts of an ad as an operator enters them. */
export const adForm = {
  companyName: '(주)맑은피부',
  title: '겨울 핸드크림 체험단',
  subtitle: '건조한 손을 위하여',
  cash: '30,000',
  reward: '핸드크림 2개',
  applyFrom: '2026-11-20',
  applyTo: '2026-12-01',
  choice: '2026-12-02',
  uploadFrom: '2026-12-03 09:00',
  uploadTo: '2026-12-20T18:00:00+09:00',
  completeDate: '2026-12-25',
  preference: '손이 건조한 분',
  campaignInfo: '2주 동안 써 보고 이야기합니다.',
  url: 'https://example.kr/hand',
  keyword: '#핸드크림 #협찬',
  campaignMission: '3분 이상',
  addInfo: '',
  categoryCode: '0102',
  subscribers: '제한 없음',
  subscribersNum: '0',
  capacity: '5',
  holdDays: '28',
  requiredHashtags: '핸드크림, 협찬',
}
export const AD_OPTIONAL = [
  'subtitle',
  'reward',
  'preference',
  'campaignInfo',
  'url',
  'keyword',
  'campaignMission',
  'addInfo',
  'subscribers',
  'subscribersNum',
  'holdDays',
  'requiredHashtags',
] as const

export const adParts = (
  form: Readonly<Record<string, string>> = adForm,
  pictures: readonly Uint8Array[] = [1, 2, 3].map((side) => png(side, side, [10, 20, 30])),
): FormData => {
  const parts = new FormData()
  for (const [name, value] of Object.entries(form)) parts.append(name, value)
  for (const picture of pictures) parts.append('imgs', new File([Uint8Array.from(picture)], 'a.png'))
  return parts
}

export const boardForm = {
  title: '캐쉬는 언제 들어오나요?',
  content: '영상을 28일 동안 유지하면 들어옵니다.',
}

export const bannerParts = (picture: Uint8Array = png(4, 2, [70, 30, 160])): FormData => {
  const parts = new FormData()
  parts.append('image', new File([Uint8Array.from(picture)], 'banner.png'))
  return parts
}

/** What a member changes of the own profile, as the app sends it. */
export const profileParts = (
  texts: Readonly<Record<string, string>> = { phone: '010-5555-6666', location: '강원도 춘천시 중앙로 1' },
  picture: Uint8Array | null = png(3, 3, [90, 20, 160]),
): FormData => {
  const parts = new FormData()
  for (const [name, value] of Object.entries(texts)) parts.append(name, value)
  if (picture !== null) parts.append('profileImage', new File([Uint8Array.from(picture)], 'me.png'))
  return parts
}

/** A support programme as an operator enters it. */
export const programmeForm = {
  host: '한국콘텐츠진흥원',
  title: '2027 신진 크리에이터 지원',
  subtitle: '장비와 교육을 드립니다',
  contents: '만 19세 이상이면 누구나 지원할 수 있습니다.',
  calendarStart: '26.11.20',
  calendarEnd: '26.12.31',
  url: 'https://example.kr/creators',
}
export const programmeParts = (
  form: Readonly<Record<string, string>> = programmeForm,
  poster: Uint8Array | null = png(4, 4, [40, 50, 60]),
): FormData => newsParts(form, 'poster', poster)

/** A daily card as an operator enters it. */
export const cardForm = {
  title: '쇼츠 수익이 달라집니다',
  subtitle: '다음 달부터',
  content: '무엇이 달라지는지 정리했습니다.',
}
export const cardParts = (
  form: Readonly<Record<string, string>> = cardForm,
  thumbnail: Uint8Array | null = png(5, 5, [70, 80, 90]),
): FormData => newsParts(form, 'thumbnail', thumbnail)

const newsParts = (
  form: Readonly<Record<string, string>>,
  name: string,
  picture: Uint8Array | null,
): FormData => {
  const parts = new FormData()
  for (const [field, value] of Object.entries(form)) parts.append(field, value)
  if (picture !== null) parts.append(name, new File([Uint8Array.from(picture)], 'a.png'))
  return parts
}

export const questionForm = {
  Qtitle: '초상권이 궁금해요',
  Qcontent: '지나가는 사람이 찍혔는데 올려도 되나요?',
  categoryCode: 'Law',
  isSecret: 0,
}

/** As the app writes it, for a week from then. */
export const requestForm = {
  name: '김민지',
  Cdate: '2026 / 12 / 01',
  Ctime: 'PM 03 : 30',
  Ccontent: '광고 계약서를 함께 읽어 주세요.',
}

/** The profile of an expert as an operator enters it; null leaves the photo out. */
export const expertParts = (
  over: Readonly<Record<string, string>> = {},
  photo: Uint8Array | null = png(3, 3, [10, 20, 30]),
): FormData => {
  const form = { categoryCode: '0201', name: '최변호', description: '법률사무소 온', ...over }
  const parts = new FormData()
  for (const [name, value] of Object.entries(form)) parts.append(name, value)
  if (photo !== null) parts.append('photo', new File([Uint8Array.from(photo)], 'a.png'))
  return parts
}

const aboutMinji = ({ minji }: BusyHouse, { adId }: { readonly adId: number }) => ({
  userIdx: minji.account.id,
  adIdx: adId,
})

/** Every route that there is: a new one without a row fails the test of access. */
export const ROUTES: Readonly<Record<string, RouteRow>> = {
  'POST /api/auth/signup': {
    ...anyone,
    call: () => ({ path: '/api/auth/signup', sent: { json: signUpForm } }),
    optional: ['channelName', 'youtubeUrl', 'notRegisterUrl', 'agreement'],
  },
  'POST /api/auth/login': {
    ...anyone,
    call: () => ({
      path: '/api/auth/login',
      sent: { json: { email: 'minji@example.kr', password: '비밀-Canary-7391' } },
    }),
  },
  'GET /api/auth/refresh': {
    ...anyone,
    call: ({ refreshToken }) => ({
      path: '/api/auth/refresh',
      sent: { headers: { refreshtoken: refreshToken } },
    }),
  },
  'POST /api/auth/refresh': {
    ...anyone,
    call: ({ refreshToken }) => ({
      path: '/api/auth/refresh',
      sent: { headers: { refreshtoken: refreshToken } },
    }),
  },
  'POST /api/auth/logout': { ...members, call: at('/api/auth/logout') },
  // Both have proved their channels, and the operator has none.
  'GET /api/auth/hash': { rule: 'member', minji: 409, junho: 409, operator: 409, call: at('/api/auth/hash') },

  'GET /api/user/channel': { ...creators, call: at('/api/user/channel') },
  'POST /api/user/channel': {
    rule: 'creator',
    minji: 409,
    junho: 409,
    operator: 403,
    call: ({ proofUrl }) => ({ path: '/api/user/channel', sent: { json: { url: proofUrl } } }),
  },
  'GET /api/user/channel/pending': { ...operators, call: at('/api/user/channel/pending') },
  'PUT /api/user/channel/:userIdx': {
    ...operators,
    call: ({ soyeon }) => ({
      path: `/api/user/channel/${soyeon.account.id}`,
      sent: { json: { decision: 'verify', reason: '확인했습니다.' } },
    }),
    optional: ['reason'],
  },
  'GET /api/user': { ...members, call: at('/api/user') },
  'PUT /api/user': { ...members, call: () => ({ path: '/api/user', sent: { parts: profileParts() } }) },
  'GET /api/user/interest': { ...members, call: at('/api/user/interest') },
  'PUT /api/user/interest': {
    ...members,
    call: () => ({
      path: '/api/user/interest',
      sent: { json: { typeAd: '0103', typeExpert: '0202', typeNews: '0303' } },
    }),
  },
  'GET /api/user/profile': { ...members, call: at('/api/user/profile') },
  'GET /api/user/payee': { ...creators, call: at('/api/user/payee') },
  'PUT /api/user/payee': {
    ...creators,
    call: () => ({
      path: '/api/user/payee',
      sent: { json: { bank: '신한은행', number: '110-222-333444', holder: '김민지' } },
    }),
  },

  'GET /api/advertise/ad/random': { ...members, call: at('/api/advertise/ad/random') },
  'GET /api/advertise/ad/interest': { ...members, call: at('/api/advertise/ad/interest') },
  'GET /api/advertise/ad/popular': { ...members, call: at('/api/advertise/ad/popular') },
  'GET /api/advertise/ad/latest': { ...members, call: at('/api/advertise/ad/latest') },
  'GET /api/advertise/ad/list/:code': { ...members, call: at('/api/advertise/ad/list/0102') },
  'GET /api/advertise/ad/detail/:adIdx': {
    ...members,
    call: ({ freshAd }) => ({ path: `/api/advertise/ad/detail/${freshAd.id}` }),
  },
  'GET /api/advertise/ad/apply': { ...members, call: at('/api/advertise/ad/apply') },
  'POST /api/advertise/ad/write': {
    ...creators,
    call: ({ freshAd }) => ({
      path: '/api/advertise/ad/write',
      sent: { json: { ...proposal, adIdx: freshAd.id } },
    }),
    optional: ['refUrl', 'isAgree'],
  },
  'POST /api/advertise/ad/dismiss': {
    ...creators,
    call: ({ freshAd }) => ({ path: '/api/advertise/ad/dismiss', sent: { json: { adIdx: freshAd.id } } }),
  },
  'POST /api/advertise/ad/insert': {
    ...operators,
    call: () => ({ path: '/api/advertise/ad/insert', sent: { parts: adParts() } }),
  },
  'PUT /api/advertise/ad/pick': {
    ...operators,
    call: ({ freshAd }) => ({ path: '/api/advertise/ad/pick', sent: { json: { adIdx: [freshAd.id] } } }),
  },

  'GET /api/userad/ing/ing/ing': { ...operators, call: at('/api/userad/ing/ing/ing?progress=1') },
  'POST /api/userad/confirm': {
    ...operators,
    call: (house) => ({
      path: '/api/userad/confirm',
      sent: { json: aboutMinji(house, house.parts.applied) },
    }),
  },
  'POST /api/userad/notConfirm': {
    ...operators,
    call: ({ minji, parts }) => ({
      path: '/api/userad/notConfirm',
      sent: { json: { idx: minji.account.id, adIdx: parts.applied.adId, reason: '정원이 찼습니다.' } },
    }),
    optional: ['reason'],
  },
  'PUT /api/userad/ing': {
    ...operators,
    call: (house) => ({ path: '/api/userad/ing', sent: { json: aboutMinji(house, house.parts.submitted) } }),
  },
  'PUT /api/userad/sendBack': {
    ...operators,
    call: (house) => ({
      path: '/api/userad/sendBack',
      sent: { json: { ...aboutMinji(house, house.parts.submitted), changes: '로고를 크게 보여 주세요.' } },
    }),
  },
  'PUT /api/userad/cancel': {
    ...operators,
    call: (house) => ({
      path: '/api/userad/cancel',
      sent: {
        json: {
          ...aboutMinji(house, house.parts.assigned),
          reason: 'not-uploaded',
          note: '기한이 지났습니다.',
        },
      },
    }),
    optional: ['note'],
  },
  'PUT /api/userad/forfeit': {
    ...operators,
    call: (house) => ({
      path: '/api/userad/forfeit',
      sent: { json: { ...aboutMinji(house, house.parts.completed), reason: '영상이 삭제되었습니다.' } },
    }),
  },
  'GET /api/userad/applicants/:adIdx': {
    ...operators,
    call: ({ parts }) => ({ path: `/api/userad/applicants/${parts.applied.adId}` }),
  },
  'GET /api/userad/length': { ...members, call: at('/api/userad/length') },
  'GET /api/userad/:progress': { ...members, call: at('/api/userad/2') },
  'GET /api/userad/:progress/:userAdIdx': {
    ...owners,
    call: ({ parts }) => ({ path: `/api/userad/1/${parts.applied.id}` }),
  },
  'PUT /api/userad/:userAdIdx': {
    ...creatorsOwn,
    call: ({ parts }) => ({ path: `/api/userad/${parts.applied.id}`, sent: { json: proposal } }),
    optional: ['refUrl', 'isAgree'],
  },
  'DELETE /api/userad/:userAdIdx': {
    ...creatorsOwn,
    call: ({ parts }) => ({ path: `/api/userad/${parts.applied.id}` }),
  },
  'POST /api/userad/auth/auth/auth': {
    ...members,
    call: ({ uploadUrl }) => ({ path: '/api/userad/auth/auth/auth', sent: { json: { url: uploadUrl } } }),
  },
  'POST /api/userad/auth': {
    ...creatorsOwn,
    call: ({ parts, uploadUrl }) => ({
      path: '/api/userad/auth',
      sent: { json: { adIdx: parts.assigned.adId, url: uploadUrl, review: '정말 촉촉했어요.' } },
    }),
    optional: ['review'],
  },

  'GET /api/cash': { ...members, call: at('/api/cash') },
  // Junho has earned nothing.
  'POST /api/cash/withdraw': {
    rule: 'creator',
    minji: 200,
    junho: 409,
    operator: 403,
    call: at('/api/cash/withdraw'),
  },
  'GET /api/cash/withdrawals': { ...creators, call: at('/api/cash/withdrawals') },
  'GET /api/cash/withdrawals/requested': { ...operators, call: at('/api/cash/withdrawals/requested') },
  'PUT /api/cash/withdrawals/:withdrawalIdx': {
    ...operators,
    call: ({ withdrawal }) => ({
      path: `/api/cash/withdrawals/${withdrawal.id}`,
      sent: { json: { decision: 'pay', bankReference: '이체-2026-0042' } },
    }),
  },

  'GET /api/expert/profile': { ...members, call: at('/api/expert/profile') },
  'POST /api/expert/profile': {
    ...operators,
    call: ({ soyeon }) => ({
      path: '/api/expert/profile',
      sent: { parts: expertParts({ userIdx: String(soyeon.account.id) }) },
    }),
  },
  'PUT /api/expert/profile/:expertIdx': {
    ...operators,
    call: ({ lawyer }) => ({
      path: `/api/expert/profile/${lawyer.expert.id}`,
      sent: { parts: expertParts({ userIdx: String(lawyer.account.id) }) },
    }),
  },
  'GET /api/expert/qa/law': { ...members, call: at('/api/expert/qa/law') },
  'GET /api/expert/qa/law/:expertConsultIdx': {
    rule: 'member',
    minji: 200,
    junho: 403,
    operator: 200,
    expert: 200,
    refusedAs: 'question-secret',
    call: ({ questions }) => ({ path: `/api/expert/qa/law/${questions.secret.id}` }),
  },
  'GET /api/expert/qa/startup': { ...members, call: at('/api/expert/qa/startup') },
  'GET /api/expert/qa/startup/:expertConsultIdx': {
    ...members,
    call: ({ questions }) => ({ path: `/api/expert/qa/startup/${questions.startup.id}` }),
  },
  'GET /api/expert/qa/shooting': { ...members, call: at('/api/expert/qa/shooting') },
  'GET /api/expert/qa/shooting/:expertConsultIdx': {
    ...members,
    call: ({ questions }) => ({ path: `/api/expert/qa/shooting/${questions.shooting.id}` }),
  },
  'POST /api/expert/qa/law': {
    ...members,
    call: () => ({ path: '/api/expert/qa/law', sent: { json: questionForm } }),
  },
  'PUT /api/expert/qa/law': {
    ...experts,
    call: ({ questions, lawyer }) => ({
      path: '/api/expert/qa/law',
      sent: {
        json: {
          expertConsultIdx: questions.waiting.id,
          Acontent: '영수증을 보관하세요.',
          expertIdx: lawyer.expert.id,
        },
      },
    }),
    optional: ['expertIdx'],
  },
  'GET /api/expert/qa/posted': { ...members, call: at('/api/expert/qa/posted') },
  'GET /api/expert/qa/answered': { ...members, call: at('/api/expert/qa/answered') },
  'GET /api/expert/qa/consulted': { ...members, call: at('/api/expert/qa/consulted') },
  'PUT /api/expert/qa/apply': {
    ...owners,
    call: ({ questions }) => ({
      path: '/api/expert/qa/apply',
      sent: { json: { ...requestForm, expertConsultIdx: questions.answered.id } },
    }),
  },
  'GET /api/expert/qa/consultations': { ...operatorsAndExperts, call: at('/api/expert/qa/consultations') },
  'PUT /api/expert/qa/consultations/:expertConsultIdx': {
    ...operatorsAndExperts,
    call: ({ questions }) => ({
      path: `/api/expert/qa/consultations/${questions.secret.id}`,
      sent: { json: { decision: 'confirm', note: '' } },
    }),
    optional: ['note'],
  },

  'GET /api/report': { ...members, call: at('/api/report') },
  'GET /api/report/info': { ...members, call: at('/api/report/info') },
  'GET /api/report/:userAdIdx': { ...owners, call: ({ earned }) => ({ path: `/api/report/${earned.id}` }) },

  'GET /api/recommendation/report': { ...operators, call: at('/api/recommendation/report') },

  'GET /api/notify': { ...members, call: at('/api/notify') },
  'GET /api/notify/length': { ...members, call: at('/api/notify/length') },
  'PUT /api/notify/read': { ...members, call: at('/api/notify/read') },
  'PUT /api/notify/:notiIdx/read': {
    ...owners,
    call: ({ notification }) => ({ path: `/api/notify/${notification.id}/read` }),
  },

  'GET /api/faq': { ...members, call: at('/api/faq') },
  'GET /api/faq/:faqIdx': { ...members, call: ({ faqEntry }) => ({ path: `/api/faq/${faqEntry.id}` }) },
  'POST /api/faq': { ...operators, call: () => ({ path: '/api/faq', sent: { json: boardForm } }) },
  'PUT /api/faq/:faqIdx': {
    ...operators,
    call: ({ faqEntry }) => ({ path: `/api/faq/${faqEntry.id}`, sent: { json: boardForm } }),
  },
  'DELETE /api/faq/:faqIdx': {
    ...operators,
    call: ({ faqEntry }) => ({ path: `/api/faq/${faqEntry.id}` }),
  },
  'GET /api/notice': { ...members, call: at('/api/notice') },
  'GET /api/notice/:noticeIdx': {
    ...members,
    call: ({ boardNotice }) => ({ path: `/api/notice/${boardNotice.id}` }),
  },
  'POST /api/notice': { ...operators, call: () => ({ path: '/api/notice', sent: { json: boardForm } }) },
  'PUT /api/notice/:noticeIdx': {
    ...operators,
    call: ({ boardNotice }) => ({ path: `/api/notice/${boardNotice.id}`, sent: { json: boardForm } }),
  },
  'DELETE /api/notice/:noticeIdx': {
    ...operators,
    call: ({ boardNotice }) => ({ path: `/api/notice/${boardNotice.id}` }),
  },

  'GET /api/home': { ...members, call: at('/api/home') },
  'GET /api/home/banner': { ...operators, call: at('/api/home/banner') },
  'POST /api/home/banner': {
    ...operators,
    call: () => ({ path: '/api/home/banner', sent: { parts: bannerParts() } }),
  },
  'DELETE /api/home/banner/:homeBannerIdx': {
    ...operators,
    call: ({ homeBanner }) => ({ path: `/api/home/banner/${homeBanner.id}` }),
  },

  'GET /api/news/card': { ...members, call: at('/api/news/card') },
  'GET /api/news/daily': { ...members, call: at('/api/news/daily') },
  'GET /api/news/daily/:dailyIdx': {
    ...members,
    call: ({ dailyCard }) => ({ path: `/api/news/daily/${dailyCard.id}` }),
  },
  'POST /api/news/daily': {
    ...operators,
    call: () => ({ path: '/api/news/daily', sent: { parts: cardParts() } }),
  },
  'PUT /api/news/daily/:dailyIdx': {
    ...operators,
    call: ({ dailyCard }) => ({
      path: `/api/news/daily/${dailyCard.id}`,
      sent: { parts: cardParts() },
    }),
  },
  'DELETE /api/news/daily/:dailyIdx': {
    ...operators,
    call: ({ dailyCard }) => ({ path: `/api/news/daily/${dailyCard.id}` }),
  },
  'GET /api/news/support': { ...members, call: at('/api/news/support') },
  'GET /api/news/recommand/:flag': { ...members, call: at('/api/news/recommand/2') },
  'GET /api/news/support/:newsIdx': {
    ...members,
    call: ({ programme }) => ({ path: `/api/news/support/${programme.id}` }),
  },
  'POST /api/news/support': {
    ...operators,
    call: () => ({ path: '/api/news/support', sent: { parts: programmeParts() } }),
  },
  'PUT /api/news/support/:newsIdx': {
    ...operators,
    call: ({ programme }) => ({
      path: `/api/news/support/${programme.id}`,
      sent: { parts: programmeParts({ ...programmeForm, applyCount: '12' }) },
    }),
  },
  'DELETE /api/news/support/:newsIdx': {
    ...operators,
    call: ({ programme }) => ({ path: `/api/news/support/${programme.id}` }),
  },
  'POST /api/news/scrap': {
    ...members,
    call: ({ otherProgramme }) => ({
      path: '/api/news/scrap',
      sent: { json: { newsIdx: otherProgramme.id } },
    }),
  },
  'DELETE /api/news/scrap': {
    ...members,
    call: ({ programme }) => ({ path: '/api/news/scrap', sent: { json: { newsIdx: programme.id } } }),
  },
  'GET /api/usernews': { ...members, call: at('/api/usernews') },

  'GET /health': { ...anyone, call: at('/health') },
  'GET /ready': { ...anyone, call: at('/ready') },
  'GET /images/:name': { ...anyone, call: ({ pictureName }) => ({ path: `/images/${pictureName}` }) },
  'GET /openapi.json': { ...anyone, call: at('/openapi.json') },
}

/** Somebody who may call it, about what is theirs. */
export const callerOf = ({ operator, lawyer, minji }: BusyHouse, { rule }: RouteRow): Member => {
  if (rule === 'operator') return operator
  return rule === 'expert' ? lawyer : minji
}

/** `POST /api/cash/withdraw` in its two parts. */
export const methodOf = (route: string): string => route.slice(0, route.indexOf(' '))

export const rowOf = (route: string): RouteRow => {
  const row = ROUTES[route]
  if (row === undefined) throw new Error(`${route} has no row`)
  return row
}
