/** What is said of a success, by the Korean text that the app knows. A new one does not compile without its English. */
const ENGLISH = {
  ok: 'ok',
  ready: 'ready',
  // Accounts and sessions
  '회원가입 성공': 'You are signed up.',
  '로그인 성공': 'You are logged in.',
  '토큰 재발급 완료.': 'The token was renewed.',
  '로그아웃 되었습니다.': 'You are logged out on all devices.',
  '유저 개별 조회 성공': 'Your profile.',
  '회원 정보가 변경되었습니다.': 'Your profile is changed.',
  '관심사 조회 성공': 'Your interests.',
  '관심사가 변경되었습니다.': 'Your interests are changed.',
  '입금 계좌 조회 성공': 'Your payee account.',
  '입금 계좌가 등록되었습니다.': 'Your payee account is registered.',
  // Channels
  '채널 인증 코드가 발급되었습니다.': 'Here is your code.',
  '채널 조회 성공': 'Your channel.',
  '채널 인증 성공': 'Your channel is verified.',
  '채널 인증을 신청했습니다. 운영자가 확인하며 최대 3일이 걸립니다.':
    'Your claim waits for an operator, for up to 3 days.',
  '채널 인증 신청 조회 성공': 'Claims that wait.',
  '채널 인증 처리 성공': 'The claim is decided.',
  // Ads
  '광고 홈 상단 헤더 이미지 성공': 'Banner ads.',
  '맞춤형 광고 성공': 'Ads for you.',
  '인기순 광고 성공': 'Popular ads.',
  '최신순 광고 성공': 'Newest ads.',
  '카테고리 광고 불러오기 성공': 'Ads of this category.',
  '광고 조회 성공': 'The ad.',
  '광고 등록 성공.': 'The ad is on the platform.',
  '배너 광고가 변경되었습니다.': 'The banner is changed.',
  // Participations
  '기획서 가져오기 성공': 'What the form begins with.',
  '기획서 작성 성공': 'Your proposal is handed in.',
  '기획서가 수정되었습니다.': 'Your proposal is changed.',
  '신청이 취소되었습니다.': 'Your application is withdrawn.',
  '유저 광고 조회 성공': 'Participations.',
  '유저 광고 개별 조회 성공': 'Your participation.',
  '광고 동영상 조회 성공': 'The video.',
  '광고 동영상 인증 성공': 'Your upload is proved.',
  '광고 배정 성공': 'The creator is assigned.',
  '광고 미선정 처리 성공': 'The applicant is declined.',
  '광고 진척사항 완료 성공': 'The participation is completed.',
  '수정 요청 성공': 'Changes are asked for.',
  '광고 배정 취소 성공': 'The assignment is cancelled.',
  '리워드 회수 성공': 'The reward is taken back.',
  // Cash
  '이용내역 조회 성공': 'Your cash.',
  '인출하기 성공': 'Your withdrawal is requested.',
  '출금 내역 조회 성공': 'Your withdrawals.',
  '출금 신청 조회 성공': 'Withdrawals that wait.',
  '출금 처리 성공': 'The withdrawal is settled.',
  // News and scraps
  '데일리 뉴스 조회 성공': 'Daily news.',
  '데일리 뉴스 등록 성공': 'The daily card is on the platform.',
  '데일리 뉴스 수정 성공': 'The daily card is changed.',
  '데일리 뉴스 삭제 성공': 'The daily card is removed.',
  '서포트 뉴스 조회 성공': 'Support programmes.',
  '서포트 뉴스 등록 성공': 'The support programme is on the platform.',
  '서포트 뉴스 수정 성공': 'The support programme is changed.',
  '서포트 뉴스 삭제 성공': 'The support programme is removed.',
  '스크랩 뉴스 조회 성공': 'Your scraps.',
  '스크랩 뉴스 등록 성공': 'The programme is scrapped.',
  '스크랩 뉴스 삭제 성공': 'The scrap is removed.',
  // Reports and notifications
  '개별 리포트 조회 성공': 'Your report.',
  '토탈 리포트 조회 성공': 'Your total report.',
  '알림 조회 성공': 'Your notifications.',
  '알림을 읽음으로 표시했습니다.': 'The notification is marked as read.',
  '모든 알림을 읽음으로 표시했습니다.': 'All notifications are marked as read.',
  // The board and the home screen
  'FAQ 조회 성공': 'Frequent questions.',
  'FAQ 등록 성공': 'The entry is in the FAQ.',
  'FAQ가 수정되었습니다.': 'The entry is changed.',
  'FAQ가 삭제되었습니다.': 'The entry is removed.',
  '공지사항 조회 성공': 'Notices.',
  '공지사항 등록 성공': 'The notice is published.',
  '공지사항이 수정되었습니다.': 'The notice is changed.',
  '공지사항이 삭제되었습니다.': 'The notice is removed.',
  '홈 배너 조회 성공': 'Banners of the home screen.',
  '홈 배너가 등록되었습니다.': 'The banner is on the home screen.',
  '홈 배너가 삭제되었습니다.': 'The banner is removed.',
} as const satisfies Readonly<Record<string, string>>

export type SuccessMessage = keyof typeof ENGLISH

export const successWording = (message: SuccessMessage, english: boolean): string =>
  english ? ENGLISH[message] : message
