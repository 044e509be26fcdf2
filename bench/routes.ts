import { OPEN_ADS } from './population.ts'

export type Route = {
  readonly name: string
  /** The path for the member of this number; ads are chosen so that members look at different ones. */
  readonly path: (member: number) => string
  /** The same for everybody and asked for all the time, so the product may answer what is up to a second old. */
  readonly readHot: boolean
}

const always = (path: string) => () => path

/** The routes that the app calls most; all of them ask who the member is first. */
export const ROUTES: readonly Route[] = [
  { name: 'latest', path: always('/api/advertise/ad/latest'), readHot: true },
  { name: 'popular', path: always('/api/advertise/ad/popular'), readHot: true },
  { name: 'list', path: always('/api/advertise/ad/list/0102'), readHot: true },
  { name: 'interest', path: always('/api/advertise/ad/interest'), readHot: false },
  {
    name: 'detail',
    path: (member) => `/api/advertise/ad/detail/${(member % OPEN_ADS) + 1}`,
    readHot: false,
  },
  { name: 'cash', path: always('/api/cash'), readHot: false },
  { name: 'userad/1', path: always('/api/userad/1'), readHot: false },
  { name: 'userad/length', path: always('/api/userad/length'), readHot: false },
  { name: 'report', path: always('/api/report'), readHot: false },
  { name: 'report/info', path: always('/api/report/info'), readHot: false },
  { name: 'notify', path: always('/api/notify'), readHot: false },
  { name: 'user', path: always('/api/user'), readHot: false },
]
