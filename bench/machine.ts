import { cpus, totalmem } from 'node:os'

/** So that the tenfold population fits into memory, as it would on a machine that is made for it. */
export const MARIADB_ARGS = [
  '--innodb-buffer-pool-size=2G',
  '--innodb-log-file-size=512M',
  '--max-allowed-packet=64M',
]

/** Which machine figures were taken on. */
export const machine = (): string => {
  const [processor] = cpus()
  return `${cpus().length} × ${processor?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`
}
