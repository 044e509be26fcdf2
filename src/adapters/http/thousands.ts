/** Made once: making one costs more than everything else that an answer with a hundred amounts needs. */
const WITH_SEPARATORS = new Intl.NumberFormat('en-US')

/** "10,000", as Koreans and the app write amounts. */
export const withThousands = (amount: number): string => WITH_SEPARATORS.format(amount)
