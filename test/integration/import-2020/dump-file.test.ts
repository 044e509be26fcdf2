import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openDump } from '../../../src/adapters/import-2020/dump-file.ts'
import { flagOf, unlessDenied } from '../../../src/application/import-2020/read-row.ts'
import type { Row2020, Source2020, Table2020 } from '../../../src/ports/import-2020.ts'
import { dumpOf, sqlOf, type Value2020 } from '../../import-2020/dump-of-2020.ts'

const opened = async (dump: string | Uint8Array, chunkBytes?: number): Promise<Source2020> => {
  const folder = mkdtempSync(join(tmpdir(), 'crecker-dump-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'dump.sql')
  writeFileSync(path, dump)
  return openDump({ path, ...(chunkBytes === undefined ? {} : { chunkBytes }) })
}

const read = async (source: Source2020, table: Table2020): Promise<readonly Row2020[]> => {
  const rows: Row2020[] = []
  for await (const page of source.rows(table)) rows.push(...page)
  return rows
}

const readDump = async (dump: string | Uint8Array, table: Table2020 = 'User', chunkBytes?: number) =>
  read(await opened(dump, chunkBytes), table)

/** What a value is read as. */
const asText = (value: Value2020): string | null => {
  if (value === null) return null
  return typeof value === 'object' ? Buffer.from(value).toString('utf8') : String(value)
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...`'"\`\\;,()-#/*\n\r\t\0\x1A %_한👍`), maxLength: 30 }),
)
const value: fc.Arbitrary<Value2020> = fc.oneof(
  text,
  fc.constant(null),
  fc.integer(),
  text.map((letters) => Buffer.from(letters)),
)
const row = fc.record({ userIdx: fc.nat(), Email: value, note: value, '이름 `1`': value })

describe('any rows that are written as a dump', () => {
  test('are read back, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 8 }),
        fc.integer({ min: 1, max: 200 }),
        async (rows, chunk) => {
          const other = [
            ...dumpLines(
              rows.map(({ note }) => ({ note })),
              'History',
            ),
          ]
          const dump = [...other, ...dumpLines(rows, 'user'), ...other].join('')
          const expected = rows.map((written) =>
            Object.fromEntries(
              Object.entries(written).map(([name, value]) => [name.toLowerCase(), asText(value)]),
            ),
          )
          expect(await readDump(`${dump}CREATE TABLE Ad (adIdx int);`, 'User', chunk)).toEqual(expected)
        },
      ),
      { numRuns: 150 },
    )
  })
})

/** In the form that phpMyAdmin writes: columns with each statement, and two rows in each. */
const dumpLines = (rows: readonly Readonly<Record<string, Value2020>>[], table: string): readonly string[] =>
  rows.map((written) => {
    const columns = Object.keys(written).map((name) => `\`${name.replaceAll('`', '``')}\``)
    return `INSERT INTO \`${table}\` (${columns.join(', ')}) VALUES\n(${Object.values(written).map(sqlOf).join(', ')});\n`
  })

describe('a dump', () => {
  test.each([
    [
      'of mysqldump',
      `-- MySQL dump 10.13  Distrib 5.7.26
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS \`User\`;
CREATE TABLE \`User\` (
  \`userIdx\` int(11) NOT NULL AUTO_INCREMENT,
  \`email\` varchar(45) DEFAULT 'a,b(c);' COMMENT 'it''s; "the" name',
  \`er\` decimal(10,2) DEFAULT NULL,
  PRIMARY KEY (\`userIdx\`),
  UNIQUE KEY \`email\` (\`email\`),
  CONSTRAINT \`fk\` FOREIGN KEY (\`er\`) REFERENCES \`x\` (\`y\`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4;
LOCK TABLES \`User\` WRITE;
/*!40000 ALTER TABLE \`User\` DISABLE KEYS */;
INSERT INTO \`User\` VALUES (1,'a@b.kr',1.50),(2,NULL,-2);
UNLOCK TABLES;
-- Dump completed on 2020-09-01`,
    ],
    [
      'of mariadb-dump, with triggers',
      `/*M!999999\\- enable the sandbox mode */
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON User FOR EACH ROW BEGIN
INSERT INTO User VALUES (NEW.x, 'y', 0); SET @a = 1; END */;;
CREATE TRIGGER u BEFORE INSERT ON Ad FOR EACH ROW BEGIN INSERT INTO User VALUES (9,'no',9); END;;
DELIMITER ;
CREATE TABLE \`user\` (\`userIdx\` int, email text, \`er\` double);
INSERT INTO \`user\` VALUES
(1,'a@b.kr',1.50),
(2,NULL,-2);`,
    ],
    [
      'of phpMyAdmin',
      `\uFEFF-- phpMyAdmin SQL Dump
SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
SET time_zone = "+00:00";
# a comment; with 'a quote
CREATE TABLE IF NOT EXISTS \`crecker\`.\`User\` (\`userIdx\` int(11) NOT NULL, \`email\` varchar(45), \`er\` int) ENGINE=InnoDB;
INSERT INTO \`User\` (\`er\`, \`userIdx\`, \`email\`) VALUES
('1.50', 1, 'a@b.kr'),
(-2, 2, NULL);
ALTER TABLE \`User\` ADD PRIMARY KEY (\`userIdx\`);`,
    ],
    [
      'written by hand, a row a statement',
      `insert into db.User (userIdx,email,er) value (0x31, _utf8mb4'a@b.kr', '1.50');
REPLACE INTO User(userIdx,email,er) VALUES (b'10', null, -2) ON DUPLICATE KEY UPDATE er = VALUES(er), email = ('x');`,
    ],
  ])('%s', async (_of, dump) => {
    expect(await readDump(dump)).toEqual([
      { useridx: '1', email: 'a@b.kr', er: '1.50' },
      { useridx: '2', email: null, er: '-2' },
    ])
  })

  test.each([
    ["b'1'", true],
    ['0x01', true],
    ["_binary '\x01'", true],
    ["_binary '\\\x01'", true],
    ["b'0'", false],
    ['0x00', false],
    ["_binary '\\0'", false],
  ])('says of a BIT column that is written as %j: %s', async (written, isSet) => {
    const [found] = await readDump(
      `CREATE TABLE ExpertConsult (isSecret bit(1)); INSERT INTO ExpertConsult VALUES (${written});`,
      'ExpertConsult',
    )
    expect(flagOf(found ?? {}, 'isSecret')).toBe(isSet)
    expect(unlessDenied(found ?? {}, 'isSecret')).toBe(isSet)
  })

  test('tells moments of TIMESTAMP columns in the zone that it was written in, and no others', async () => {
    const dump = (head: string) => `${head}
      CREATE TABLE Ad (adIdx int, createAt timestamp NULL, updateAt timestamp(6) NULL, applyTo datetime);
      INSERT INTO Ad VALUES (1,'2020-01-01 00:00:00',NULL,'2020-01-02 00:00:00');`
    const plain = {
      adidx: '1',
      createat: '2020-01-01 00:00:00',
      updateat: null,
      applyto: '2020-01-02 00:00:00',
    }
    for (const head of [`/*!40103 SET TIME_ZONE='+00:00' */;`, 'SET time_zone = "+00:00";'])
      expect(await readDump(dump(head), 'Ad')).toEqual([{ ...plain, createat: '2020-01-01 00:00:00+00:00' }])
    expect(await readDump(dump(''), 'Ad')).toEqual([plain])
  })

  test('names the tables that hold rows and are not read', async () => {
    const source = await opened(
      `CREATE TABLE User (userIdx int); INSERT INTO History VALUES (1); INSERT INTO notification VALUES (1); INSERT INTO History VALUES (2);`,
    )
    expect(await source.others()).toEqual(['History', 'notification'])
    expect(await read(source, 'User')).toEqual([])
    expect(await read(source, 'UserAd')).toEqual([])
  })

  test.each([
    ['escapes', '\\n', '\n'],
    ['doubled quotes', "''", "'"],
  ])('takes one value with millions of %s', async (_of, written, letter) => {
    const many = 4_500_000
    const dump = `CREATE TABLE User (userIdx int, name longtext);
      INSERT INTO User VALUES (1,'${written.repeat(many)}'),(2,'');`
    const [first, second] = await readDump(dump)
    expect(first?.name === letter.repeat(many)).toBe(true)
    expect(second).toEqual({ useridx: '2', name: '' })
  })

  test('keeps of long texts every letter, and reads hundreds of rows of one statement some at a time', async () => {
    const rows = Array.from({ length: 700 }, (_, index) => ({
      userIdx: index,
      email: `${'긴 글 👍\\'.repeat(100)}${index}`,
    }))
    let dump = ''
    for await (const piece of dumpOf('User', rows)) dump += piece
    const source = await opened(dump, 64 * 1024)
    const pages: number[] = []
    for await (const page of source.rows('User')) pages.push(page.length)
    expect(pages.length).toBeGreaterThan(5)
    expect((await read(source, 'User')).map(({ email }) => email)).toEqual(rows.map(({ email }) => email))
  })
})

describe('a dump is refused with a sentence', () => {
  const CREATED = 'CREATE TABLE User (userIdx int, email text);'
  test.each([
    ['that holds nothing of 2020', 'CREATE TABLE x (y int); INSERT INTO x VALUES (1);', 'none of the tables'],
    ['that is empty', '', 'none of the tables'],
    ['that is no dump', 'PK\x03\x04\x14\0', 'none of the tables'],
    ['cut off within a text', `${CREATED} INSERT INTO User VALUES (1,'a`, 'cut off within the value'],
    [
      'cut off within a statement',
      `${CREATED} INSERT INTO User VALUES (1,'a'),`,
      'cut off within its last statement',
    ],
    ['cut off within a comment', `${CREATED} /* and`, 'cut off'],
    ['in another charset', `SET NAMES euckr; ${CREATED}`, 'written in euckr'],
    ['without names of columns', `INSERT INTO User VALUES (1,'a');`, 'does not name the columns of User'],
    ['with too many values', `${CREATED} INSERT INTO User VALUES (1,'a',2);`, '3 values for 2 columns'],
    ['with a value that is computed', `${CREATED} INSERT INTO User VALUES (1,now());`, 'cannot be read'],
  ])('%s', async (_what, dump, said) => {
    await expect(readDump(Buffer.from(dump, 'latin1'))).rejects.toThrow(said)
  })
  test('that is not there', async () => {
    await expect(openDump({ path: '/nowhere/dump.sql' })).rejects.toThrow('there is no such file')
  })
})
