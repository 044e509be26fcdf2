/** Starts a MariaDB, says where, and stays: for a test that kills this process. */
import { startMariadb } from '../../mariadb/mariadbd.ts'

const { port, folder } = await startMariadb()
console.log(JSON.stringify({ port, folder }))
setInterval(() => {}, 60_000)
