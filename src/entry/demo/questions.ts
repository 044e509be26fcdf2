/** What a member asks, and what an expert answers in the end. */
export type DemoQuestion = {
  readonly title: string
  readonly content: string
  /** The caption of the app's button. */
  readonly category: 'Law' | 'Start_up' | 'Shooting'
  readonly secret: boolean
  readonly answer: string
}

export const GUESTS_IN_THE_PICTURE: DemoQuestion = {
  title: '식당에서 찍은 영상에 다른 손님이 나왔어요',
  content:
    '식당 주인의 허락을 받고 먹방을 찍었는데, 뒤쪽 자리의 손님 얼굴이 3초쯤 나왔습니다. 올린 뒤에 그분이 댓글로 지워달라고 하셨어요. 영상을 모두 내려야 할까요?',
  category: 'Law',
  secret: false,
  answer: `가게 주인의 허락은 촬영 장소에 대한 것이고, 손님의 얼굴은 손님 자신의 초상권으로 보호됩니다.

1. 먼저 그 장면을 흐리게 처리하거나 잘라내고, 처리한 사실을 댓글로 알려주세요. 편집 도구로 올린 영상의 일부만 가릴 수 있습니다.
2. 영상 전체를 내려야 하는 것은 아니지만, 처리가 늦어질 것 같으면 그동안 비공개로 두는 편이 안전합니다. 다만 유지 기간이 있는 광고 영상이라면 운영자에게 먼저 알려주세요.
3. 다음부터는 촬영 안내문을 붙이고, 얼굴이 알아볼 만큼 나온 분께는 그 자리에서 동의를 받으세요.`,
}

export const LEAVING_A_COMPANY: DemoQuestion = {
  title: '소속사 계약을 중간에 끝낼 수 있을까요?',
  content:
    '3년 전속 계약을 한 지 8개월이 되었습니다. 약속한 장비 지원이 한 번도 없었고, 광고 수익 정산서도 받지 못했습니다. 계약서에는 중간에 나가면 위약금을 낸다고 적혀 있어요.',
  category: 'Law',
  secret: true,
  answer: `약속한 지원과 정산을 상대방이 지키지 않았다면, 먼저 그 사실을 문서로 남기는 것이 중요합니다.

· 지원과 정산을 언제까지 해달라고 내용증명으로 요청하세요.
· 그래도 지키지 않으면 상대방의 잘못을 이유로 계약을 해지할 수 있고, 이때는 위약금 조항이 그대로 적용되지 않을 수 있습니다.
· 주고받은 메시지와 입금 내역을 모두 모아두세요.

계약서를 보아야 정확히 말씀드릴 수 있으니 상담을 신청해 주시면 함께 읽어보겠습니다.`,
}

export const REGISTERING_A_BUSINESS: DemoQuestion = {
  title: '광고 수익이 생기면 사업자 등록을 해야 하나요?',
  content:
    '회사에 다니면서 주말에 여행 영상을 올리고 있습니다. 이번 달부터 광고 리워드와 조회수 수익이 조금씩 들어오는데, 언제부터 사업자 등록이 필요한지 궁금합니다.',
  category: 'Start_up',
  secret: false,
  answer: `한 번이 아니라 계속해서 수익이 생긴다면 금액이 적어도 사업자 등록을 하는 것이 맞습니다.

· 혼자 촬영하고 편집한다면 면세사업자, 직원을 두거나 별도의 작업실이 있다면 과세사업자로 등록합니다.
· 회사에 다니고 있다면 다음 해 5월에 근로소득과 합쳐 종합소득세를 신고합니다.
· 회사의 취업 규칙에 겸업 조항이 있는지도 먼저 확인해 보세요.

장비를 산 영수증은 지금부터 모아두시면 비용으로 인정받을 수 있습니다.`,
}

export const MUSIC_CLAIM: DemoQuestion = {
  title: '배경 음악 때문에 저작권 신고를 받았어요',
  content:
    '무료 음원이라고 적힌 곳에서 내려받은 음악을 영상에 썼는데, 한 달 뒤에 저작권 신고가 들어왔습니다. 그 사이트는 지금 열리지 않습니다. 이의를 제기해도 될까요, 아니면 음악을 바꾸어야 할까요?',
  category: 'Law',
  secret: false,
  answer: `사용을 허락받았다는 것을 보여줄 자료가 있는지가 가장 중요합니다.

1. 내려받은 날짜, 사이트 화면, 약관을 저장해 둔 것이 있다면 그것을 붙여 이의를 제기할 수 있습니다.
2. 자료가 없다면 이의 제기보다 음악을 바꾸거나 그 구간의 소리를 지우는 쪽을 권합니다. 이의가 받아들여지지 않으면 경고가 남을 수 있습니다.
3. 앞으로는 음원마다 받은 곳, 날짜, 허락의 범위를 한 줄씩 적어두세요.

신고 내용에 따라 답이 달라질 수 있으니 상담에서 함께 확인해 보면 좋겠습니다.`,
}

export const KITCHEN_LIGHT: DemoQuestion = {
  title: '주방 조명 아래에서 음식 색이 누렇게 나와요',
  content:
    '집 주방에서 찍으면 눈으로 볼 때보다 음식이 누렇고 어둡게 나옵니다. 조명을 하나 산다면 어디에 두는 것이 좋을까요?',
  category: 'Shooting',
  secret: false,
  answer: `색이 다른 빛이 섞여 있기 때문입니다. 순서대로 해보세요.

1. 찍는 동안 주방 천장등을 끄고 새 조명만 켭니다.
2. 조명은 음식의 뒤쪽 옆, 시계로 치면 열 시 방향에 두고 얇은 흰 천을 한 장 씌웁니다.
3. 반대쪽에는 흰 종이를 세워 그림자를 부드럽게 합니다.
4. 카메라의 화이트 밸런스를 흰 접시에 맞추고 고정합니다.

조명 하나면 충분합니다. 밝기보다 방향이 음식의 윤기를 살립니다.`,
}

/** Nobody has answered it yet when the story is over. */
export const FLYING_A_DRONE: Omit<DemoQuestion, 'answer'> = {
  title: '여행지에서 드론으로 찍은 영상을 써도 되나요?',
  content:
    '바닷가 마을을 드론으로 찍으려고 합니다. 비행 허가와 촬영 허가를 따로 받아야 한다고 들었는데, 집과 사람이 작게 나오는 것도 문제가 될까요?',
  category: 'Law',
  secret: false,
}

/** What Minji wants to talk about with the expert. */
export const CONSULTATION_TOPIC =
  '신고 메일과 음원을 내려받을 때의 화면 캡처가 있습니다. 이의를 제기해도 될지 함께 봐주세요.'
