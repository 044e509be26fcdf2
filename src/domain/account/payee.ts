/** Where a withdrawal is paid to (입금 계좌). Encrypted at rest; only its last digits are ever shown. */
export type Payee = { readonly bank: string; readonly number: string; readonly holder: string }

/** `***-**-1234`-like: all but the last four digits are hidden. */
export const maskAccountNumber = (number: string): string => {
  const shown = 4
  return number.replace(/\d/g, (digit, at: number) => (digitsAfter(number, at) < shown ? digit : '*'))
}

const digitsAfter = (number: string, at: number): number => number.slice(at + 1).replace(/\D/g, '').length
