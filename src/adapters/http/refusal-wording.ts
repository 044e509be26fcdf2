import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AddOperator } from '../../application/account/add-operator.ts'
import type { LoginRefusal } from '../../application/account/login.ts'
import type { SignUpRefusal } from '../../application/account/sign-up.ts'
import type { CreateAdRefusal } from '../../application/ad/create-ad.ts'
import type { ChangeFaqEntry } from '../../application/board/change-faq-entry.ts'
import type { ChangeNotice } from '../../application/board/change-notice.ts'
import type { ForfeitReward } from '../../application/cash/forfeit-reward.ts'
import type { RequestWithdrawalRefusal } from '../../application/cash/request-withdrawal.ts'
import type { SettleWithdrawalRefusal } from '../../application/cash/settle-withdrawal.ts'
import type { DecideChannel } from '../../application/channel/decide-channel.ts'
import type { ProveChannelRefusal } from '../../application/channel/prove-channel.ts'
import type { AskQuestionRefusal } from '../../application/expert/ask-question.ts'
import type { ChangeExpertProfile } from '../../application/expert/change-expert-profile.ts'
import type { DecideConsultationRefusal } from '../../application/expert/decide-consultation.ts'
import type { GiveAnswerRefusal } from '../../application/expert/give-answer.ts'
import type { RequestConsultationRefusal } from '../../application/expert/request-consultation.ts'
import type { AddHomeBanner } from '../../application/home/add-home-banner.ts'
import type { RemoveHomeBanner } from '../../application/home/remove-home-banner.ts'
import type { ChangeDailyCard } from '../../application/news/change-daily-card.ts'
import type { ChangeSupportProgrammeRefusal } from '../../application/news/change-support-programme.ts'
import type { ApplyToAdRefusal } from '../../application/participation/apply-to-ad.ts'
import type { LookUpVideoRefusal } from '../../application/participation/look-up-video.ts'
import type { OperatorRefusal } from '../../application/participation/move-participation.ts'
import type { SubmitUploadRefusal } from '../../application/participation/submit-upload.ts'
import type { OrderApplicantsRefusal } from '../../application/recommendation/order-applicants.ts'
import type { WeekNotBegun } from '../../application/recommendation/weekly-report.ts'
import type { Role } from '../../domain/account/role.ts'
import type { SessionRefusal } from '../../domain/account/session.ts'
import type { AdSchedule } from '../../domain/ad/ad.ts'
import { formatDay, formatDotted, formatDottedTime } from '../../domain/calendar.ts'
import type { Consultation, ConsultationMove } from '../../domain/expert/question.ts'
import type { Move, Status } from '../../domain/participation/participation.ts'
import { type Instant, MINUTE_MS, toInstant } from '../../domain/primitives.ts'
import { withThousands } from './thousands.ts'

/** One field of the input and what is wrong with it. Never what was sent: that may be a password. */
export type FieldError = {
  readonly field: string
  readonly problem:
    | 'missing'
    | 'wrong-type'
    | 'too-long'
    | 'too-short'
    | 'out-of-range'
    | 'unknown-value'
    | 'malformed'
}

/** Refusals of the HTTP edge itself. */
export type EdgeRefusal =
  | { readonly kind: 'input-invalid'; readonly fields: readonly FieldError[] }
  | { readonly kind: 'body-malformed' }
  | { readonly kind: 'cursor-unknown' }
  | { readonly kind: 'body-too-large'; readonly maximumBytes: number }
  | { readonly kind: 'token-missing' }
  | { readonly kind: 'token-invalid' }
  | { readonly kind: 'token-expired' }
  | { readonly kind: 'not-allowed'; readonly needed: Role }
  | { readonly kind: 'route-not-found' }
  | { readonly kind: 'report-not-found' }
  | { readonly kind: 'question-secret' }
  | { readonly kind: 'notification-not-found' }
  | { readonly kind: 'account-not-found' }
  | {
      readonly kind: 'too-many-requests'
      /** At the latest. */
      readonly retryAt: Instant
      readonly retryAfterSeconds: number
    }
  | { readonly kind: 'outage' }
  | { readonly kind: 'internal-error' }

type ErrorOf<Use extends (...args: never[]) => unknown> =
  Awaited<ReturnType<Use>> extends infer R ? (R extends { ok: false; error: infer E } ? E : never) : never

/** Everything that can be refused over HTTP. */
export type Refusal =
  | EdgeRefusal
  | SignUpRefusal
  | LoginRefusal
  | SessionRefusal
  | CreateAdRefusal
  | ApplyToAdRefusal
  | LookUpVideoRefusal
  | SubmitUploadRefusal
  | OperatorRefusal
  | OrderApplicantsRefusal
  | WeekNotBegun
  | ProveChannelRefusal
  | RequestWithdrawalRefusal
  | SettleWithdrawalRefusal
  | ChangeSupportProgrammeRefusal
  | ErrorOf<ChangeDailyCard>
  | AskQuestionRefusal
  | GiveAnswerRefusal
  | RequestConsultationRefusal
  | DecideConsultationRefusal
  | ErrorOf<ChangeExpertProfile>
  | ErrorOf<AddOperator>
  | ErrorOf<DecideChannel>
  | ErrorOf<ForfeitReward>
  | ErrorOf<ChangeFaqEntry>
  | ErrorOf<ChangeNotice>
  | ErrorOf<AddHomeBanner>
  | ErrorOf<RemoveHomeBanner>

export type Wording = {
  readonly status: ContentfulStatusCode
  readonly ko: string
  readonly en: string
  /** True when it says nothing about the request: something outside did not answer. */
  readonly outage?: true
  readonly retryAfterSeconds?: number
}

const say = (status: ContentfulStatusCode, ko: string, en: string): Wording => ({ status, ko, en })
const sayOutage = (ko: string, en: string, retryAfterSeconds: number): Wording => ({
  status: 503,
  ko,
  en,
  outage: true,
  retryAfterSeconds,
})

/** The next one, so that whoever comes in the minute that is named does not come too early. */
const wholeMinute = (at: Instant): Instant => toInstant(Math.ceil(at / MINUTE_MS) * MINUTE_MS)

/** The words of every refusal. A new kind does not compile until it has some. */
const WORDS: { readonly [Kind in Refusal['kind']]: (refusal: Extract<Refusal, { kind: Kind }>) => Wording } =
  {
    // The request itself
    'input-invalid': ({ fields }) =>
      say(
        400,
        `입력한 값을 확인해주세요. (${fields.map(fieldInKorean).join(', ')})`,
        `Please check the input: ${fields.map(({ field, problem }) => `${field} (${problem})`).join(', ')}.`,
      ),
    'body-malformed': () =>
      say(400, '요청 본문의 형식이 올바르지 않습니다.', 'The body of the request is malformed.'),
    'cursor-unknown': () =>
      say(
        400,
        '목록의 위치가 올바르지 않습니다. 목록을 처음부터 다시 불러와주세요.',
        'This place in the list does not exist. Please begin with the first page again.',
      ),
    'body-too-large': ({ maximumBytes }) =>
      say(
        413,
        `요청이 너무 큽니다. 최대 ${mebibytes(maximumBytes)}MB까지 보낼 수 있습니다.`,
        `The request is too large; at most ${mebibytes(maximumBytes)} MB.`,
      ),
    'token-missing': () => say(401, '토큰값이 존재하지 않습니다. 로그인해주세요.', 'Please log in.'),
    'token-invalid': () =>
      say(
        401,
        '유효하지 않은 토큰입니다. 다시 로그인해주세요.',
        'The token is not valid. Please log in again.',
      ),
    'token-expired': () =>
      say(401, '만료된 토큰입니다. 다시 로그인해주세요.', 'The token has expired. Please log in again.'),
    'not-allowed': () => say(403, '이 기능을 사용할 권한이 없습니다.', 'You may not do this.'),
    'route-not-found': () => say(404, '존재하지 않는 주소입니다.', 'There is nothing at this address.'),
    'idempotency-key-reused': () =>
      say(
        422,
        '같은 Idempotency-Key로 다른 요청을 보낼 수 없습니다.',
        'This Idempotency-Key was used for another request.',
      ),
    outage: () =>
      sayOutage(
        '잠시 후 다시 시도해주세요. 서버가 일시적으로 응답하지 않습니다.',
        'Not available now. Please try again shortly.',
        5,
      ),
    'internal-error': () => ({
      ...say(
        500,
        '서버에 문제가 생겼습니다. 잠시 후 다시 시도해주세요.',
        'Something went wrong on the server.',
      ),
      outage: true as const,
    }),
    // Accounts and sessions
    'email-malformed': () => say(400, '이메일 형식이 올바르지 않습니다.', 'This is not an e-mail address.'),
    'password-unfit': ({ minimum, maximum }) =>
      say(
        400,
        `비밀번호는 ${minimum}자 이상 ${withThousands(maximum)}자 이하로 입력해주세요.`,
        `A password has ${minimum} to ${withThousands(maximum)} characters.`,
      ),
    'email-taken': () => say(409, '이미 사용 중인 이메일입니다.', 'This e-mail is already registered.'),
    'login-refused': () =>
      say(401, '이메일 또는 비밀번호가 올바르지 않습니다.', 'E-mail or password is wrong.'),
    'too-many-requests': ({ retryAt, retryAfterSeconds }) => ({
      ...say(
        429,
        `요청이 너무 많습니다. ${formatDottedTime(retryAt)} 이후에 다시 시도해주세요.`,
        'Too many requests. Please try again later.',
      ),
      retryAfterSeconds,
    }),
    'login-throttled': ({ retryAt }) => ({
      ...say(
        429,
        `로그인 시도가 너무 많습니다. ${formatDottedTime(retryAt)} 이후에 다시 시도해주세요.`,
        'Too many attempts to log in. Please try again later.',
      ),
      retryAfterSeconds: 900,
    }),
    'refresh-token-unknown': () =>
      say(
        401,
        '재발급 토큰이 유효하지 않습니다. 다시 로그인해주세요.',
        'The refresh token is not valid. Please log in again.',
      ),
    'refresh-token-reused': () =>
      say(
        401,
        '재발급 토큰이 유효하지 않습니다. 다시 로그인해주세요.',
        'The refresh token is not valid. Please log in again.',
      ),
    'refresh-token-expired': () =>
      say(
        401,
        '재발급 토큰이 만료되었습니다. 다시 로그인해주세요.',
        'The refresh token has expired. Please log in again.',
      ),
    'account-not-found': () => say(404, '존재하지 않는 회원입니다.', 'There is no such member.'),
    // Channels and YouTube
    'no-channel': () =>
      say(
        409,
        '크리에이터 회원만 사용할 수 있습니다. 크리에이터 계정으로 로그인해주세요.',
        'Only creators have a channel. Please log in as one.',
      ),
    'channel-already-verified': () =>
      say(
        409,
        '이미 인증된 채널입니다. 다시 인증하실 필요가 없습니다.',
        'The channel is verified already; there is nothing left to prove.',
      ),
    'channel-owned-by-another': ({ holder }) =>
      holder === undefined
        ? say(
            409,
            '다른 회원이 이미 인증한 채널입니다. 운영자에게 문의해주세요.',
            'Another member has verified this channel. Please contact an operator.',
          )
        : say(
            409,
            `회원 ${holder}이(가) 이미 인증한 채널입니다. 먼저 그 회원의 인증을 사유와 함께 취소한 후(PUT user/channel/${holder}, decision: reject) 이 신청을 인증해주세요.`,
            `Member ${holder} has verified this channel. Take it back from them first, with a reason (PUT user/channel/${holder}, decision: reject), and then verify this claim.`,
          ),
    'channel-not-pending': () =>
      say(409, '심사를 기다리는 채널이 아닙니다.', 'This channel does not wait for a decision.'),
    'channel-claim-not-found': () =>
      say(404, '채널 인증 신청을 찾을 수 없습니다.', 'There is no such claim.'),
    'channel-not-verified': () =>
      say(
        403,
        '채널 인증이 완료된 후 신청할 수 있습니다. 마이페이지에서 채널을 인증해주세요.',
        'Please verify your channel first, on your own page, and then apply.',
      ),
    'proof-url-malformed': () =>
      say(
        400,
        '유튜브 동영상이나 채널의 주소가 아닙니다. 유튜브에서 주소를 복사하여 다시 보내주세요.',
        'This is not the address of a YouTube video or channel. Please copy it from YouTube and send it again.',
      ),
    'proof-not-found': () =>
      say(
        404,
        '동영상이나 채널을 찾을 수 없습니다. 비공개가 아닌 "일부 공개"로 올렸는지 확인해주세요.',
        'YouTube does not know this video or channel. Make sure that it is unlisted, not private.',
      ),
    'proof-code-not-found': () =>
      say(
        422,
        '채널 설명에서 인증 코드를 찾을 수 없습니다. 발급받은 코드를 채널 설명에 넣고 저장한 후 다시 보내주세요.',
        'The channel description does not hold your code. Please put it there, save it, and send the address again.',
      ),
    'proof-code-expired': () =>
      say(
        422,
        '인증 코드가 만료되었습니다. 새 코드를 발급받아 넣은 후 다시 보내주세요.',
        'The code has expired. Please ask for a new one, put it in its place, and send the address again.',
      ),
    'proof-video-not-unlisted': () =>
      say(
        422,
        '인증 동영상을 "일부 공개"로 바꾼 후 다시 보내주세요.',
        'Please make the proof video unlisted and send its address again.',
      ),
    'proof-video-not-watchable': () =>
      say(
        422,
        '인증 동영상의 업로드가 아직 끝나지 않았거나 유튜브에서 거부되었습니다. 업로드가 끝난 후 다시 보내주세요.',
        'The proof video is not uploaded yet, or YouTube has rejected it. Please send it again once it is there.',
      ),
    'proof-video-older-than-code': () =>
      say(
        422,
        '인증 코드를 발급받기 전에 올린 동영상입니다. 코드를 넣은 동영상을 새로 올린 후 다시 보내주세요.',
        'This video is older than your code. Please upload a new unlisted video with the code and send its address.',
      ),
    'youtube-not-configured': () =>
      sayOutage(
        '유튜브 연동이 아직 설정되지 않아 지금은 확인할 수 없습니다. 운영자에게 알려주시고 나중에 다시 시도해주세요.',
        'We cannot ask YouTube, since this is not set up yet. Please tell an operator, and try again later.',
        3600,
      ),
    'youtube-key-refused': () =>
      sayOutage(
        '유튜브 연동에 문제가 있어 지금은 확인할 수 없습니다. 운영자에게 알려주시고 나중에 다시 시도해주세요.',
        'YouTube does not let us ask at the moment. Please tell an operator, and try again later.',
        3600,
      ),
    'youtube-quota-exhausted': ({ retryAt }) =>
      sayOutage(
        `오늘의 유튜브 조회 한도가 끝났습니다. ${formatDottedTime(wholeMinute(retryAt))} 이후에 다시 시도해주세요.`,
        `Today's YouTube quota is spent. Please try again after ${formatDottedTime(wholeMinute(retryAt))}, Korean time.`,
        3600,
      ),
    'youtube-unavailable': () =>
      sayOutage(
        '유튜브가 응답하지 않습니다. 잠시 후 다시 시도해주세요.',
        'YouTube does not answer. Please try again shortly.',
        60,
      ),
    // Ads
    'week-not-begun': ({ beginsAt }) =>
      say(
        422,
        `아직 시작되지 않은 주입니다. ${formatDay(beginsAt)} 이후에 다시 조회하거나 지난 주를 선택해주세요.`,
        `This week begins on ${formatDay(beginsAt)} only. Please ask for an earlier one.`,
      ),
    'ad-not-found': () => say(404, '존재하지 않는 광고입니다.', 'There is no such ad.'),
    'ad-not-open-yet': ({ opensAt }) =>
      say(
        409,
        `아직 신청 기간이 아닙니다. ${formatDottedTime(opensAt)}부터 신청할 수 있습니다.`,
        'Applications are not open yet.',
      ),
    'ad-closed': () => say(409, '신청 기간이 끝난 광고입니다.', 'Applications are closed.'),
    'ad-full': () => say(409, '모집 인원이 모두 찼습니다.', 'All places are taken.'),
    'already-applied': () => say(409, '이미 신청한 광고입니다.', 'You have applied to this ad before.'),
    'too-few-subscribers': ({ needed, has }) =>
      say(
        403,
        `구독자가 ${withThousands(needed)}명 이상이어야 신청할 수 있습니다. (현재 ${withThousands(has)}명)`,
        `This ad needs ${withThousands(needed)} subscribers; your channel has ${withThousands(has)}.`,
      ),
    'subscribers-hidden': () =>
      say(
        403,
        '구독자 수가 비공개라 확인할 수 없습니다. 유튜브에서 공개로 바꾼 후 다시 신청해주세요.',
        'Your subscriber count is hidden on YouTube. Please show it there and apply again.',
      ),
    'subscribers-not-checked': ({ retryAt }) =>
      sayOutage(
        `지금은 유튜브에서 구독자 수를 확인할 수 없습니다. ${retryAt === null ? '잠시 후' : `${formatDottedTime(wholeMinute(retryAt))} 이후에`} 다시 신청해주세요.`,
        `Your subscribers cannot be checked at YouTube now. Please apply again ${retryAt === null ? 'shortly' : `after ${formatDottedTime(wholeMinute(retryAt))} (Korean time)`}.`,
        retryAt === null ? 60 : 3600,
      ),
    'channel-not-shown': () =>
      say(
        403,
        '유튜브에서 채널을 찾을 수 없어 구독자 수를 확인하지 못했습니다. 채널이 공개되어 있는지 확인하고 한 시간 후에 다시 신청해주세요.',
        'YouTube does not show your channel. Please make sure that everybody can see it, and apply again in an hour.',
      ),
    'ad-schedule-out-of-order': ({ earlier, later }) =>
      say(
        400,
        `일정의 순서를 확인해주세요. ${SCHEDULE_KO[earlier]}이(가) ${SCHEDULE_KO[later]}보다 늦습니다.`,
        `${earlier} is after ${later}.`,
      ),
    'ad-capacity-unfit': ({ maximum }) =>
      say(
        400,
        `모집 인원은 1명 이상 ${withThousands(maximum)}명 이하로 입력해주세요.`,
        `Capacity is 1 to ${withThousands(maximum)}.`,
      ),
    'ad-hold-unfit': ({ maximum }) =>
      say(400, `유지 기간은 0일 이상 ${maximum}일 이하로 입력해주세요.`, `Hold days are 0 to ${maximum}.`),
    'ad-reward-unfit': ({ maximum }) =>
      say(
        400,
        `리워드는 0원 이상 ${withThousands(maximum)}원 이하로 입력해주세요.`,
        `The reward is 0 to ${withThousands(maximum)} won.`,
      ),
    'ad-hashtags-unfit': () =>
      say(
        400,
        '필수 해시태그는 20개까지, 글자와 숫자로만 입력해주세요.',
        'At most 20 required hashtags of letters and digits.',
      ),
    'image-unreadable': () =>
      say(
        400,
        '이미지를 읽을 수 없습니다. JPG, PNG, WebP, GIF 파일을 올려주세요.',
        'This is not a readable JPEG, PNG, WebP or GIF picture.',
      ),
    'image-too-large': ({ maximumBytes }) =>
      say(
        413,
        `이미지는 ${mebibytes(maximumBytes)}MB까지 올릴 수 있습니다.`,
        `A picture has at most ${mebibytes(maximumBytes)} MB.`,
      ),
    // News and scraps
    'programme-not-found': () =>
      say(404, '존재하지 않는 지원활동입니다.', 'There is no such support programme.'),
    'daily-card-not-found': () =>
      say(404, '존재하지 않는 데일리 뉴스입니다.', 'There is no such daily card.'),
    'recruitment-out-of-order': () =>
      say(
        400,
        '모집 기간을 확인해주세요. 시작일이 종료일보다 늦습니다.',
        'The recruitment ends before it begins. Please check its dates.',
      ),
    'programme-url-unfit': () =>
      say(
        400,
        '지원활동의 주소를 확인해주세요. 웹 페이지의 전체 주소를 입력하거나 비워 두세요.',
        'Please enter the whole address of a web page, with http:// or https://, or leave it empty.',
      ),
    // Participations and uploads
    'participation-not-found': () =>
      say(404, '신청 내역을 찾을 수 없습니다.', 'There is no such application.'),
    'assignment-period-over': () =>
      say(
        409,
        '업로드 기간이 끝나 배정할 수 없습니다.',
        'The upload period is over: nobody can be assigned.',
      ),
    'move-not-possible': ({ move, status }) =>
      say(
        409,
        `${STATUS_KO[status]} 상태에서는 ${MOVE_KO[move]}할 수 없습니다.`,
        `Cannot ${move} while ${status}.`,
      ),
    'video-url-malformed': () =>
      say(
        400,
        '유튜브 동영상의 주소가 아닙니다. 유튜브에서 동영상의 주소를 복사하여 다시 보내주세요.',
        'This is not the address of a YouTube video. Please copy it from YouTube and send it again.',
      ),
    'video-not-found': () =>
      say(
        404,
        '동영상을 찾을 수 없습니다. 삭제되었거나 비공개인지 확인하고, "공개"로 바꾼 후 다시 인증해주세요.',
        'YouTube does not show this video; it may be private or deleted. Please make it public and submit it again.',
      ),
    'video-of-another-channel': () =>
      say(
        403,
        '인증한 채널에 올린 동영상이 아닙니다. 인증한 채널에 올린 동영상의 주소를 보내주세요.',
        'The video is not on your verified channel. Please send the address of one that is.',
      ),
    'video-not-public': () =>
      say(
        422,
        '동영상을 "공개"로 바꾼 후 다시 인증해주세요.',
        'The video is not public. Please make it public and submit it again.',
      ),
    'video-not-watchable': () =>
      say(
        422,
        '아직 재생할 수 없는 동영상입니다. 처리가 끝난 후 다시 인증해주세요.',
        'The video cannot be watched yet. Please submit it again once YouTube has processed it.',
      ),
    'video-outside-upload-window': ({ from, to }) =>
      say(
        422,
        `업로드 기간(${formatDotted(from)} - ${formatDotted(to)})에 공개된 동영상이 아닙니다. 그 기간에 공개한 동영상을 보내주시고, 궁금한 점은 운영자에게 문의해주세요.`,
        `The video was not published in the upload period (${formatDotted(from)} to ${formatDotted(to)}). Please submit one that was, or contact an operator.`,
      ),
    'video-lacks-hashtags': ({ missing }) => {
      const words = missing.map((word) => `#${word}`).join(' ')
      return say(
        422,
        `제목이나 설명에 필수 해시태그를 넣은 후 다시 인증해주세요. 없는 해시태그: ${words}`,
        `Please put the required hashtags into the title or description and submit it again. Missing: ${words}`,
      )
    },
    'video-already-used': () =>
      say(
        409,
        '다른 광고에 이미 인증한 동영상입니다. 이 광고를 위해 올린 동영상을 보내주세요.',
        'This video serves another participation already. Please submit the one for this ad.',
      ),
    'submission-period-over': () =>
      say(
        409,
        '업로드 인증 기간이 끝났습니다. 운영자에게 문의해주세요.',
        'The period for submitting is over. Please contact an operator.',
      ),
    // Cash
    'nothing-to-withdraw': () => say(409, '인출 가능한 캐쉬가 없습니다.', 'There is nothing to withdraw.'),
    'below-withdrawal-minimum': ({ minimum }) =>
      say(
        409,
        `${withThousands(minimum)}원 이상부터 인출할 수 있습니다.`,
        `The least that can be withdrawn is ${withThousands(minimum)} won.`,
      ),
    'withdrawal-too-soon': ({ possibleFrom }) =>
      say(
        409,
        `출금 후 14일이 지나야 다시 인출할 수 있습니다. ${formatDotted(possibleFrom)}부터 가능합니다.`,
        'The next withdrawal is possible 14 days after the last.',
      ),
    'withdrawal-limit-of-month': ({ possibleFrom }) =>
      say(
        409,
        `출금은 한 달에 두 번까지 가능합니다. ${formatDotted(possibleFrom)}부터 가능합니다.`,
        'Two withdrawals a month are possible.',
      ),
    'withdrawal-not-found': () => say(404, '출금 신청을 찾을 수 없습니다.', 'There is no such withdrawal.'),
    'withdrawal-already-settled': () =>
      say(409, '이미 처리된 출금 신청입니다.', 'This withdrawal was settled already.'),
    'payee-missing': () =>
      say(409, '입금 계좌가 등록되지 않아 지급할 수 없습니다.', 'The creator has no payee account yet.'),
    'reward-not-pending': () =>
      say(409, '회수할 수 있는 리워드가 없습니다.', 'There is no pending reward to take back.'),
    'already-posted': () => say(409, '이미 처리되었습니다.', 'This was done already.'),
    'pocket-short': () => say(409, '캐쉬가 부족합니다.', 'There is not enough cash.'),
    // The board and the home screen
    'faq-entry-not-found': () =>
      say(
        404,
        '자주 묻는 질문을 찾을 수 없습니다. 삭제되었을 수 있으니 목록을 다시 확인해주세요.',
        'There is no such entry in the FAQ; it may have been removed. Please look at the list again.',
      ),
    'notice-not-found': () =>
      say(
        404,
        '공지사항을 찾을 수 없습니다. 삭제되었을 수 있으니 목록을 다시 확인해주세요.',
        'There is no such notice; it may have been removed. Please look at the list again.',
      ),
    'home-banner-not-found': () =>
      say(
        404,
        '홈 배너를 찾을 수 없습니다. 삭제되었을 수 있으니 목록을 다시 확인해주세요.',
        'There is no such banner; it may have been removed. Please look at the list again.',
      ),
    'home-banners-full': ({ maximum }) =>
      say(
        409,
        `홈 배너는 ${maximum}개까지 등록할 수 있습니다. 다른 배너를 먼저 삭제해주세요.`,
        `The home screen has at most ${maximum} banners. Please remove another one first.`,
      ),
    // Experts, questions and consultations
    'expert-not-found': () => say(404, '존재하지 않는 전문가입니다.', 'There is no such expert.'),
    'expert-profile-taken': () =>
      say(
        409,
        '이미 다른 회원이 사용 중인 전문가 프로필입니다.',
        'This profile belongs to another member. Please take it away from them first, or make a new one.',
      ),
    'member-has-expert-profile': () =>
      say(
        409,
        '이미 다른 전문가 프로필이 있는 회원입니다. 그 프로필을 수정해주세요.',
        'This member has a profile already. Please change that one.',
      ),
    'no-expert-profile': () =>
      say(
        409,
        '전문가 프로필이 아직 없습니다. 운영자에게 등록을 요청해주세요.',
        'You have no profile yet. Please ask an operator for one.',
      ),
    'expert-profile-of-another': () =>
      say(
        409,
        '다른 전문가의 이름으로 답변할 수 없습니다. 본인의 프로필로 답변해주세요.',
        'You can only answer under your own profile.',
      ),
    'question-not-found': () => say(404, '존재하지 않는 질문입니다.', 'There is no such question.'),
    'question-secret': () =>
      say(
        403,
        '비밀글입니다. 작성자와 전문가, 운영자만 볼 수 있습니다.',
        'This question is secret: only its author, experts and operators may read it.',
      ),
    'question-of-another': () =>
      say(
        404,
        '본인이 작성한 질문이 아닙니다. 본인의 질문을 선택해주세요.',
        'This is not your question. Please choose one of your own.',
      ),
    'question-of-oneself': () =>
      say(
        409,
        '본인이 작성한 질문에는 답변할 수 없습니다. 다른 전문가의 답변을 기다려주세요.',
        'You cannot answer your own question. Please wait for another expert.',
      ),
    'question-already-answered': () =>
      say(409, '이미 답변이 완료된 질문입니다.', 'This question was answered already.'),
    'question-of-another-category': () =>
      say(
        409,
        '다른 분야의 질문입니다. 본인 분야의 질문에 답변해주세요.',
        'This question is for experts of another category.',
      ),
    'question-not-answered': () =>
      say(
        409,
        '아직 답변이 등록되지 않은 질문입니다. 답변이 완료된 후 상담을 신청해주세요.',
        'This question has no answer yet. Please request a consultation once it has one.',
      ),
    'too-many-questions': ({ maximum }) =>
      say(
        429,
        `질문은 하루에 ${maximum}개까지 등록할 수 있습니다. 내일 다시 등록해주세요.`,
        `You can ask ${maximum} questions a day. Please ask again tomorrow.`,
      ),
    'consultation-not-found': () =>
      say(404, '상담 신청을 찾을 수 없습니다.', 'There is no such consultation.'),
    'consultation-already-requested': () =>
      say(
        409,
        '이미 상담을 신청한 질문입니다. 상담 신청 내역을 확인해주세요.',
        'A consultation about this question was requested already.',
      ),
    'consultation-in-the-past': () =>
      say(
        400,
        '지난 일시에는 상담을 신청할 수 없습니다. 다른 일시를 선택해주세요.',
        'This time is over. Please choose a later one.',
      ),
    'consultation-too-far-ahead': () =>
      say(400, '상담은 1년 이내의 일시로 신청해주세요.', 'Please choose a time within a year from now.'),
    'consultation-move-not-possible': ({ move, status }) =>
      say(
        409,
        `${CONSULTATION_KO[status]} 상태의 상담은 ${CONSULTATION_MOVE_KO[move]}할 수 없습니다.`,
        `A consultation that is ${status} cannot be ${CONSULTATION_MOVE_EN[move]}.`,
      ),
    'consultation-still-to-come': ({ date }) =>
      say(
        409,
        `아직 상담 일시가 되지 않았습니다. ${formatDottedTime(date)} 이후에 완료 처리해주세요.`,
        `This consultation is still to come. It can be marked as held from ${formatDottedTime(date)} (Korean time).`,
      ),
    // What was asked for by number
    'report-not-found': () => say(404, '리포트를 찾을 수 없습니다.', 'There is no such report.'),
    'notification-not-found': () => say(404, '알림을 찾을 수 없습니다.', 'There is no such notification.'),
  }

/** The one place that turns a refusal into a status and words. */
export const wordingOf = <Kind extends Refusal['kind']>(
  refusal: Extract<Refusal, { kind: Kind }>,
): Wording => {
  const words: (refusal: Extract<Refusal, { kind: Kind }>) => Wording = WORDS[refusal.kind as Kind]
  return words(refusal)
}

const mebibytes = (bytes: number): string => String(Math.floor(bytes / 1024 / 1024))

const fieldInKorean = ({ field, problem }: FieldError): string => `${field}: ${PROBLEM_KO[problem]}`

const PROBLEM_KO: Readonly<Record<FieldError['problem'], string>> = {
  missing: '필요한 값이 없습니다',
  'wrong-type': '값의 형식이 다릅니다',
  'too-long': '너무 깁니다',
  'too-short': '너무 짧습니다',
  'out-of-range': '사용할 수 있는 범위를 벗어났습니다',
  'unknown-value': '사용할 수 없는 값입니다',
  malformed: '올바르지 않습니다',
}

const SCHEDULE_KO: Readonly<Record<keyof AdSchedule, string>> = {
  applyFrom: '신청 시작',
  applyTo: '신청 마감',
  choice: '선정일',
  uploadFrom: '업로드 시작',
  uploadTo: '업로드 마감',
  completeDate: '업로드 완료일',
}

export const STATUS_KO: Readonly<Record<Status, string>> = {
  applied: '신청',
  assigned: '배정',
  submitted: '검토',
  completed: '완료',
  declined: '미선정',
  withdrawn: '신청 취소',
  cancelled: '배정 취소',
}

const CONSULTATION_KO: Readonly<Record<Consultation['status'], string>> = {
  requested: '신청',
  confirmed: '확정',
  held: '상담 완료',
  declined: '거절',
}

const CONSULTATION_MOVE_KO: Readonly<Record<ConsultationMove['type'], string>> = {
  confirm: '확정',
  held: '완료 처리',
  decline: '거절',
}

const CONSULTATION_MOVE_EN: Readonly<Record<ConsultationMove['type'], string>> = {
  confirm: 'confirmed',
  held: 'marked as held',
  decline: 'declined',
}

const MOVE_KO: Readonly<Record<Move['type'], string>> = {
  edit: '기획서를 수정',
  withdraw: '신청을 취소',
  assign: '배정',
  decline: '미선정 처리',
  submit: '업로드 인증을 ',
  'send-back': '수정을 요청',
  complete: '완료 처리',
  cancel: '배정을 취소',
}
