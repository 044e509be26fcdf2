import type { Motif, Palette } from './drawing/motif.ts'
import { bulb, chart, clock, microphone, play, shield } from './drawing/news-motifs.ts'
import { card, type Pattern } from './drawing/pictures.ts'

export type DemoCard = {
  readonly title: string
  readonly subtitle: string
  readonly content: string
  readonly motif: Motif
  readonly pattern: Pattern
  readonly palette: Palette
}

/** Short pieces of news, oldest first. */
export const FIRST_CARDS: readonly DemoCard[] = [
  {
    title: '첫 30초에 무엇을 보여줄까',
    subtitle: '시청자가 떠나는 순간은 정해져 있습니다',
    content: `영상의 첫 30초는 약속의 시간입니다. 제목과 섬네일이 한 약속을 여기서 지켜야 합니다.

1. 인사보다 결과를 먼저 보여주세요.
2. 이 영상에서 알게 될 것을 한 문장으로 말하세요.
3. 로고와 음악은 5초를 넘기지 마세요.

지난 영상의 시청 지속 시간 그래프에서 처음으로 꺾이는 곳을 찾아보는 것부터 시작해 보세요.`,
    motif: play,
    pattern: 'dots',
    palette: { from: [50, 40, 100], to: [230, 110, 130], light: [255, 230, 200], accent: [255, 180, 70] },
  },
  {
    title: '마이크 하나로 소리가 달라집니다',
    subtitle: '화질보다 음질이 먼저입니다',
    content: `조금 흐린 화면은 참아도 울리는 소리는 참기 어렵습니다.

· 마이크는 입에서 한 뼘 거리에 두세요.
· 옷장이나 이불 가까이에서 녹음하면 울림이 줄어듭니다.
· 촬영 전에 10초 동안 아무 말 없이 녹음해 두면 편집할 때 잡음을 지우기 쉽습니다.`,
    motif: microphone,
    pattern: 'rays',
    palette: { from: [20, 60, 80], to: [90, 160, 170], light: [225, 250, 240], accent: [250, 150, 90] },
  },
  {
    title: '유료 광고 표시, 언제 해야 할까',
    subtitle: '협찬 상품을 받았다면 꼭 알아두세요',
    content: `돈을 받았을 때만이 아니라 상품이나 식사권을 받고 만든 영상에도 표시가 필요합니다.

· 영상 설정에서 '유료 광고 포함'을 켭니다.
· 제목이나 영상 앞부분에 알기 쉬운 말로 한 번 더 알립니다.
· '더 보기'를 눌러야 보이는 곳에만 적는 것은 피하세요.`,
    motif: shield,
    pattern: 'checks',
    palette: { from: [20, 90, 90], to: [150, 210, 170], light: [250, 250, 220], accent: [230, 110, 80] },
  },
]

export const LATER_CARDS: readonly [DemoCard, DemoCard, DemoCard] = [
  {
    title: '구독자가 들어오는 시간 찾기',
    subtitle: '올리는 시간만 바꿔도 달라집니다',
    content: `분석 화면의 '시청자가 활동하는 시간'을 보고, 가장 진한 칸보다 두 시간 먼저 공개해 보세요. 검색과 추천에 올라갈 시간을 버는 셈입니다. 4주 동안 같은 요일, 같은 시간에 올려야 비교할 수 있습니다.`,
    motif: clock,
    pattern: 'bubbles',
    palette: { from: [100, 60, 120], to: [240, 170, 150], light: [255, 240, 220], accent: [236, 90, 100] },
  },
  {
    title: '기획서 한 장으로 배정받는 법',
    subtitle: '광고주는 이 세 줄을 봅니다',
    content: `기획서가 길다고 배정되는 것은 아닙니다.

1. 누가 이 영상을 볼까요? 내 채널의 시청자를 한 줄로.
2. 무엇을 다르게 보여줄까요? 비교, 기간, 장소를 숫자로.
3. 언제 올릴까요? 업로드 기간 안의 날짜를 분명하게.

이 세 가지가 있으면 나머지는 짧아도 됩니다.`,
    motif: bulb,
    pattern: 'diamonds',
    palette: { from: [30, 50, 90], to: [110, 150, 190], light: [255, 246, 200], accent: [250, 190, 60] },
  },
  {
    title: '조회수보다 참여율',
    subtitle: '작은 채널이 큰 채널을 이기는 숫자',
    content: `참여율은 좋아요와 댓글을 더해 조회수로 나눈 값입니다. 구독자가 적어도 참여율이 높으면 광고주는 그 채널을 다시 찾습니다. 영상 끝에 질문을 하나 남기고, 첫 한 시간 동안 댓글에 답해 보세요. 크레커의 토탈 리포트에서 내 참여율을 볼 수 있습니다.`,
    motif: chart,
    pattern: 'hills',
    palette: { from: [20, 80, 60], to: [170, 210, 120], light: [255, 255, 225], accent: [255, 140, 80] },
  },
]

export const cardParts = (piece: DemoCard): FormData => {
  const parts = new FormData()
  for (const name of ['title', 'subtitle', 'content'] as const) parts.append(name, piece[name])
  parts.append('thumbnail', new File([card(piece)], 'card.png', { type: 'image/png' }))
  return parts
}
