/** What a person is told about keys that are not there, or not as they were. */
import type { KeyRef, SetValueInput } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { VersionId } from "../../shared/model.ts";

export function naming(ref: KeyRef): string {
  return `the key ${JSON.stringify(ref.key)} in the bucket ${JSON.stringify(ref.bucket)} of ${JSON.stringify(ref.backend)}`;
}

export function notFound(ref: KeyRef): StudioError {
  return new StudioError("state-not-found", `There is no such key: ${naming(ref)}.`);
}

export function conflict(input: SetValueInput, current: VersionId): StudioError {
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
