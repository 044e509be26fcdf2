import { daysLeft, formatDottedTime } from '../../domain/calendar.ts'
import type { AdRecommended, NotificationFact } from '../../domain/notification/notification.ts'
import type { Instant } from '../../domain/primitives.ts'
import { durationWording, mendingWording, pauseWording } from './hold-wording.ts'
import { withThousands } from './thousands.ts'

type Words = { readonly ko: string; readonly en: string }

/**
 * What a member reads. The app's own texts are kept where it has one; a line break is `\n`, as the app draws it. `at`: when
 * they were told, which is what "today" is.
 */
export const notificationWording = (fact: NotificationFact, at: Instant, english: boolean): string => {
  const words = wordsOf(fact, at)
  return english ? words.en : words.ko
}

const wordsOf = <Kind extends NotificationFact['kind']>(
  fact: Extract<NotificationFact, { kind: Kind }>,
  at: Instant,
): Words => {
  const words: (fact: Extract<NotificationFact, { kind: Kind }>, at: Instant) => Words =
    WORDS[fact.kind as Kind]
  return words(fact, at)
}

const won = (amount: number): string => `${withThousands(amount)}원`
const wonEn = (amount: number): string => `${withThousands(amount)} won`
const noteKo = (note: string): string => (note === '' ? '' : `\n사유: ${note}`)
const noteEn = (note: string): string => (note === '' ? '' : `\nReason: ${note}`)

/** A new fact does not compile until it has words. */
const WORDS: {
  readonly [Kind in NotificationFact['kind']]: (
    fact: Extract<NotificationFact, { kind: Kind }>,
    at: Instant,
  ) => Words
} = {
  assigned: ({ ad }) => ({
    ko: '신청한 광고가 배정되었습니다.\n 업로드 조건과 업로드 기한을 꼭 확인해주세요.\n (광고 세부내역을 확인해주세요)',
    en: `You were assigned to "${ad.title}".\nPlease check its conditions and dates.`,
  }),
  declined: ({ ad, reason, note }) => ({
    ko:
      reason === 'not-selected'
        ? `신청한 광고가 배정되지 않았습니다.\n 이번에는 아쉽지만 다른 광고에 도전해보아요.${noteKo(note)}`
        : `'${ad.title}' 광고의 모집이 끝났습니다.\n 이번에는 아쉽지만 다른 광고에 도전해보아요.`,
    en: `You were not selected for "${ad.title}".${noteEn(note)}`,
  }),
  cancelled: ({ ad, note }) => ({
    ko: `'${ad.title}' 광고의 배정이 취소되었습니다.${noteKo(note)}`,
    en: `Your assignment to "${ad.title}" was cancelled.${noteEn(note)}`,
  }),
  'sent-back': ({ ad, changes }) => ({
    ko: `'${ad.title}' 광고의 업로드에 수정이 필요합니다.\n${changes}`,
    en: `Your upload for "${ad.title}" needs changes.\n${changes}`,
  }),
  'due-tomorrow': ({ ad }) => ({
    ko: 'D-1\n 광고 업로드가 하루 남았습니다.',
    en: `D-1\nOne day left to upload for "${ad.title}".`,
  }),
  'due-today': ({ ad }) => ({
    ko: 'D-DAY\n 광고 업로드가 오늘 마감됩니다.',
    en: `D-DAY\nToday is the last day to upload for "${ad.title}".`,
  }),
  overdue: ({ ad, days }) => ({
    ko: `D+${days}\n 광고가 아직 업로드 확인이 되지 않았습니다.\n 광고를 업로드 하지 않을시 내용증명을 발송하겠습니다.`,
    en: `D+${days}\nThe upload for "${ad.title}" is overdue.\nWithout it a certified letter will follow.`,
  }),
  rewarded: ({ ad, amount }) =>
    amount === 0
      ? {
          ko: `'${ad.title}' 광고가 완료되었습니다.\n수고하셨습니다.`,
          en: `"${ad.title}" is completed. Thank you.`,
        }
      : {
          ko: '광고의 리워드가 적립되었습니다.\n마이페이지 내 cash내역을 확인해 보세요.',
          en: `${wonEn(amount)} were credited for "${ad.title}".`,
        },
  released: ({ ad, amount }) => ({
    ko: `'${ad.title}' 광고의 리워드 ${won(amount)}을 이제 인출할 수 있습니다.`,
    en: `${wonEn(amount)} for "${ad.title}" can be withdrawn now.`,
  }),
  forfeited: ({ ad, amount, note }) => ({
    ko: `'${ad.title}' 광고의 리워드 ${won(amount)}이 회수되었습니다.${noteKo(note)}`,
    en: `${wonEn(amount)} for "${ad.title}" were taken back.${noteEn(note)}`,
  }),
  'hold-paused': ({ ad, cause, missingHashtags }) => {
    const [what, todo] = [pauseWording(cause, missingHashtags), mendingWording(cause, missingHashtags)]
    return {
      ko: `'${ad.title}' 광고 영상을 확인해주세요: ${what.ko}\n${todo.ko}\n다시 확인될 때까지의 시간만큼 리워드 인출 가능일이 늦어집니다.`,
      en: `Please look at your video for "${ad.title}": ${what.en}\n${todo.en}\nUntil it is found in order again, the day on which you can withdraw its reward moves back.`,
    }
  },
  'hold-resumed': ({ ad, releaseDueAt, movedMs }) => {
    const at = formatDottedTime(releaseDueAt)
    const moved = durationWording(movedMs)
    return {
      ko: `'${ad.title}' 광고 영상이 다시 확인되었습니다.\n리워드 인출 가능일: ${at}${movedMs > 0 ? ` (${moved.ko} 늦어짐)` : ''}\n그때까지 영상을 그대로 유지해주세요.`,
      en: `Your video for "${ad.title}" was found in order again.\nIts reward can be withdrawn from: ${at} (Korean time)${movedMs > 0 ? `, ${moved.en} later than before` : ''}\nPlease keep the video as it is until then.`,
    }
  },
  withdrawn: ({ amount }) => ({
    ko: 'cash가 출금이 완료되었습니다.\n다음 출금은 14일 이후부터 가능합니다.',
    en: `${wonEn(amount)} were paid out.\nThe next withdrawal is possible after 14 days.`,
  }),
  'withdrawal-returned': ({ amount, note }) => ({
    ko: `출금 신청한 ${won(amount)}이 반환되었습니다.${noteKo(note)}`,
    en: `${wonEn(amount)} could not be paid out and were returned.${noteEn(note)}`,
  }),
  recommended: ({ ads }, at) => recommendedWords(ads, at),
  answered: ({ title }) => ({
    ko: '등록하신 질문에 답변이 완료되었습니다.\n답변 완료 질문을 확인하세요',
    en: `Your question "${title}" was answered.`,
  }),
  'consultation-requested': ({ title, date }) => ({
    ko: `'${title}' 질문에 상담 신청이 들어왔습니다.\n희망 일시: ${formatDottedTime(date)}`,
    en: `A consultation about "${title}" has been requested.\nAt: ${formatDottedTime(date)} (Korean time)`,
  }),
  'consultation-confirmed': ({ title, date }) => {
    const [ko, en] = ['상담신청이 확정되었습니다.', 'Your consultation is confirmed.']
    if (date === null) return { ko: `${ko}\n질문: ${title}`, en: `${en}\nQuestion: ${title}` }
    const at = formatDottedTime(date)
    return {
      ko: `${ko}\n질문: ${title}, 일시: ${at}`,
      en: `${en}\nQuestion: ${title}, at: ${at} (Korean time)`,
    }
  },
  'consultation-declined': ({ title, note }) => ({
    ko: `'${title}' 질문의 상담 신청이 거절되었습니다.${noteKo(note)}\n다른 일시로 다시 신청할 수 있습니다.`,
    en: `Your consultation about "${title}" was declined.${noteEn(note)}\nYou can ask for another time.`,
  }),
  'channel-pending': ({ channelTitle }) => ({
    ko: `'${channelTitle}' 채널 인증을 신청했습니다.\n운영자가 확인하며 최대 3일이 걸립니다. 인증 코드로 다시 보내면 바로 인증됩니다.`,
    en: `You asked us to verify the channel "${channelTitle}".\nAn operator decides, which takes up to 3 days. With a code it is verified at once.`,
  }),
  'channel-verified': ({ channelTitle }) => ({
    ko: `'${channelTitle}' 채널이 인증되었습니다.\n이제 광고를 신청할 수 있어요.`,
    en: `Your channel "${channelTitle}" is verified.\nYou can apply to ads now.`,
  }),
  'channel-rejected': ({ reason, note }) =>
    reason === 'proved-by-another'
      ? {
          ko: '다른 회원이 인증 코드로 같은 채널을 인증했습니다.\n본인의 채널이라면 인증 코드로 다시 인증해주세요.',
          en: 'Another member proved the same channel with a code.\nIf it is yours, please prove it with a code.',
        }
      : {
          ko: `채널 인증이 반려되었습니다.${noteKo(note)}\n다시 인증할 수 있습니다.`,
          en: `Your channel could not be verified.${noteEn(note)}\nYou can try again.`,
        },
  'channel-disputed': ({ channelTitle }) => ({
    ko: `'${channelTitle}' 채널을 두 회원이 신청했습니다.\n운영자가 확인하고 있습니다.`,
    en: `Two members claim the channel "${channelTitle}".\nAn operator looks at it.`,
  }),
  'channel-dispute-decided': ({ channelTitle, outcome }) =>
    outcome === 'kept'
      ? {
          ko: `'${channelTitle}' 채널에 대한 다른 회원의 신청이 반려되었습니다.\n회원님의 채널 인증은 그대로 유지됩니다.`,
          en: `The other claim on the channel "${channelTitle}" was rejected.\nThe channel stays yours; there is nothing to do.`,
        }
      : {
          ko: `'${channelTitle}' 채널에 대한 다른 회원의 인증이 취소되었습니다.\n회원님의 신청은 운영자가 이어서 확인하며, 결과를 알려드립니다.`,
          en: `The channel "${channelTitle}" was taken back from the other member.\nAn operator decides on your claim next, and you will be told.`,
        },
  'channel-proof-refused': ({ refusal }) => {
    const why = PROOF_REFUSED[refusal]
    return {
      ko: `채널을 인증하지 못했습니다.\n${why?.ko ?? '인증 주소를 확인하고 다시 보내주세요.'}`,
      en: `Your channel could not be verified.\n${why?.en ?? 'Please check the address and send it again.'}`,
    }
  },
  'application-refused': ({ ad, refusal }) => {
    const why = APPLICATION_REFUSED[refusal]
    return {
      ko: `'${ad.title}' 광고 신청이 접수되지 않았습니다.\n${why?.ko ?? '광고 내용을 확인해주세요.'}`,
      en: `Your application to "${ad.title}" was not accepted.\n${why?.en ?? 'Please look at the ad.'}`,
    }
  },
  'question-refused': ({ refusal }) => {
    const why = QUESTION_REFUSED[refusal]
    return {
      ko: `질문이 등록되지 않았습니다.\n${why?.ko ?? '내용을 확인하고 다시 등록해주세요.'}`,
      en: `Your question was not posted.\n${why?.en ?? 'Please check it and post it again.'}`,
    }
  },
  'consultation-refused': ({ title, refusal }) => {
    const why = CONSULTATION_REFUSED[refusal]
    return {
      ko: `'${title}' 질문의 상담 신청이 접수되지 않았습니다.\n${why?.ko ?? '신청 내용을 확인하고 다시 신청해주세요.'}`,
      en: `Your request for a consultation about "${title}" was not accepted.\n${why?.en ?? 'Please check it and request it again.'}`,
    }
  },
}

/** An ad is named for being new or for ending, and only what is new is called so. */
const recommendedWords = ([best, ...others]: readonly AdRecommended[], at: Instant): Words => {
  const updated = '맞춤 광고(당신이 좋아할만한 광고)가 업데이트 되었습니다.'
  const tryNew = '새로운 광고에 도전해보세요.'
  if (best === undefined) return { ko: `${updated}\n${tryNew}`, en: 'There are new ads for you.' }
  const isOnly = others.length === 0
  const ko = `'${best.title}'${isOnly ? '' : ` 외 ${others.length}건`}`
  const en = `"${best.title}"${isOnly ? '' : ` and ${others.length} more`}`
  const ends = best.applyTo === null ? undefined : ENDS_SOON[daysLeft(at, best.applyTo)]
  return ends === undefined
    ? { ko: `${updated}\n${tryNew}\n${ko}`, en: `There are new ads for you.\n${en}` }
    : {
        ko: `${updated}\n${ko}\n${isOnly ? '' : '첫 번째 광고는 '}${ends.ko} 신청이 마감돼요.`,
        en: `There are ads for you.\n${en}\nApplications ${isOnly ? '' : 'to the first one '}close ${ends.en}.`,
      }
}

/** By the Korean days that are left. */
const ENDS_SOON: readonly Words[] = [
  { ko: '오늘', en: 'today' },
  { ko: '내일', en: 'tomorrow' },
]

/** Who gave the proof saw no answer when it was checked, so this is where they learn what to do. */
const PROOF_REFUSED: Readonly<Record<string, Words>> = {
  'proof-url-malformed': {
    ko: '보내주신 주소가 유튜브 동영상이나 채널 주소가 아닙니다. 유튜브에서 주소를 복사하여 다시 보내주세요.',
    en: 'What you sent is not the address of a YouTube video or channel. Please copy it from YouTube and send it again.',
  },
  'proof-not-found': {
    ko: '동영상이나 채널을 찾을 수 없습니다. 비공개가 아닌 "일부 공개"인지 확인해주세요.',
    en: 'The video or channel was not found. Please make the video unlisted, not private.',
  },
  'proof-video-not-unlisted': {
    ko: '인증 동영상을 "일부 공개"로 바꾼 후 다시 보내주세요.',
    en: 'Please make the proof video unlisted and send it again.',
  },
  'proof-code-not-found': {
    ko: '채널 설명에서 인증 코드를 찾지 못했습니다. 발급받은 코드를 채널 설명에 넣고 저장한 후 다시 보내주세요.',
    en: 'The code was not found in the channel description. Please put it there, save it, and send the address again.',
  },
  'proof-code-expired': {
    ko: '인증 코드가 만료되었습니다. 새 코드를 발급받아주세요.',
    en: 'The code has expired. Please ask for a new one.',
  },
  'proof-video-not-watchable': {
    ko: '인증 동영상의 업로드가 끝나지 않았거나 유튜브에서 거부되었습니다. 업로드가 끝난 후 다시 보내주세요.',
    en: 'The proof video is not uploaded yet, or YouTube has rejected it. Please send it again once it is there.',
  },
  'proof-video-older-than-code': {
    ko: '인증 코드를 받기 전에 올린 동영상입니다. 코드를 넣은 동영상을 새로 올린 후 다시 보내주세요.',
    en: 'The video is older than your code. Please upload a new unlisted video with the code and send its address.',
  },
  'channel-owned-by-another': {
    ko: '다른 회원이 이미 인증한 채널입니다. 본인의 채널이라면 운영자에게 문의해주세요.',
    en: 'Another member has verified this channel. If it is yours, please contact us.',
  },
}

/** The app shows every application as sent, so this is where its user learns why it was not. */
const APPLICATION_REFUSED: Readonly<Record<string, Words>> = {
  'input-invalid': {
    ko: '빠진 항목이 없는지, 기획서 제목(200자)과 내용(20,000자)이 너무 길지 않은지 확인해주세요.',
    en: 'Please check that nothing is missing, and that the title (200 characters) and the plan (20,000) are not too long.',
  },
  'ad-not-open-yet': { ko: '아직 신청 기간이 아닙니다.', en: 'Applications are not open yet.' },
  'ad-closed': { ko: '신청 기간이 끝났습니다.', en: 'Applications are closed.' },
  'ad-full': { ko: '모집 인원이 모두 찼습니다.', en: 'All places are taken.' },
  'already-applied': { ko: '이미 신청한 광고입니다.', en: 'You have applied before.' },
  'channel-not-verified': { ko: '채널 인증을 먼저 완료해주세요.', en: 'Please verify your channel first.' },
  'too-few-subscribers': {
    ko: '구독자 수가 조건에 미치지 않습니다.',
    en: 'Your channel has too few subscribers.',
  },
  'subscribers-hidden': {
    ko: '구독자 수가 비공개라 조건을 확인할 수 없습니다.',
    en: 'Your subscriber count is hidden.',
  },
  'subscribers-not-checked': {
    ko: '지금은 유튜브에서 구독자 수를 확인할 수 없습니다. 잠시 후 다시 신청해주세요.',
    en: 'Your subscribers cannot be checked at YouTube now. Please apply again later.',
  },
  'channel-not-shown': {
    ko: '유튜브에서 채널을 찾을 수 없습니다. 채널이 공개되어 있는지 확인하고 한 시간 후에 다시 신청해주세요.',
    en: 'YouTube does not show your channel. Please make sure that everybody can see it, and apply again in an hour.',
  },
  'too-many-requests': {
    ko: '요청이 너무 많습니다. 한 시간 후에 다시 신청해주세요.',
    en: 'You have asked too often. Please apply again in an hour.',
  },
}

/** The app closes the screen of a question before it hears the answer, and shows nothing of a refusal. */
const QUESTION_REFUSED: Readonly<Record<string, Words>> = {
  'input-invalid': {
    ko: '빠진 항목이 없는지, 제목(200자)과 내용(1,000자)이 너무 길지 않은지 확인해주세요.',
    en: 'Please check that nothing is missing, and that the title (200 characters) and the text (1,000) are not too long.',
  },
  'too-many-questions': {
    ko: '하루에 등록할 수 있는 질문을 모두 등록했습니다. 내일 다시 등록해주세요.',
    en: 'You have asked as many questions as a day allows. Please ask again tomorrow.',
  },
}

/** The app shows every consultation as requested, so this is where its user learns why it was not. */
const CONSULTATION_REFUSED: Readonly<Record<string, Words>> = {
  'input-invalid': {
    ko: '이름, 일시, 상담 내용(1,000자)을 확인하고 다시 신청해주세요.',
    en: 'Please check your name, the date and time, and the text (1,000 characters).',
  },
  'question-not-answered': {
    ko: '아직 답변이 등록되지 않은 질문입니다. 답변이 완료된 후 신청해주세요.',
    en: 'The question has no answer yet. Please request a consultation once it has one.',
  },
  'consultation-already-requested': {
    ko: '이미 상담을 신청한 질문입니다.',
    en: 'You have requested a consultation about it already.',
  },
  'consultation-in-the-past': {
    ko: '지난 일시입니다. 다른 일시를 선택해주세요.',
    en: 'That time is over. Please choose a later one.',
  },
  'consultation-too-far-ahead': {
    ko: '1년 이내의 일시로 신청해주세요.',
    en: 'Please choose a time within a year from now.',
  },
}
