import type { AdCategory } from '../../src/domain/categories.ts'
import type { Chance } from './random.ts'

/** What titles of ads are made of, topic by topic. */
const TOPICS: Readonly<Record<AdCategory, readonly (readonly string[])[]>> = {
  premium: [
    ['노트북', '모니터', '키보드', '태블릿', '데스크테리어', '마우스', '충전기', '게이밍'],
    ['전기차', '시승', '드라이브', '블랙박스', '하이브리드', '타이어', '세차', '캠핑카'],
    ['적금', '신용카드', '재테크', '연금', '주식', '보험', '절세', '가계부'],
    ['청소기', '공기청정기', '냉장고', '세탁기', '로봇', '정수기', '에어컨', '제습기'],
    ['토익', '영어회화', '온라인강의', '자격증', '코딩', '학습지', '인강', '독서실'],
  ],
  beauty: [
    ['수분크림', '토너', '앰플', '세럼', '보습', '진정', '스킨케어', '시카'],
    ['립스틱', '틴트', '아이섀도', '쿠션', '블러셔', '마스카라', '메이크업', '파운데이션'],
    ['샴푸', '염색', '두피', '헤어오일', '고데기', '탈모', '트리트먼트', '드라이기'],
    ['향수', '바디로션', '핸드크림', '디퓨저', '바디워시', '캔들', '섬유향수', '입욕제'],
    ['원피스', '니트', '청바지', '운동화', '코디', '가방', '주얼리', '데일리룩'],
  ],
  restaurant: [
    ['삼겹살', '한우', '갈비', '곱창', '고깃집', '숯불', '막창', '육회'],
    ['초밥', '회', '참치', '해물찜', '조개구이', '오마카세', '새우', '대게'],
    ['파스타', '스테이크', '피자', '브런치', '와인', '리조또', '샐러드', '수제버거'],
    ['카페', '디저트', '케이크', '커피', '베이커리', '마카롱', '빙수', '크로플'],
    ['떡볶이', '치킨', '김밥', '라면', '분식', '족발', '마라탕', '돈까스'],
  ],
  travel: [
    ['제주', '서귀포', '감귤', '올레길', '한라산', '오름', '성산', '우도'],
    ['호텔', '호캉스', '수영장', '스위트룸', '조식', '리조트', '라운지', '스파'],
    ['캠핑', '글램핑', '텐트', '바비큐', '차박', '백패킹', '불멍', '침낭'],
    ['오사카', '도쿄', '후쿠오카', '온천', '료칸', '벚꽃', '교토', '유니버설'],
    ['강릉', '속초', '서핑', '바다', '펜션', '해변', '요트', '양양'],
  ],
  other: [
    ['강아지', '고양이', '사료', '간식', '산책', '펫', '장난감', '캣타워'],
    ['헬스', '단백질', '요가', '필라테스', '홈트', '다이어트', '러닝', '폼롤러'],
    ['육아', '기저귀', '유모차', '이유식', '아기옷', '동화책', '카시트', '돌잔치'],
    ['모바일게임', '신작', '길드', '레이드', '사전예약', '캐릭터', '시즌패스', '퀘스트'],
    ['인테리어', '조명', '가구', '소파', '침대', '셀프시공', '커튼', '러그'],
  ],
}

/** In the titles of ads of every topic. */
const COMMON = ['체험단', '모집', '신제품', '리뷰', '이벤트', '협찬', '크리에이터', '영상', '런칭', '브랜드']

const TOPICAL_WORDS = 3
const COMMON_WORDS = 2

/** Three different words of the topic and two common ones, in any order, as titles go. */
export const titleAbout = (category: AdCategory, topic: number, draws: Chance): string =>
  shuffled(
    [
      ...shuffled(TOPICS[category][topic] ?? [], draws).slice(0, TOPICAL_WORDS),
      ...shuffled(COMMON, draws).slice(0, COMMON_WORDS),
    ],
    draws,
  ).join(' ')

const shuffled = (words: readonly string[], draws: Chance): readonly string[] =>
  words
    .map((word) => ({ word, place: draws.uniform() }))
    .sort((a, b) => a.place - b.place)
    .map(({ word }) => word)
