import type { ChangedBucket } from "../state/reader-api.ts";
import type { ProblemReport } from "./problems.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, the rules that a look at the name can tell. */
const S3_BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const NATS_BUCKET = /^[a-zA-Z0-9_-]+$/;

/**
 * What somebody wrote here under a name that a store it may meet on wasmCloud refuses. This store takes any name, so it
 * is worth a note and no more: one for each bucket.
 */
export function nameNotes({ backend, kind, bucket, oddKey }: ChangedBucket): readonly ProblemReport[] {
  const id = `names:${backend}:${bucket}:`;
  const quoted = (name: string) => JSON.stringify(name);
  if (oddKey !== undefined) {
    return [
      {
        id: `${id}nats-key`,
        severity: "info",
        title: `NATS would refuse the key ${quoted(oddKey)} (bucket ${quoted(bucket)} of ${backend})`,
        detail:
          "It works here and with Redis. A key-value store of NATS takes letters, digits and - / _ = . in a key, which neither begins nor ends with a dot. " +
          "Where this is meant to run on NATS, give its keys other names.",
      },
    ];
  }
  if (kind !== "container") return [];
  const refusing = [
    ...(S3_BUCKET.test(bucket)
      ? []
      : ["S3 takes 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or a digit at both ends"]),
    ...(NATS_BUCKET.test(bucket) ? [] : ["NATS takes letters, digits, _ and -"]),
  ];
  if (refusing.length === 0) return [];
  return [
    {
      id: `${id}container`,
      severity: "info",
      title: `${refusing.map((text) => text.split(" ")[0]).join(" and ")} would refuse the container name ${quoted(bucket)} (${backend})`,
      detail:
        `It works here. ${refusing.join("; ")}. ` + "Where this is meant to run on one of them, give it another name.",
    },
  ];
}
