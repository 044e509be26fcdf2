/** Where pictures lie in S3-compatible storage. */
export type S3Place = {
  readonly bucket: string
  /** Stands before each name: empty, or with a slash at its end. */
  readonly prefix: string
  readonly region: string
  /** Null for Amazon's own, otherwise an http(s) address without a slash at its end. */
  readonly endpoint: string | null
}

const FORM = 's3://<bucket>/<prefix>?region=<region>&endpoint=<address>'
const OPTIONS: readonly string[] = ['region', 'endpoint']

/**
 * Reads an `s3://` address; docs/operations.md, section "Pictures in S3-compatible storage", says what it may hold.
 * Throws an error with a sentence for people, which never holds a password.
 */
export const s3Place = (address: string): S3Place => {
  const url = URL.parse(address)
  if (url?.protocol !== 's3:' || url.hostname === '' || url.port !== '' || url.hash !== '')
    throw new Error(`IMAGES must be disk or have the form ${FORM}, where prefix and endpoint may be left out`)
  if (url.username !== '' || url.password !== '')
    throw new Error('IMAGES must not hold keys: they are set as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  const given = [...url.searchParams.keys()]
  const unknown = given.find((option) => !OPTIONS.includes(option))
  if (unknown !== undefined) throw new Error(`IMAGES: it has no option ${unknown}`)
  const twice = given.find((option, index) => given.indexOf(option) !== index)
  if (twice !== undefined) throw new Error(`IMAGES: ${twice} must be given only once`)
  const endpoint = url.searchParams.get('endpoint')
  return {
    bucket: bucketOf(url.hostname),
    prefix: prefixOf(url.pathname),
    region: regionOf(url.searchParams.get('region'), endpoint === null),
    endpoint: endpoint === null ? null : endpointOf(endpoint),
  }
}

/** How messages name the place. */
export const nameOfS3Place = ({ bucket, prefix, endpoint }: S3Place): string =>
  `s3://${bucket}/${prefix}${endpoint === null ? '' : ` at ${endpoint}`}`

/** What stands before the name of each picture. Amazon's certificates do not cover buckets with dots in the host. */
export const s3AddressOf = ({ bucket, prefix, region, endpoint }: S3Place): string => {
  if (endpoint !== null) return `${endpoint}/${bucket}/${prefix}`
  return bucket.includes('.')
    ? `https://s3.${region}.amazonaws.com/${bucket}/${prefix}`
    : `https://${bucket}.s3.${region}.amazonaws.com/${prefix}`
}

const bucketOf = (text: string): string => {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) || text.includes('..'))
    throw new Error('IMAGES: a bucket is 3 to 63 small letters, digits, hyphens and single dots')
  return text
}

/** Only what means the same written in an address and signed, whatever storage it is. */
const prefixOf = (pathname: string): string => {
  const text = pathname.replace(/^\/|\/$/g, '')
  if (text === '') return ''
  if (!/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(text) || text.length > 200)
    throw new Error(
      'IMAGES: a prefix is at most 200 letters, digits, dots, hyphens, underscores and single slashes',
    )
  return `${text}/`
}

const regionOf = (text: string | null, isAmazon: boolean): string => {
  if (text === null || text === '')
    throw new Error(
      'IMAGES needs a region, such as ?region=ap-northeast-2; storage without regions takes us-east-1',
    )
  // Amazon's is a part of the host's name.
  if (!(isAmazon ? /^[a-z0-9-]{1,64}$/ : /^[A-Za-z0-9_-]{1,64}$/).test(text))
    throw new Error('IMAGES: a region is letters, digits and hyphens, such as ap-northeast-2')
  return text
}

const endpointOf = (text: string): string => {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || /[?#]/.test(text))
    throw new Error('IMAGES: endpoint must be an http or https address, such as https://s3.example.com')
  if (url.username !== '' || url.password !== '')
    throw new Error('IMAGES must not hold keys: they are set as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  if (!/^[A-Za-z0-9_./-]*$/.test(url.pathname))
    throw new Error('IMAGES: the path of endpoint is letters, digits, dots, hyphens, underscores and slashes')
  return url.href.replace(/\/+$/, '')
}
