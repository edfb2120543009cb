import { hash } from "node:crypto";

import type { RefusedBucket } from "../../../shared/worker-protocol.ts";
import type { ProblemReport } from "../problems.ts";
import type { ProjectManifest } from "../project/manifest.ts";

/** A bucket that a component asked for and may not have, with the line that lets it; gone with its next build or link. */
export function refusedBucketProblem(refused: RefusedBucket, { backends }: ProjectManifest): ProblemReport {
  const { component, backend, bucket, why } = refused;
  const name = JSON.stringify(bucket);
  const common = {
    // What a guest said may hold a secret, and ids are not masked.
    id: `component:${component}:bucket:${backend}:${why}:${hash("sha256", bucket)}`,
    severity: "warning",
    title: `${component}: the bucket ${name} of ${backend} was refused`,
    component,
  } as const;
  if (why === "access-denied") {
    return {
      ...common,
      detail: `The link of ${component} to ${backend} names the buckets that it may open, and ${name} is none of them, so the component got access-denied. Add to the "buckets" of that link, under components.${component}.links in the project file:`,
      fix: name,
    };
  }
  const hasList = (backends.find((each) => each.name === backend)?.buckets.length ?? 0) > 0;
  const entry = `${name}: ${name}`;
  return {
    ...common,
    detail: `${backend} has "onlyListed": there are no buckets but those that it lists, and ${name} is none of them, so the component got no-such-store. Add to backends.${backend}${hasList ? ".buckets" : ""} in the project file:`,
    fix: hasList ? entry : `"buckets": { ${entry} }`,
  };
}
