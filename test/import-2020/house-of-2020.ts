import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { aVideoId } from '../fixtures/video.ts'
import type { Generated2020, GeneratedRow } from './dump-of-2020.ts'

const derive = promisify(pbkdf2)

export const passwordOf = (member: number): string => `비밀-${member}`
export const emailOf = (member: number): string => `Creator${member}@example.kr`

/** As the 2020 server hashed: the salt is the base64 text, not its bytes. */
export const hashedIn2020 = async (password: string) => {
  const salt = randomBytes(64).toString('base64')
  const hash = await derive(password, salt, 1_000, 32, 'sha512')
  return { password: hash.toString('base64'), salt }
}

/** Every third member has cash of which a part was allowed, every third one that was not, the others have none. */
export const cashOf = (member: number): { readonly cash: number; readonly cashAllowed: number } => {
  if (member % 3 === 0) return { cash: member * 1_000, cashAllowed: 1_000 }
  return member % 3 === 1 ? { cash: 5_000, cashAllowed: 0 } : { cash: 0, cashAllowed: 0 }
}

export async function* membersOf2020(howMany: number): AsyncGenerator<GeneratedRow> {
  const atOnce = 4
  for (let first = 1; first <= howMany; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, howMany - first + 1) }, (_, index) => first + index)
    const hashes = await Promise.all(numbers.map((member) => hashedIn2020(passwordOf(member))))
    for (const [index, member] of numbers.entries())
      yield {
        userIdx: member,
        email: emailOf(member),
        ...(hashes[index] ?? { password: null, salt: null }),
        phone: `010-1234-${String(member).padStart(4, '0')}`,
        location: "서울시 '마포구'\n3층",
        name: `김하늘${member} 😊`,
        channelName: `하늘의 하루 ${member}`,
        youtubeUrl: `https://www.youtube.com/channel/UC${String(member).padStart(22, '0')}`,
        agreement: member % 2,
        notRegisterUrl: 'dummy',
        isAuth: 0,
        typeAd: '0102',
        typeExpert: '0202',
        typeNews: '0303',
        accessToken: null,
        refreshToken: null,
        profileImage: `https://example.kr/profile/${member}.png`,
        ...cashOf(member),
        subscribers: null,
        totalViews1: 0,
        er: null,
      }
  }
}

function* adsOf2020(howMany: number): Generator<GeneratedRow> {
  for (let ad = 1; ad <= howMany; ad += 1)
    yield {
      adIdx: ad,
      thumbnail: `https://example.kr/ads/${ad}.png`,
      summaryPhoto: `https://example.kr/ads/${ad}-summary.png`,
      fullPhoto: `https://example.kr/ads/${ad}-full.png`,
      title: `수분 크림 체험단 ${ad}`,
      subtitle: '촉촉한 하루',
      cash: '10,000',
      applyFrom: '2020-01-01',
      applyTo: '2020-01-10 00:00:00',
      choice: '2020-01-11',
      uploadFrom: '2020-01-12',
      uploadTo: '2020-01-31',
      completeDate: '2020-02-05',
      preference: '누구나',
      campaignInfo: '크림을 써 봅니다',
      url: 'https://example.kr/cream',
      reward: '크림 1개',
      keyword: '#수분크림 #협찬',
      campaignMission: '5분 이상',
      addInfo: '',
      categoryCode: '0102',
      subscribers: '',
      subscribersNum: 0,
      views: 120,
      isPick: 0,
      createAt: '2019-12-30',
      updateAt: null,
    }
}

/** One for each member: applied, assigned, submitted, completed in turn. */
export const progressOf = (member: number): number => ((member - 1) % 4) + 1

function* applicationsOf2020(members: number, ads: number): Generator<GeneratedRow> {
  for (let member = 1; member <= members; member += 1)
    yield {
      userAdIdx: member,
      userIdx: member,
      adIdx: ((member - 1) % ads) + 1,
      planIdx: member,
      videoInfoIdx: progressOf(member) >= 3 ? member : null,
      progress: progressOf(member),
      createAt: '2020-01-05 10:00:00',
      updateAt: '2020-01-20 18:30:00',
    }
}

function* plansOf2020(members: number): Generator<GeneratedRow> {
  for (let member = 1; member <= members; member += 1)
    yield {
      planIdx: member,
      userIdx: member,
      title: '수분 크림 체험단',
      youtubeUrl: 'https://www.youtube.com/@haneul',
      phone: '010-1234-5678',
      location: '서울',
      planTitle: `기획 ${member}`,
      planContents: '첫째; 둘째(셋째), "넷째" \\ 다섯째',
      refUrl: null,
      isAgree: 'true',
    }
}

function* videosOf2020(members: number): Generator<GeneratedRow> {
  for (let member = 1; member <= members; member += 1)
    if (progressOf(member) >= 3)
      yield {
        videoInfoIdx: member,
        thumbnail: 'https://i.ytimg.com/vi/x/hqdefault.jpg',
        url: `https://www.youtube.com/watch?v=${aVideoId(member)}&t=30s`,
        uploadDate: '2020-01-15T09:00:00.000Z',
        review: '좋았어요',
        likes: 12,
        views1: 3_400,
        views2: null,
      }
}

function* newsOf2020(howMany: number): Generator<GeneratedRow> {
  for (let news = 1; news <= howMany; news += 1)
    yield {
      newsIdx: news,
      poster: `https://example.kr/news/${news}.png`,
      host: '한국콘텐츠진흥원',
      title: `1인 미디어 지원사업 ${news}`,
      subtitle: '모집합니다',
      contents: '내용',
      calendarStart: '20.01.02',
      calendarEnd: '20.02.03',
      views: news * 10,
      createAt: '2020-01-01 09:00:00',
      updateAt: null,
    }
}

function* cardsOf2020(howMany: number): Generator<GeneratedRow> {
  for (let card = 1; card <= howMany; card += 1)
    yield {
      dailyIdx: card,
      thumbnail: `https://example.kr/daily/${card}.png`,
      title: `오늘의 소식 ${card}`,
      subtitle: '짧게',
      content: '길게',
      createAt: '2020-01-01 09:00:00',
    }
}

function* scrapsOf2020(members: number): Generator<GeneratedRow> {
  for (let member = 1; member <= members; member += 1)
    yield { userNewsIdx: member, userIdx: member, newsIdx: (member % 5) + 1, isScrapped: 1 }
}

function* expertsOf2020(howMany: number): Generator<GeneratedRow> {
  for (let expert = 1; expert <= howMany; expert += 1)
    yield {
      expertIdx: expert,
      categoryCode: '0201',
      name: `이변호 ${expert}`,
      experience: 7,
      description: '법무법인 크레커',
      photo: `https://example.kr/experts/${expert}.png`,
      createAt: '2019-12-01 05:06:00',
    }
}

/** Asked, answered, and answered with a consultation in turn. */
function* questionsOf2020(members: number): Generator<GeneratedRow> {
  for (let member = 1; member <= members; member += 1) {
    const isAnswered = member % 3 !== 1
    const isConsulted = member % 3 === 0
    yield {
      expertConsultIdx: member,
      userIdx: member,
      categoryCode: '0201',
      Qtitle: `저작권 ${member}`,
      Qcontent: '음악을 써도 되나요?',
      isSecret: member % 2,
      isComplete: isAnswered ? 1 : 0,
      views: 4,
      createAt: '2020-03-01 12:00:00',
      expertIdx: isAnswered ? 1 : null,
      Acontent: isAnswered ? '허락을 받으세요.' : null,
      answerUpdateAt: isAnswered ? '2020-03-02 12:00:00' : null,
      name: isConsulted ? '김하늘' : null,
      Cdate: isConsulted ? '2020-03-10 15:30:00' : null,
      Ccontent: isConsulted ? '계약서 검토' : null,
      isSuccess: isConsulted ? 1 : 0,
      consultUpdateAt: null,
    }
  }
}

function* faqOf2020(howMany: number): Generator<GeneratedRow> {
  for (let entry = 1; entry <= howMany; entry += 1)
    yield {
      faqIdx: entry,
      title: `캐쉬는 언제 들어오나요? ${entry}`,
      content: '영상을 28일 동안 유지하면\n들어옵니다.',
      createAt: '2020-01-01 09:00:00',
    }
}

function* noticesOf2020(howMany: number): Generator<GeneratedRow> {
  for (let notice = 1; notice <= howMany; notice += 1)
    yield {
      noticeIdx: notice,
      title: `설 연휴 안내 ${notice}`,
      content: '답변이 늦어질 수 있습니다.',
      createAt: '2020-01-20 00:30:00',
      updateAt: notice % 2 === 0 ? '2020-01-21 10:00:00' : null,
    }
}

/** A whole 2020 database in which every row makes sense. The tables come in the order of mysqldump, by name. */
export const houseOf2020 = (members: number): Generated2020 => {
  const ads = Math.max(3, Math.ceil(members / 200))
  return new Map<string, AsyncIterable<GeneratedRow> | Iterable<GeneratedRow>>([
    ['Ad', adsOf2020(ads)],
    ['DailyNews', cardsOf2020(20)],
    ['Expert', expertsOf2020(3)],
    ['ExpertConsult', questionsOf2020(Math.min(members, 300))],
    ['History', [{ userIdx: 1, title: '계좌출금', isIn: 0, price: '0', date: '20.01.02 10:00:00' }]],
    ['Notice', noticesOf2020(4)],
    ['Plan', plansOf2020(members)],
    ['SupportNews', newsOf2020(10)],
    ['User', membersOf2020(members)],
    ['UserAd', applicationsOf2020(members, ads)],
    ['UserNews', scrapsOf2020(members)],
    ['VideoInfo', videosOf2020(members)],
    ['faq', faqOf2020(5)],
  ])
}
