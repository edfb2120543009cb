/** Of a version: its key is not what a key of NATS consists of, which neither begins nor ends with a dot. */
const ODD_KEY = "(key = '' OR key GLOB '*[^-/_=.a-zA-Z0-9]*' OR key GLOB '.*' OR key GLOB '*.')";
const CURRENT =
  "size IS NOT NULL AND EXISTS (SELECT 1 FROM entry WHERE entry.bucket = version.bucket AND entry.key = version.key AND entry.seq = version.seq)";

/** Buckets with versions after ?1 up to ?2, each with a key among them that NATS would refuse. */
export const CHANGED_BUCKETS = `SELECT backend, kind, name, odd FROM bucket JOIN (
    SELECT bucket AS changed, min(CASE WHEN ${ODD_KEY} AND ${CURRENT} THEN key END) AS odd
    FROM version WHERE seq > ?1 AND seq <= ?2 GROUP BY bucket) ON changed = id
  ORDER BY backend, kind, name`;
