/** What the log says of an error: where it happened, and what caused it. */
export const describeError = (error: Error): string => `${error.stack ?? error.message}${causesOf(error)}`

const causesOf = ({ cause }: Error): string =>
  cause instanceof Error ? ` (cause: ${cause.message}${causesOf(cause)})` : ''
