/** What a person is told about keys that are not there, or not as they were. */
import type { KeyRef, RenameKeyInput, SetValueInput } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { VersionId } from "../../shared/model.ts";

export function naming(ref: KeyRef): string {
  return `the key ${JSON.stringify(ref.key)} in the bucket ${JSON.stringify(ref.bucket)} of ${JSON.stringify(ref.backend)}`;
}

export function noBucket(backend: string, bucket: string): StudioError {
  return new StudioError(
    "state-not-found",
    `There is no bucket ${JSON.stringify(bucket)} in ${JSON.stringify(backend)}: correct its name, or write a key to it first.`,
  );
}

export function notFound(ref: KeyRef): StudioError {
  return new StudioError("state-not-found", `There is no such key: ${naming(ref)}.`);
}

export function notWritten(input: SetValueInput, current: VersionId): StudioError {
  const now =
    current === 0 ? "it does not exist any more" : input.expected === 0 ? "it exists already" : "it was written again";
  return new StudioError(
    "state-conflict",
    `Not written: ${naming(input)} changed since you read it, ${now}. Look at it again.`,
    {
      details: { expected: input.expected, current },
    },
  );
}

export function changedSince(input: RenameKeyInput, expected: VersionId, current: VersionId): StudioError {
  return new StudioError(
    "state-conflict",
    `Not renamed: ${naming(input)} was written again since you looked at it. Look at it again.`,
    { details: { expected, current } },
  );
}

export function taken(ref: KeyRef): StudioError {
  return new StudioError(
    "state-conflict",
    `Not renamed: there is ${naming(ref)} already. Delete it first, or take another name.`,
  );
}
