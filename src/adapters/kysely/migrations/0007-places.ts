import type { Migration } from '../dialect.ts'

/**
 * What many servers on one database, or on one cluster, must agree on. A cluster refuses the second of two changes of one
 * row, but does not see locks of other nodes: so each decision that several rows make together writes one common row.
 */
export const places: Migration = {
  name: '0007-places',
  steps: ({ integer, table }) => [
    // Counted when a participation is saved: neither the lists nor an assignment count participations.
    table(
      'ad_places',
      `ad_id ${integer} NOT NULL PRIMARY KEY,
      taken ${integer} NOT NULL CHECK (taken >= 0),
      FOREIGN KEY (ad_id) REFERENCES ad (id)`,
    ),
    {
      name: 'places of earlier ads',
      statement: `INSERT INTO ad_places (ad_id, taken)
        SELECT ad.id, (
          SELECT COUNT(*) FROM participation
          WHERE participation.ad_id = ad.id AND participation.status IN ('assigned', 'submitted', 'completed')
        ) FROM ad WHERE NOT EXISTS (SELECT 1 FROM ad_places WHERE ad_places.ad_id = ad.id)`,
    },
    table('banner', `id ${integer} NOT NULL PRIMARY KEY CHECK (id = 1), changes ${integer} NOT NULL`),
    {
      name: 'the one banner',
      statement: `INSERT INTO banner (id, changes)
        SELECT 1, 0 FROM (SELECT 1 AS one) AS one_row WHERE NOT EXISTS (SELECT 1 FROM banner)`,
    },
    table(
      'own_change',
      `account_id ${integer} NOT NULL PRIMARY KEY,
      at ${integer} NOT NULL,
      FOREIGN KEY (account_id) REFERENCES account (id)`,
    ),
  ],
}
