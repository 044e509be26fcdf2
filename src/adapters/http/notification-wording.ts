import { match } from 'ts-pattern'
import type { NotificationFact } from '../../domain/notification/notification.ts'

const won = (amount: number): string => `${amount.toLocaleString('en-US')}원`
const because = (note: string): string => (note === '' ? '' : `\n사유: ${note}`)
const becauseEnglish = (note: string): string => (note === '' ? '' : `\nReason: ${note}`)

/** What a member reads. The app's own texts are kept where it has one; a line break is `\n`, as the app draws it. */
export const notificationWording = (fact: NotificationFact, english: boolean): string =>
  english ? inEnglish(fact) : inKorean(fact)

const inKorean = (fact: NotificationFact): string =>
  match(fact)
    .returnType<string>()
    .with(
      { kind: 'assigned' },
      () =>
        '신청한 광고가 배정되었습니다.\n 업로드 조건과 업로드 기한을 꼭 확인해주세요.\n (광고 세부내역을 확인해주세요)',
    )
    .with(
      { kind: 'declined', reason: 'not-selected' },
      ({ note }) =>
        `신청한 광고가 배정되지 않았습니다.\n 이번에는 아쉽지만 다른 광고에 도전해보아요.${because(note)}`,
    )
    .with(
      { kind: 'declined' },
      ({ ad }) => `'${ad.title}' 광고의 모집이 끝났습니다.\n 이번에는 아쉽지만 다른 광고에 도전해보아요.`,
    )
    .with(
      { kind: 'cancelled' },
      ({ ad, note }) => `'${ad.title}' 광고의 배정이 취소되었습니다.${because(note)}`,
    )
    .with(
      { kind: 'sent-back' },
      ({ ad, changes }) => `'${ad.title}' 광고의 업로드에 수정이 필요합니다.\n${changes}`,
    )
    .with({ kind: 'due-tomorrow' }, () => 'D-1\n 광고 업로드가 하루 남았습니다.')
    .with(
      { kind: 'overdue' },
      () =>
        'D+1\n 광고가 아직 업로드 확인이 되지 않았습니다.\n 광고를 업로드 하지 않을시 내용증명을 발송하겠습니다.',
    )
    .with(
      { kind: 'rewarded' },
      () => '광고의 리워드가 적립되었습니다.\n마이페이지 내 cash내역을 확인해 보세요.',
    )
    .with(
      { kind: 'released' },
      ({ ad, amount }) => `'${ad.title}' 광고의 리워드 ${won(amount)}을 이제 인출할 수 있습니다.`,
    )
    .with(
      { kind: 'forfeited' },
      ({ ad, amount, note }) =>
        `'${ad.title}' 광고의 리워드 ${won(amount)}이 회수되었습니다.${because(note)}`,
    )
    .with({ kind: 'withdrawn' }, () => 'cash가 출금이 완료되었습니다.\n다음 출금은 14일 이후부터 가능합니다.')
    .with(
      { kind: 'withdrawal-returned' },
      ({ amount, note }) => `출금 신청한 ${won(amount)}이 반환되었습니다.${because(note)}`,
    )
    .with(
      { kind: 'recommended' },
      () => '맞춤 광고(당신이 좋아할만한 광고)가 업데이트 되었습니다.\n새로운 광고에 도전해보세요.',
    )
    .with({ kind: 'answered' }, () => '등록하신 질문에 답변이 완료되었습니다.\n답변 완료 질문을 확인하세요')
    .with({ kind: 'consultation-confirmed' }, () => '상담신청이 확정되었습니다.')
    .with(
      { kind: 'channel-verified' },
      ({ channelTitle }) => `'${channelTitle}' 채널이 인증되었습니다.\n이제 광고를 신청할 수 있어요.`,
    )
    .with(
      { kind: 'channel-rejected', reason: 'proved-by-another' },
      () =>
        '다른 회원이 인증 코드로 같은 채널을 인증했습니다.\n본인의 채널이라면 인증 코드로 다시 인증해주세요.',
    )
    .with(
      { kind: 'channel-rejected' },
      ({ note }) => `채널 인증이 반려되었습니다.${because(note)}\n다시 인증할 수 있습니다.`,
    )
    .with(
      { kind: 'channel-disputed' },
      ({ channelTitle }) => `'${channelTitle}' 채널을 두 회원이 신청했습니다.\n운영자가 확인하고 있습니다.`,
    )
    .with(
      { kind: 'application-refused' },
      ({ ad, refusal }) =>
        `'${ad.title}' 광고 신청이 접수되지 않았습니다.\n${APPLICATION_REFUSED[refusal]?.ko ?? '광고 내용을 확인해주세요.'}`,
    )
    .exhaustive()

const inEnglish = (fact: NotificationFact): string =>
  match(fact)
    .returnType<string>()
    .with(
      { kind: 'assigned' },
      ({ ad }) => `You were assigned to "${ad.title}". Please check its conditions and dates.`,
    )
    .with(
      { kind: 'declined' },
      ({ ad, note }) => `You were not selected for "${ad.title}".${becauseEnglish(note)}`,
    )
    .with(
      { kind: 'cancelled' },
      ({ ad, note }) => `Your assignment to "${ad.title}" was cancelled.${becauseEnglish(note)}`,
    )
    .with(
      { kind: 'sent-back' },
      ({ ad, changes }) => `Your upload for "${ad.title}" needs changes.\n${changes}`,
    )
    .with({ kind: 'due-tomorrow' }, ({ ad }) => `D-1: one day left to upload for "${ad.title}".`)
    .with({ kind: 'overdue' }, ({ ad }) => `D+1: the upload for "${ad.title}" is overdue.`)
    .with({ kind: 'rewarded' }, ({ ad, amount }) => `${won(amount)} were credited for "${ad.title}".`)
    .with({ kind: 'released' }, ({ ad, amount }) => `${won(amount)} for "${ad.title}" can be withdrawn now.`)
    .with(
      { kind: 'forfeited' },
      ({ ad, amount, note }) => `${won(amount)} for "${ad.title}" were taken back.${becauseEnglish(note)}`,
    )
    .with(
      { kind: 'withdrawn' },
      ({ amount }) => `${won(amount)} were paid out. The next withdrawal is possible after 14 days.`,
    )
    .with(
      { kind: 'withdrawal-returned' },
      ({ amount, note }) => `${won(amount)} could not be paid out and were returned.${becauseEnglish(note)}`,
    )
    .with({ kind: 'recommended' }, () => 'There are new ads for you.')
    .with({ kind: 'answered' }, ({ title }) => `Your question "${title}" was answered.`)
    .with({ kind: 'consultation-confirmed' }, () => 'Your consultation is confirmed.')
    .with({ kind: 'channel-verified' }, ({ channelTitle }) => `Your channel "${channelTitle}" is verified.`)
    .with(
      { kind: 'channel-rejected' },
      ({ note }) => `Your channel could not be verified.${becauseEnglish(note)}`,
    )
    .with(
      { kind: 'channel-disputed' },
      ({ channelTitle }) => `Two members claim the channel "${channelTitle}". An operator looks at it.`,
    )
    .with({ kind: 'application-refused' }, ({ ad, refusal }) =>
      `Your application to "${ad.title}" was not accepted. ${APPLICATION_REFUSED[refusal]?.en ?? ''}`.trim(),
    )
    .exhaustive()

/** The app shows every application as sent, so this is where its user learns why it was not. */
const APPLICATION_REFUSED: Readonly<Record<string, { readonly ko: string; readonly en: string }>> = {
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
}
