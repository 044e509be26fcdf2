import { afterAll, beforeEach } from 'vitest'
import { IS_MARIADB_MISSING } from '../mariadb/for-tests.ts'
import { closeSharedStorages } from './shared-storage.ts'

beforeEach(({ skip }) => skip(IS_MARIADB_MISSING, 'there is no MariaDB in this run'))

afterAll(closeSharedStorages)
