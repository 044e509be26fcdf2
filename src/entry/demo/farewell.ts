import type { Scene } from './scene.ts'

/** What somebody needs to play on: where the server is, who can log in, and lines to paste. */
export const showTheWay = ({ stage, teller }: Scene): void => {
  const { url } = stage.server
  const { minji, jiwon, operator } = stage.cast
  teller.ended('서버가 켜져 있습니다. 마음껏 써 보세요.', 'The server stays up, to play with.')
  teller.lines([''])
  teller.facts([
    ['서버 server', url],
    ['유튜브 YouTube', `${stage.youTube.baseUrl}/simulator  (무엇이 들어 있는지 what is in it)`],
    ['크리에이터 creator', `${minji.email}  ${minji.password}`],
    ['전문가 expert', `${jiwon.email}  ${jiwon.password}`],
    ['운영자 operator', `${operator.email}  ${operator.password}`],
  ])
  teller.ended('붙여 넣어 보세요', 'Lines to paste')
  teller.lines([
    '',
    `curl -s ${url}/api/auth/login -d email=${minji.email} -d password=${minji.password}`,
    `TOKEN=$(curl -s ${url}/api/auth/login -d email=${minji.email} -d password=${minji.password} | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
    `curl -s ${url}/api/advertise/ad/interest -H "token: $TOKEN"`,
    `curl -s ${url}/api/report/info -H "token: $TOKEN"`,
    `curl -s ${url}/api/news/recommand/1 -H "token: $TOKEN"`,
    `curl -s ${url}/api/expert/qa/law -H "token: $TOKEN"`,
    '',
    '  Ctrl-C: 서버를 끄고 임시 폴더를 지웁니다 · stops the server and removes the temporary folder',
    '',
  ])
}
