/**
 * How a core module becomes a component: with the adapter for WASI preview 1 of that name, or `plain`, where it imports
 * nothing of preview 1 and carries its WIT.
 */
export type Wrapping = "command" | "reactor" | "plain";

/** What to tell of an artefact that was wrapped, in one sentence. */
export function wrappingText(wrapping: Wrapping): string {
  return wrapping === "plain"
    ? "It is a core module that carries its WIT; Vitrine makes a component of it."
    : `It is a core module built for WASI preview 1; Vitrine makes a component of it with the ${wrapping} adapter.`;
}
