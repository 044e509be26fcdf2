import { afterAll, onTestFailed, onTestFinished, TestRunner } from 'vitest'

/** Runs something after the test that asks for it, or after the whole file when no test is running. */
export const whenOver = (clearUp: () => Promise<void>): void => {
  if (isTestRunning()) onTestFinished(clearUp)
  else afterAll(clearUp)
}

/** Runs something when the test that asks for it has failed. */
export const whenFailed = (tell: () => void): void => {
  if (isTestRunning()) onTestFailed(tell)
}

const isTestRunning = (): boolean => {
  // The type does not say that there may be none.
  const test: unknown = TestRunner.getCurrentTest()
  return test !== undefined
}
