import './reflect-shim.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Context } from 'hono'
import {
  type DependencyContainer,
  type InjectionToken,
  instanceCachingFactory,
  container as root,
} from 'tsyringe'
import { accessTokens } from '../adapters/auth/access-tokens.ts'
import type { Keys } from '../adapters/auth/keys-file.ts'
import { secrets } from '../adapters/auth/secrets.ts'
import { vault } from '../adapters/auth/vault.ts'
import { recentAdLists } from '../adapters/cache/recent-ad-lists.ts'
import type { AppDeps, LogEntry } from '../adapters/http/app.ts'
import { describeError } from '../adapters/http/describe-error.ts'
import { withDefaultProfile } from '../adapters/images/default-profile.ts'
import { within } from '../adapters/system/within.ts'
import { servedBy } from '../adapters/youtube/pacific-day.ts'
import { addOperator } from '../application/account/add-operator.ts'
import { changeInterests } from '../application/account/change-interests.ts'
import { changeProfile } from '../application/account/change-profile.ts'
import { expireSessions } from '../application/account/expire-sessions.ts'
import { login } from '../application/account/login.ts'
import { logout } from '../application/account/logout.ts'
import { refreshSession } from '../application/account/refresh-session.ts'
import { registerPayee } from '../application/account/register-payee.ts'
import { signUp } from '../application/account/sign-up.ts'
import { createAd } from '../application/ad/create-ad.ts'
import { pickAds } from '../application/ad/pick-ads.ts'
import { changeFaqEntry } from '../application/board/change-faq-entry.ts'
import { changeNotice } from '../application/board/change-notice.ts'
import { publishNotice } from '../application/board/publish-notice.ts'
import { removeFaqEntry } from '../application/board/remove-faq-entry.ts'
import { removeNotice } from '../application/board/remove-notice.ts'
import { writeFaqEntry } from '../application/board/write-faq-entry.ts'
import { forfeitReward } from '../application/cash/forfeit-reward.ts'
import { listPayouts } from '../application/cash/list-payouts.ts'
import { releaseRewards } from '../application/cash/release-rewards.ts'
import { requestWithdrawal } from '../application/cash/request-withdrawal.ts'
import { settleWithdrawal } from '../application/cash/settle-withdrawal.ts'
import { checkOwedProofs } from '../application/channel/check-owed-proofs.ts'
import { checkSubscribers } from '../application/channel/check-subscribers.ts'
import { decideChannel } from '../application/channel/decide-channel.ts'
import { issueProofCode } from '../application/channel/issue-proof-code.ts'
import { proveChannel } from '../application/channel/prove-channel.ts'
import { refreshChannels } from '../application/channel/refresh-channels.ts'
import { type TryProof, tryProof } from '../application/channel/try-proof.ts'
import { addExpert } from '../application/expert/add-expert.ts'
import { askQuestion } from '../application/expert/ask-question.ts'
import { changeExpertProfile } from '../application/expert/change-expert-profile.ts'
import { createExpertProfile } from '../application/expert/create-expert-profile.ts'
import { decideConsultation } from '../application/expert/decide-consultation.ts'
import { giveAnswer } from '../application/expert/give-answer.ts'
import { requestConsultation } from '../application/expert/request-consultation.ts'
import { tellConsultationRefused } from '../application/expert/tell-consultation-refused.ts'
import { tellQuestionRefused } from '../application/expert/tell-question-refused.ts'
import { addHomeBanner } from '../application/home/add-home-banner.ts'
import { removeHomeBanner } from '../application/home/remove-home-banner.ts'
import { isAnsweredWith, onceWith, recallWith } from '../application/idempotency/once.ts'
import type { Job } from '../application/job/job.ts'
import { type RunJob, runJob } from '../application/job/run-job.ts'
import { sweepLeftovers } from '../application/job/sweep-leftovers.ts'
import { changeDailyCard } from '../application/news/change-daily-card.ts'
import { changeSupportProgramme } from '../application/news/change-support-programme.ts'
import { publishDailyCard } from '../application/news/publish-daily-card.ts'
import { publishSupportProgramme } from '../application/news/publish-support-programme.ts'
import { removeDailyCard } from '../application/news/remove-daily-card.ts'
import { removeSupportProgramme } from '../application/news/remove-support-programme.ts'
import { markRead } from '../application/notification/mark-read.ts'
import { sendDeadlineNotices } from '../application/notification/send-deadline-notices.ts'
import { applyToAd } from '../application/participation/apply-to-ad.ts'
import { assignCreator } from '../application/participation/assign-creator.ts'
import { cancelParticipation } from '../application/participation/cancel-participation.ts'
import { changeApplication } from '../application/participation/change-application.ts'
import { closeSelections } from '../application/participation/close-selections.ts'
import { completeParticipation } from '../application/participation/complete-participation.ts'
import { declineApplication } from '../application/participation/decline-application.ts'
import { lookUpVideo } from '../application/participation/look-up-video.ts'
import { sendBackUpload } from '../application/participation/send-back-upload.ts'
import { submitUpload } from '../application/participation/submit-upload.ts'
import { tellApplicationRefused } from '../application/participation/tell-application-refused.ts'
import { announceRecommended } from '../application/recommendation/announce-recommended.ts'
import { dismissAd } from '../application/recommendation/dismiss-ad.ts'
import { followLog } from '../application/recommendation/follow-log.ts'
import { orderApplicants } from '../application/recommendation/order-applicants.ts'
import { recommendAds } from '../application/recommendation/recommend-ads.ts'
import { recommendProgrammes } from '../application/recommendation/recommend-programmes.ts'
import { refitWeights } from '../application/recommendation/refit-weights.ts'
import { reportWeek } from '../application/recommendation/weekly-report.ts'
import { readTotalReport } from '../application/report/total-report.ts'
import { scrapProgramme } from '../application/scrap/scrap-programme.ts'
import { unscrapProgramme } from '../application/scrap/unscrap-programme.ts'
import { purgeObservations } from '../application/video/purge-observations.ts'
import { refreshStatistics } from '../application/video/refresh-statistics.ts'
import type { JobName } from '../domain/job/schedule.ts'
import type { Won } from '../domain/primitives.ts'
import { err } from '../domain/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { ImageStore } from '../ports/image-store.ts'
import { Outage } from '../ports/outage.ts'
import type { Persistence } from '../ports/persistence.ts'
import type { InterestRecorder } from '../ports/recommendation.ts'
import type { PasswordHasher } from '../ports/secrets.ts'
import type { VideoPlatform } from '../ports/video-platform.ts'

/** What differs from one runtime to the next: opened by whoever starts, closed by whoever opened it. */
export type Outside = {
  readonly persistence: Persistence
  /** For what people wait for: sign-ups, proofs, submissions. */
  readonly platform: VideoPlatform
  /** For jobs: leaves a part of YouTube's units to people. */
  readonly scheduledPlatform: VideoPlatform
  /** Without, jobs that ask YouTube are left to processes that can. */
  readonly isYouTubeConfigured: boolean
  readonly images: ImageStore
  readonly clock: Clock
  readonly keys: Keys
  readonly passwords: PasswordHasher
  readonly requireVerifiedChannel: boolean
  readonly withdrawalMinimum: Won
  /** How long what YouTube told may be kept. */
  readonly statisticsRetentionDays: number
  /** How old a list of ads may be that is shown again; 0 reads it for everybody. */
  readonly adListCacheMs: number
  /** Counts up and never jumps, so that it tells how old a list is. */
  readonly elapsedMs: () => number
  /** After how long without a sign of life another process takes a job over. */
  readonly jobLeaseMs: number
  /** How operators tell this process from others. */
  readonly processName: string
  readonly publicUrl: string | null
  readonly clientAddress: (c: Context) => string
  readonly isAccepting: () => boolean
  /** Keeps what creators see and do. */
  readonly interests: InterestRecorder
  readonly log: (entry: LogEntry) => void
}

export type House = {
  readonly appDeps: AppDeps
  readonly runJob: RunJob
  readonly addOperator: ReturnType<typeof addOperator>
  readonly addExpert: ReturnType<typeof addExpert>
  /**
   * Reads what recommendations go by, which takes seconds for a long log: the first lists need not wait for it. What cannot
   * be read is told, and read later.
   */
  readonly warmUp: () => Promise<void>
}

/** Puts the house together: the only place that knows which adapter stands behind which port. */
export const furnish = (outside: Outside): House => {
  const house = root.createChildContainer()
  house.register(OUTSIDE, { useValue: outside })
  for (const [token, factory] of FACTORIES)
    house.register(token, { useFactory: instanceCachingFactory<unknown>(factory) })
  return house.resolve(HOUSE)
}

const tokenFor = <T>(name: string): InjectionToken<T> => Symbol(name)
type Factory = (house: DependencyContainer) => unknown

const OUTSIDE = tokenFor<Outside>('outside')
const CORE = tokenFor<ReturnType<typeof coreOn>>('core ports')
const PARTICIPATION = tokenFor<ReturnType<typeof participationOn>>('participation use cases')
const ACCOUNT = tokenFor<ReturnType<typeof accountOn>>('account and channel use cases')
const CASH = tokenFor<ReturnType<typeof cashOn>>('cash use cases')
const AD = tokenFor<ReturnType<typeof adOn>>('ad use cases')
const BOARD = tokenFor<ReturnType<typeof boardOn>>('board and home use cases')
const NEWS = tokenFor<ReturnType<typeof newsOn>>('news and scrap use cases')
const EXPERT = tokenFor<ReturnType<typeof expertOn>>('expert use cases')
const JOBS = tokenFor<ReturnType<typeof jobsOn>>('jobs')
const HOUSE = tokenFor<House>('house')

/** The ports as use cases name them. */
const coreOn = (house: DependencyContainer) => {
  const { persistence, clock, platform, keys, passwords, images, interests, adListCacheMs, elapsedMs, log } =
    house.resolve(OUTSIDE)
  const { transact, views, throttle } = persistence
  const followed = followLog({
    recommendationViews: views.recommendations,
    recorder: interests,
    clock,
    elapsedMs,
    letOthersGo: () => nextTurn(),
    onTrouble: tellingWhatIsNotLearned(log),
  })
  return {
    transact,
    throttle,
    clock,
    platform,
    passwords,
    images: tellingWhatStays(withDefaultProfile(images), log),
    once: onceWith({ transact, clock }),
    recall: recallWith({ transact }),
    isAnswered: isAnsweredWith({ transact }),
    secrets: secrets({ key: keys.secrets }),
    vault: vault({ keys: keys.vault }),
    accessTokens: accessTokens({ keys: keys.signing }),
    accountViews: views.accounts,
    channelViews: views.channels,
    owedProofCheckedBy: () => servedBy(clock.now()),
    adViews:
      adListCacheMs === 0 ? views.ads : recentAdLists(views.ads, { maxAgeMs: adListCacheMs, elapsedMs }),
    participationViews: views.participations,
    videoViews: views.videos,
    cashViews: views.cash,
    notificationViews: views.notifications,
    recommendationViews: views.recommendations,
    interests: followed,
    knowledgeOf: followed.knowledgeOf,
    reportViews: views.reports,
    boardViews: views.board,
    homeViews: views.home,
    newsViews: views.news,
    scrapViews: views.scraps,
    expertViews: views.experts,
  }
}

/** Lists go on with what was known before, so that nobody would notice. */
const tellingWhatIsNotLearned = (log: Outside['log']) => (error: unknown) =>
  log(
    error === null
      ? { level: 'info', message: 'what recommendations go by is read again' }
      : {
          level: 'warn',
          message: 'what recommendations go by cannot be read: lists go on with what was known before',
          error: inDetail(error),
        },
  )

/** No command fails over a picture that cannot be removed, so it is told to operators: whoever has its address sees it. */
const tellingWhatStays = (images: ImageStore, log: Outside['log']): ImageStore => ({
  ...images,
  remove: async (name) => {
    try {
      await images.remove(name)
    } catch (error) {
      log({
        level: 'warn',
        message: 'a picture that nothing shows any more could not be removed',
        picture: name,
        error: error instanceof Error ? describeError(error) : String(error),
      })
      throw error
    }
  },
})

const accountOn = (house: DependencyContainer) => {
  const core = house.resolve(CORE)
  const { log } = house.resolve(OUTSIDE)
  const prove = proveChannel(core)
  const tryOwed = tryProof({ ...core, proveChannel: prove })
  return {
    signUp: signUp({ ...core, tryProof: triedInTime(tryOwed, log) }),
    tryProof: triedByJob(tryOwed, log),
    login: login(core),
    refreshSession: refreshSession(core),
    logout: logout(core),
    registerPayee: registerPayee(core),
    changeProfile: changeProfile(core),
    changeInterests: changeInterests(core),
    addOperator: addOperator(core),
    issueProofCode: issueProofCode(core),
    proveChannel: prove,
    decideChannel: decideChannel(core),
  }
}

/** The app of 2020 gives up after ten seconds, and hashing the password takes some of them. */
const PROOF_AT_SIGN_UP_MS = 3_000

/** A sign-up neither waits for YouTube nor fails because of it: the proof is owed already, and a job sees to it. */
const triedInTime =
  (attempt: TryProof, log: Outside['log']) =>
  async (proof: Parameters<TryProof>[0]): Promise<void> => {
    const work = attempt(proof).catch((error: unknown) =>
      log({
        level: 'warn',
        message: 'a proof given at sign-up could not be checked and stays owed',
        error: inDetail(error),
      }),
    )
    await within(PROOF_AT_SIGN_UP_MS, work)
  }

const inDetail = (error: unknown): string => (error instanceof Error ? describeError(error) : String(error))

/** What a run goes on without, and tries again later, would be known to nobody otherwise. */
const tellingWhatBroke = (job: JobName, log: Outside['log']) => (error: unknown) =>
  log({
    level: 'error',
    message: 'job broke over some of its work, and goes on without it',
    job,
    error: inDetail(error),
  })

/** A proof over which something breaks stays owed and must not keep the others waiting; an outage ends the job. */
const triedByJob =
  (attempt: TryProof, log: Outside['log']): TryProof =>
  async (proof) => {
    try {
      return await attempt(proof)
    } catch (error) {
      if (error instanceof Outage) throw error
      log({
        level: 'error',
        message: `the proof of member ${proof.owner} could not be checked and stays owed`,
        error: inDetail(error),
      })
      return err({ kind: 'youtube-unavailable' })
    }
  }

const adOn = (house: DependencyContainer) => {
  const core = house.resolve(CORE)
  return {
    createAd: createAd(core),
    pickAds: pickAds(core),
    recommendAds: recommendAds(core),
    dismissAd: dismissAd(core),
  }
}

const participationOn = (house: DependencyContainer) => {
  const core = house.resolve(CORE)
  const { requireVerifiedChannel } = house.resolve(OUTSIDE)
  const lookUp = lookUpVideo(core)
  return {
    applyToAd: applyToAd({ ...core, requireVerifiedChannel, checkSubscribers: checkSubscribers(core) }),
    tellApplicationRefused: tellApplicationRefused(core),
    changeApplication: changeApplication(core),
    assignCreator: assignCreator(core),
    declineApplication: declineApplication(core),
    lookUpVideo: lookUp,
    submitUpload: submitUpload({ ...core, lookUpVideo: lookUp }),
    sendBackUpload: sendBackUpload(core),
    completeParticipation: completeParticipation(core),
    cancelParticipation: cancelParticipation(core),
    orderApplicants: orderApplicants(core),
  }
}

const cashOn = (house: DependencyContainer) => {
  const core = house.resolve(CORE)
  return {
    requestWithdrawal: requestWithdrawal({ ...core, minimum: house.resolve(OUTSIDE).withdrawalMinimum }),
    settleWithdrawal: settleWithdrawal(core),
    forfeitReward: forfeitReward(core),
    listPayouts: listPayouts(core),
  }
}

const boardOn = (house: DependencyContainer) => {
  const core = house.resolve(CORE)
  return {
    writeFaqEntry: writeFaqEntry(core),
    changeFaqEntry: changeFaqEntry(core),
    removeFaqEntry: removeFaqEntry(core),
    publishNotice: publishNotice(core),
    changeNotice: changeNotice(core),
    removeNotice: removeNotice(core),
    addHomeBanner: addHomeBanner(core),
    removeHomeBanner: removeHomeBanner(core),
  }
}

const newsOn = (house: DependencyContainer) => {
  const core = house.resolve(CORE)
  return {
    publishSupportProgramme: publishSupportProgramme(core),
    changeSupportProgramme: changeSupportProgramme(core),
    removeSupportProgramme: removeSupportProgramme(core),
    publishDailyCard: publishDailyCard(core),
    changeDailyCard: changeDailyCard(core),
    removeDailyCard: removeDailyCard(core),
    scrapProgramme: scrapProgramme(core),
    unscrapProgramme: unscrapProgramme(core),
    recommendProgrammes: recommendProgrammes(core),
  }
}

const expertOn = (house: DependencyContainer) => {
  const core = house.resolve(CORE)
  return {
    addExpert: addExpert(core),
    createExpertProfile: createExpertProfile(core),
    changeExpertProfile: changeExpertProfile(core),
    askQuestion: askQuestion(core),
    tellQuestionRefused: tellQuestionRefused(core),
    giveAnswer: giveAnswer(core),
    requestConsultation: requestConsultation(core),
    tellConsultationRefused: tellConsultationRefused(core),
    decideConsultation: decideConsultation(core),
  }
}

/** What a clock or an operator at the command line asks for, by name. */
const jobsOn = (house: DependencyContainer): Readonly<Record<JobName, Job>> => {
  const core = house.resolve(CORE)
  // A proof is somebody's who waits; figures and titles leave the reserved units to such people.
  const unhurried = { ...core, platform: house.resolve(OUTSIDE).scheduledPlatform }
  const { statisticsRetentionDays, log } = house.resolve(OUTSIDE)
  return {
    'refresh-statistics': refreshStatistics({
      ...unhurried,
      onBroken: tellingWhatBroke('refresh-statistics', log),
    }),
    'refresh-channels': refreshChannels({
      ...unhurried,
      onBroken: tellingWhatBroke('refresh-channels', log),
    }),
    'check-owed-proofs': checkOwedProofs({ ...core, tryProof: house.resolve(ACCOUNT).tryProof }),
    'close-selections': closeSelections(core),
    'release-rewards': releaseRewards(core),
    'send-deadline-notices': sendDeadlineNotices(core),
    'announce-recommended': announceRecommended({
      ...core,
      requireVerifiedChannel: house.resolve(OUTSIDE).requireVerifiedChannel,
    }),
    'purge-observations': purgeObservations({ ...core, statisticsRetentionDays }),
    'expire-sessions': expireSessions(core),
    'sweep-leftovers': sweepLeftovers(core),
    'refit-weights': refitWeights(core),
  }
}

const houseOn = (house: DependencyContainer): House => {
  const core = house.resolve(CORE)
  const outside = house.resolve(OUTSIDE)
  const account = house.resolve(ACCOUNT)
  const expert = house.resolve(EXPERT)
  return {
    appDeps: {
      ...core,
      ...account,
      ...house.resolve(AD),
      ...house.resolve(PARTICIPATION),
      ...house.resolve(CASH),
      ...house.resolve(BOARD),
      ...house.resolve(NEWS),
      ...expert,
      readTotalReport: readTotalReport(core),
      reportWeek: reportWeek(core),
      markRead: markRead(core),
      check: outside.persistence.check,
      publicUrl: outside.publicUrl,
      clientAddress: outside.clientAddress,
      isAccepting: outside.isAccepting,
      log: outside.log,
    },
    runJob: runJob({ ...core, ...outside, jobs: house.resolve(JOBS) }),
    addOperator: account.addOperator,
    addExpert: expert.addExpert,
    warmUp: async () => {
      await core.knowledgeOf('ad')
    },
  }
}

const FACTORIES: readonly (readonly [InjectionToken<unknown>, Factory])[] = [
  [CORE, coreOn],
  [ACCOUNT, accountOn],
  [AD, adOn],
  [PARTICIPATION, participationOn],
  [CASH, cashOn],
  [BOARD, boardOn],
  [NEWS, newsOn],
  [EXPERT, expertOn],
  [JOBS, jobsOn],
  [HOUSE, houseOn],
]
