/**
 * The one thing of the runtime that the domain may name: the WHATWG URL parser, which every runtime brings.
 * Only what the domain uses is declared, so that nothing else of it can be called by accident.
 */
interface URLSearchParams {
  getAll(name: string): string[]
}
interface URL {
  readonly pathname: string
  readonly searchParams: URLSearchParams
}
declare const URL: { parse(text: string): URL | null }
