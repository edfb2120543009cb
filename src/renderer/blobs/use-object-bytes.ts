import { useEffect, useState } from "react";
import type { VersionId } from "../../shared/model.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

interface ObjectBytes {
  /** Absent until the first of them are there. */
  readonly bytes?: Uint8Array;
  readonly error?: Error;
  readonly retry: () => void;
}

/** The first bytes of one version, at least `wanted` of them where it has so many; more are read on from there. */
export function useObjectBytes(version: VersionId, size: number, wanted: number): ObjectBytes {
  const { api } = useWorkbench();
  const [read, setRead] = useState<{ readonly version: VersionId; readonly bytes: Uint8Array }>();
  const [failed, setFailed] = useState<{ readonly version: VersionId; readonly error: Error }>();
  const have = read?.version === version ? read.bytes : undefined;
  const enough = have !== undefined && have.length >= Math.min(wanted, size);
  const broken = failed?.version === version;
  useEffect(() => {
    if (enough || broken) return;
    let over = false;
    const readOn = async () => {
      const parts = have === undefined ? [] : [have];
      let length = have?.length ?? 0;
      while (length < Math.min(wanted, size)) {
        const part = await api.readValue(version, length);
        if (over) return;
        if (part.length === 0) throw new Error(`It ended after ${length} of ${size} bytes.`);
        parts.push(part);
        length += part.length;
      }
      setRead({ version, bytes: joined(parts, length) });
    };
    readOn().catch((error: unknown) => {
      if (!over) setFailed({ version, error: error instanceof Error ? error : new Error(String(error)) });
    });
    return () => {
      over = true;
    };
  }, [api, version, size, wanted, have, enough, broken]);
  return {
    ...(have === undefined ? {} : { bytes: have }),
    ...(broken ? { error: failed.error } : {}),
    retry: () => setFailed(undefined),
  };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
