import { z } from 'zod'
import { ADS } from './ads.ts'
import { seeCash } from './earning.ts'
import { ask, askInVain, type Scene, won } from './scene.ts'

const reward = ADS.sunscreen.cash
const account = { bank: '국민은행', number: '123-456-7890', holder: '김민지' }

/** Minji takes her money out, once; the operator pays it. */
export const withdraw = async (scene: Scene): Promise<void> => {
  const { stage, teller } = scene
  const { minji } = stage.cast
  teller.chapter('캐쉬를 인출합니다', 'Minji withdraws her cash', stage.clock.now())

  teller.step('입금 계좌', 'The payee account, encrypted at rest and shown masked')
  const masked = z.object({ bank: z.literal(account.bank), number: z.string().regex(/\*/) })
  const path = '/api/user/payee'
  const payee = await ask(scene, { method: 'PUT', path, by: minji, json: account }, masked)
  teller.facts([['계좌 account', `${payee.bank} ${payee.number}`]])

  teller.step('인출하기', 'Everything withdrawable is asked for')
  const requested = z.object({
    withdrawalIdx: z.int().min(1),
    amount: z.literal(reward),
    status: z.literal('requested'),
  })
  const request = { method: 'POST', path: '/api/cash/withdraw', by: minji } as const
  const { withdrawalIdx, amount } = await ask(scene, request, requested)
  teller.facts([['인출 withdrawal', `#${withdrawalIdx} ${won(amount)} requested`]])

  teller.step('한 번 더', 'A second withdrawal is refused: nothing is ever paid twice')
  await askInVain(scene, request, { status: 409, kind: 'nothing-to-withdraw' })
  await pay(scene, withdrawalIdx)
  teller.step('지급 완료', 'What Minji sees now')
  await seeCash(scene, { cash: 0, cashAllowed: 0, requested: 0, paid: reward })
}

const pay = async (scene: Scene, withdrawalIdx: number): Promise<void> => {
  const { stage, teller } = scene
  const { operator, minji } = stage.cast
  teller.step('출금 신청 목록', 'The operator sees what is to be paid, and to whom')
  const waiting = z.object({
    withdrawalIdx: z.literal(withdrawalIdx),
    amount: z.literal(reward),
    name: z.literal(minji.name),
    payee: z.object({
      bank: z.literal(account.bank),
      number: z.literal(account.number),
      holder: z.literal(account.holder),
    }),
  })
  const list = '/api/cash/withdrawals/requested'
  const [payout] = await ask(scene, { method: 'GET', path: list, by: operator }, z.tuple([waiting]))
  teller.facts([
    ['금액 amount', won(payout.amount)],
    ['받는 분 payee', `${payout.payee.bank} ${payout.payee.number} ${payout.payee.holder}`],
  ])

  teller.step('지급', "The transfer is made; the bank's reference is kept")
  const json = { decision: 'pay', bankReference: 'KB-0001' }
  const path = `/api/cash/withdrawals/${withdrawalIdx}`
  const paid = z.object({ status: z.literal('paid'), bankReference: z.literal('KB-0001') })
  await ask(scene, { method: 'PUT', path, by: operator, json }, paid)
}
