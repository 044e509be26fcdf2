import { Hono } from 'hono'
import { z } from 'zod'
import type { NewBinding } from '../../application/expert/bind-account.ts'
import type { ChangeExpertProfile } from '../../application/expert/change-expert-profile.ts'
import type { CreateExpertProfile } from '../../application/expert/create-expert-profile.ts'
import { EXPERT_LIMITS } from '../../domain/expert/expert.ts'
import { MAX_ID, toId } from '../../domain/primitives.ts'
import { expertCodeOf } from './codes.ts'
import { type ConsultationDeps, consultationRoutes } from './consultation-routes.ts'
import { answer, refuse } from './dialect.ts'
import { expertShown } from './expert-answers.ts'
import { expertCategory, type QuestionDeps, questionRoutes } from './question-routes.ts'
import { access, type Session } from './session.ts'
import { takesPictures } from './uploads.ts'
import { body, filled, idNumber, param, picture, pictureOrNone, text, whole } from './validate.ts'
import { commandKey, digestOfPicture, LIST_MAX } from './wire.ts'

export type ExpertDeps = QuestionDeps &
  ConsultationDeps & {
    readonly createExpertProfile: CreateExpertProfile
    readonly changeExpertProfile: ChangeExpertProfile
  }

const profileForm = z.object({
  photo: picture,
  categoryCode: expertCategory,
  name: filled(EXPERT_LIMITS.name),
  description: text(EXPERT_LIMITS.affiliation).default(''),
  /** The member who answers under this profile. */
  userIdx: idNumber.optional(),
})
/** 0 for nobody: who has the profile loses it, and is no expert any more. */
const changedProfileForm = profileForm.extend({
  photo: pictureOrNone,
  userIdx: whole(0, MAX_ID).optional(),
})

/** Experts, what members ask them, and the consultations that follow. */
export const expertRoutes = (use: ExpertDeps) =>
  new Hono<Session>()
    .route('/profile', profileRoutes(use))
    .route('/qa', questionRoutes(use))
    .route('/qa', consultationRoutes(use))

const profileRoutes = (use: ExpertDeps) =>
  new Hono<Session>()
    .get('/', access('member'), async (c) => {
      const experts = await use.expertViews.experts({ limit: LIST_MAX })
      return answer(
        c,
        '전문가 프로필 조회 성공',
        experts.map((expert) => ({
          categoryCode: expertCodeOf(expert.category),
          ...expertShown(c, expert),
        })),
      )
    })
    .post('/', access('operator'), takesPictures(1), body(profileForm), async (c) => {
      const { photo, userIdx, ...form } = c.req.valid('json')
      const created = await use.createExpertProfile({
        operator: c.var.member.id,
        profile: profileOf(form),
        photo,
        account: userIdx === undefined ? null : toId(userIdx),
        key: await commandKey(c, 'create-expert-profile', {
          form,
          userIdx,
          photo: await digestOfPicture(photo),
        }),
      })
      return created.ok
        ? answer(c, '전문가 프로필이 등록되었습니다.', { expertIdx: created.value.id })
        : refuse(c, created.error)
    })
    .put(
      '/:expertIdx',
      access('operator'),
      takesPictures(1),
      param(z.object({ expertIdx: idNumber })),
      body(changedProfileForm),
      async (c) => {
        const { photo, userIdx, ...form } = c.req.valid('json')
        const { expertIdx } = c.req.valid('param')
        const changed = await use.changeExpertProfile({
          operator: c.var.member.id,
          expertId: toId(expertIdx),
          profile: profileOf(form),
          photo,
          account: bindingOf(userIdx),
          key: await commandKey(c, 'change-expert-profile', {
            expertIdx,
            form,
            userIdx,
            photo: await digestOfPicture(photo),
          }),
        })
        return changed.ok
          ? answer(c, '전문가 프로필이 수정되었습니다.', { expertIdx })
          : refuse(c, changed.error)
      },
    )

const bindingOf = (userIdx: number | undefined): NewBinding => {
  if (userIdx === undefined) return null
  return userIdx === 0 ? 'nobody' : toId(userIdx)
}

const profileOf = (form: Pick<z.output<typeof profileForm>, 'categoryCode' | 'name' | 'description'>) => ({
  category: form.categoryCode,
  name: form.name,
  affiliation: form.description,
})
