import { describe, expect, it } from 'vitest'
import { s3AddressOf, s3Place } from '../../../src/adapters/images/s3-address.ts'

describe('the address of a bucket', () => {
  it.each([
    ['s3://crecker?region=ap-northeast-2', 'https://crecker.s3.ap-northeast-2.amazonaws.com/'],
    ['s3://crecker/?region=eu-west-1', 'https://crecker.s3.eu-west-1.amazonaws.com/'],
    ['s3://crecker/a/b_c.d/?region=eu-west-1', 'https://crecker.s3.eu-west-1.amazonaws.com/a/b_c.d/'],
    // The certificate of *.s3.eu-west-1.amazonaws.com covers no further dot.
    ['s3://pictures.crecker/p?region=eu-west-1', 'https://s3.eu-west-1.amazonaws.com/pictures.crecker/p/'],
    ['s3://crecker/p?region=auto&endpoint=https://s3.example.com', 'https://s3.example.com/crecker/p/'],
    ['s3://crecker?endpoint=http://127.0.0.1:9000/&region=us-east-1', 'http://127.0.0.1:9000/crecker/'],
    [
      's3://crecker?region=RegionOne&endpoint=https%3A%2F%2Fa.example%2Fs3%2F',
      'https://a.example/s3/crecker/',
    ],
  ])('%s leads to %s', (address, expected) => {
    expect(s3AddressOf(s3Place(address))).toBe(expected)
  })

  const form =
    'IMAGES must be disk or have the form s3://<bucket>/<prefix>?region=<region>&endpoint=<address>'
  it.each([
    ['s3://', form],
    ['https://crecker', form],
    ['s3://crecker:9000?region=a', form],
    ['s3://crecker?region=a#b', form],
    ['s3://ab?region=a', 'IMAGES: a bucket is 3 to 63 small letters, digits, hyphens and single dots'],
    ['s3://Crecker?region=a', 'IMAGES: a bucket is'],
    ['s3://cre_cker?region=a', 'IMAGES: a bucket is'],
    ['s3://cre..cker?region=a', 'IMAGES: a bucket is'],
    ['s3://-crecker?region=a', 'IMAGES: a bucket is'],
    [`s3://${'a'.repeat(64)}?region=a`, 'IMAGES: a bucket is'],
    ['s3://crecker/a//b?region=a', 'IMAGES: a prefix is at most 200 letters, digits'],
    ['s3://crecker/a%20b?region=a', 'IMAGES: a prefix is'],
    ['s3://crecker/그림?region=a', 'IMAGES: a prefix is'],
    [`s3://crecker/${'a'.repeat(201)}?region=a`, 'IMAGES: a prefix is'],
    ['s3://crecker', 'IMAGES needs a region, such as ?region=ap-northeast-2'],
    ['s3://crecker?region=', 'IMAGES needs a region'],
    ['s3://crecker?region=a.evil.example/', 'IMAGES: a region is letters, digits and hyphens'],
    ['s3://crecker?region=a/b&endpoint=https://a', 'IMAGES: a region is'],
    ['s3://crecker?region=a&region=b', 'IMAGES: region must be given only once'],
    ['s3://crecker?region=a&acl=public', 'IMAGES: it has no option acl'],
    ['s3://crecker?region=a&endpoint=', 'IMAGES: endpoint must be an http or https address'],
    ['s3://crecker?region=a&endpoint=s3.example.com', 'IMAGES: endpoint must be'],
    ['s3://crecker?region=a&endpoint=ftp://a', 'IMAGES: endpoint must be'],
    ['s3://crecker?region=a&endpoint=https://a?b=c', 'IMAGES: endpoint must be'],
    ['s3://crecker?region=a&endpoint=https://a/b%20c', 'IMAGES: the path of endpoint is letters, digits'],
    ['s3://key:secret@crecker?region=a', 'IMAGES must not hold keys'],
    ['s3://crecker?region=a&endpoint=https://key:secret@a', 'IMAGES must not hold keys'],
  ])('%s is refused with a sentence', (address, sentence) => {
    expect(() => s3Place(address)).toThrow(sentence)
    expect(() => s3Place(address)).not.toThrow(/secret/)
  })

  it('cannot lead out of the bucket', () => {
    expect(s3Place('s3://crecker/a/../../b?region=a').prefix).toBe('b/')
    expect(s3Place('s3://crecker/%2e%2e/b?region=a').prefix).toBe('b/')
  })
})
