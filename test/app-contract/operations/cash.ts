import { is, list, type Meanings, object } from '../meaning.ts'
import { by, type Operations } from '../situations.ts'

const line = (isIn: '적립' | '출금', price: string, title: string, date: string): Meanings => ({
  isIn: is(isIn),
  price: is(price),
  title: is(title),
  date: is(date),
})

export const cashOperations: Operations = {
  'cash.getCashData': {
    withData: ({ minji }) => [
      {
        ...by(minji),
        message: '이용내역 조회 성공',
        data: object({
          cash: is(110_000),
          cashAllowed: is(35_000),
          history: list([
            line('적립', '20000', '키보드', '26.11.18 12:00:00'),
            line('적립', '25000', '국수', '26.11.17 12:00:00'),
            line('적립', '30000', '펜션', '26.11.16 12:00:00'),
            line('적립', '35000', '선크림', '26.11.15 12:00:00'),
            line('출금', '40000', '계좌출금', '26.11.05 12:00:00'),
            line('적립', '40000', '립스틱', '26.11.03 12:00:00'),
          ]),
        }),
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin),
      message: '이용내역 조회 성공',
      data: object({ cash: is(0), cashAllowed: is(0), history: is([]) }),
    }),
  },
  'cash.postWithdraw': {
    withData: (house) => [
      {
        ...by(house.minji),
        message: '인출하기 성공',
        afterwards: async () => {
          const { data } = await house.as(house.minji).get('/api/cash')
          return object({ cashAllowed: is(0) }).problems(data, 'afterwards')
        },
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin),
      kind: 'nothing-to-withdraw',
      because: 'there is nothing to withdraw',
    }),
    refused: ({ junho, minji, operator }) => [
      { ...by(operator), kind: 'not-allowed', because: 'only creators have cash' },
      { ...by(junho), kind: 'nothing-to-withdraw', because: 'there is nothing to withdraw' },
      { ...by(minji), kind: 'nothing-to-withdraw', because: 'she has just withdrawn everything' },
    ],
  },
}
