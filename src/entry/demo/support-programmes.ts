import { formatDotted } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/primitives.ts'
import { koreanMidnight } from './ad-form.ts'
import type { Motif, Palette } from './drawing/motif.ts'
import { cap, captions, coins, play, shield, studio, trophy, waves } from './drawing/news-motifs.ts'
import { type Pattern, poster } from './drawing/pictures.ts'

/** A course, a contest or a grant of somebody else. Days count from the day of the demo's beginning. */
export type DemoProgramme = {
  readonly host: string
  readonly title: string
  readonly subtitle: string
  readonly contents: string
  readonly recruitmentDays: readonly [from: number, to: number]
  readonly motif: Motif
  readonly pattern: Pattern
  readonly palette: Palette
}

const COURSE = {
  from: [36, 74, 140],
  to: [120, 180, 230],
  light: [235, 245, 255],
  accent: [255, 190, 80],
} as const
const CONTEST = {
  from: [130, 40, 90],
  to: [240, 140, 110],
  light: [255, 236, 210],
  accent: [250, 200, 70],
} as const
const GRANT = {
  from: [24, 100, 80],
  to: [150, 210, 150],
  light: [244, 255, 224],
  accent: [240, 170, 60],
} as const

/** Those of the first day. When the story is over, the contest ends a day later, and the lecture is over. */
export const FIRST_PROGRAMMES = {
  filmCourse: {
    host: '온마을미디어센터',
    title: '1인 미디어 첫걸음 8주 과정',
    subtitle: '기획부터 편집까지, 수강료 무료',
    contents: `스마트폰 하나로 시작하는 8주 과정입니다.

· 대상: 구독자 5천 명 이하의 크리에이터 20명
· 일정: 매주 화요일 저녁 7시, 총 8회
· 내용: 기획, 촬영, 조명, 소리, 편집, 섬네일, 저작권, 발표

마지막 주에는 수강생이 만든 영상을 함께 봅니다. 노트북이 없으시면 센터에서 빌려드립니다.`,
    recruitmentDays: [-3, 45],
    motif: play,
    pattern: 'dots',
    palette: COURSE,
  },
  alleyContest: {
    host: '푸른골목재단',
    title: '골목을 걷다, 3분 영상 공모전',
    subtitle: '우리 동네 골목의 오늘을 담아주세요',
    contents: `사라지기 전에 남기고 싶은 골목이 있나요? 3분 안팎의 영상으로 들려주세요.

· 대상 1편 300만 원, 우수상 3편 각 100만 원, 가작 10편 각 20만 원
· 1인당 두 편까지 출품할 수 있습니다.
· 수상작은 골목 상영회에서 함께 봅니다.

음악은 사용 허락을 받은 것만 써주세요.`,
    recruitmentDays: [0, 39],
    motif: trophy,
    pattern: 'rays',
    palette: CONTEST,
  },
  productionGrant: {
    host: '누리콘텐츠재단',
    title: '신진 크리에이터 제작비 지원',
    subtitle: '팀당 최대 500만 원',
    contents: `처음으로 시리즈를 준비하는 크리에이터에게 제작비를 지원합니다.

· 대상: 채널을 연 지 3년이 되지 않은 개인 또는 3명 이하의 팀
· 지원: 선정된 30팀에 각 최대 500만 원과 제작 상담 3회
· 제출: 기획서 5쪽 이내, 지금까지의 대표 영상 2편

지원금은 장비 대여, 출연료, 편집비에 쓸 수 있습니다.`,
    recruitmentDays: [0, 60],
    motif: coins,
    pattern: 'bubbles',
    palette: GRANT,
  },
  copyrightLecture: {
    host: '소리숲재단',
    title: '음악 저작권 바로 알기, 하루 특강',
    subtitle: '내 영상의 음악, 괜찮을까요?',
    contents: `영상에 쓴 음악 때문에 수익이 멈춘 적이 있다면 들어보세요.

· 일시: 토요일 오후 2시부터 5시까지, 온라인
· 내용: 음원 사용 허락을 받는 방법, 신고를 받았을 때 할 일, 무료 음원의 조건
· 정원: 100명, 선착순

강의 자료는 신청하신 모든 분께 보내드립니다.`,
    recruitmentDays: [-5, 20],
    motif: cap,
    pattern: 'diamonds',
    palette: { ...COURSE, from: [70, 50, 130], to: [170, 150, 220] },
  },
  shoreContest: {
    host: '맑은바다모임',
    title: '바다를 지키는 60초 공모전',
    subtitle: '세로 영상으로 알리는 바다 쓰레기',
    contents: `바닷가에서 주운 것, 바다를 위해 바꾼 습관을 60초 세로 영상으로 알려주세요.

· 으뜸상 1편 200만 원, 버금상 5편 각 50만 원
· 제목에 '#맑은바다60초'를 넣어 공개한 뒤 주소를 보내주시면 됩니다.
· 참가하신 모든 분께 바닷가 청소 도구를 보내드립니다.`,
    recruitmentDays: [0, 75],
    motif: waves,
    pattern: 'hills',
    palette: { from: [10, 90, 130], to: [110, 200, 210], light: [255, 248, 210], accent: [255, 140, 100] },
  },
} as const satisfies Readonly<Record<string, DemoProgramme>>

/** How many have applied, as the hosts tell the operator. */
export const APPLICANTS: Readonly<Record<keyof typeof FIRST_PROGRAMMES, number>> = {
  filmCourse: 34,
  alleyContest: 212,
  productionGrant: 148,
  copyrightLecture: 100,
  shoreContest: 87,
}

/** Those that come when the story is over. */
export const LATER_PROGRAMMES = {
  studioGrant: {
    host: '새싹창업지원단',
    title: '청년 1인 스튜디오 임차료 지원',
    subtitle: '6개월간 월 20만 원',
    contents: `혼자 일하는 청년 크리에이터의 작업실 임차료를 지원합니다.

· 대상: 만 19~39세, 사업자 등록을 했거나 6개월 안에 등록할 예정인 분
· 지원: 6개월간 월 20만 원, 회계 상담 2회
· 제출: 임대차 계약서, 최근 3개월간 올린 영상 목록`,
    recruitmentDays: [35, 70],
    motif: studio,
    pattern: 'checks',
    palette: GRANT,
  },
  captionGrant: {
    host: '모두의자막',
    title: '배리어프리 자막 제작 지원',
    subtitle: '소리를 글로 옮기는 영상에 함께합니다',
    contents: `소리를 듣기 어려운 분도 함께 볼 수 있도록 자막을 만드는 비용과 방법을 지원합니다.

· 대상: 한 달에 두 편 이상 올리는 채널 40개
· 지원: 영상 1편당 자막 제작비 5만 원, 최대 5편
· 교육: 화자와 효과음을 자막에 적는 방법, 온라인 강의 2회`,
    recruitmentDays: [37, 66],
    motif: captions,
    pattern: 'dots',
    palette: { ...GRANT, from: [60, 60, 70], to: [170, 190, 180] },
  },
  adviceCourse: {
    host: '달빛시 청년센터',
    title: '크리에이터 계약서 읽기 모임',
    subtitle: '서명하기 전에 함께 읽어봐요',
    contents: `광고 계약서와 소속사 계약서를 변호사와 함께 한 줄씩 읽는 모임입니다.

· 일정: 2주 동안 총 4회, 평일 저녁 7시 30분
· 준비물: 가지고 있는 계약서(이름과 금액은 지우고 가져오세요)
· 정원: 12명, 참가비 무료`,
    recruitmentDays: [38, 52],
    motif: shield,
    pattern: 'rays',
    palette: COURSE,
  },
} as const satisfies Readonly<Record<string, DemoProgramme>>

/** The multipart form of a programme, with a poster made for it. */
export const programmeParts = (programme: DemoProgramme, start: Instant): FormData => {
  const parts = programmeTexts(programme, start)
  parts.append('poster', new File([poster(programme)], 'poster.png', { type: 'image/png' }))
  return parts
}

/** The same without a poster: a programme that has one keeps it. */
export const programmeTexts = (programme: DemoProgramme, start: Instant): FormData => {
  const [from, to] = programme.recruitmentDays
  const parts = new FormData()
  for (const name of ['host', 'title', 'subtitle', 'contents'] as const) parts.append(name, programme[name])
  parts.append('calendarStart', formatDotted(koreanMidnight(start, from)))
  parts.append('calendarEnd', formatDotted(koreanMidnight(start, to)))
  parts.append('url', 'https://www.example.com/')
  return parts
}
