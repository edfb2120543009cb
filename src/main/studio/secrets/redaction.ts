import type { BytesPreview, HttpMessageView, MessageView } from "../../../shared/model.ts";
import type { WorkerSecrets } from "../../../shared/worker-protocol.ts";
import { Redactor, redactValue } from "../../host/secrets/index.ts";
import type { Redaction } from "../../journal/redaction.ts";

/** What stands in place of the value of a header field that `record.redact` keeps out. */
const NOT_RECORDED = "«not recorded»";

/** Keeps secrets and masked headers out of what the studio itself puts on record; workers do so for theirs. */
export class StudioRedaction implements Redaction {
  #redactor: Redactor | undefined;
  #headers: ReadonlySet<string> = new Set();

  /** From now on these hold. */
  become({ known, maskedHeaders }: Pick<WorkerSecrets, "known" | "maskedHeaders">): void {
    this.#redactor = Redactor.of(known);
    this.#headers = new Set(maskedHeaders);
  }

  text(text: string): string {
    return this.#redactor?.text(text) ?? text;
  }

  value<Value>(value: Value): Value {
    // A value keeps its shape but for texts and bytes, which become texts and bytes.
    return this.#redactor === undefined ? value : (redactValue(value, this.#redactor) as Value);
  }

  http(message: HttpMessageView): HttpMessageView {
    if (this.#redactor === undefined && this.#headers.size === 0) return message;
    const { target, trailers } = message;
    return {
      ...message,
      ...(target === undefined ? {} : { target: this.text(target) }),
      headers: this.#fields(message.headers),
      ...(trailers === undefined ? {} : { trailers: this.#fields(trailers) }),
      body: this.#body(message.body),
    };
  }

  message(message: MessageView): MessageView {
    if (this.#redactor === undefined) return message;
    const { body, ...rest } = message;
    return { ...this.value(rest), body: this.#body(body) };
  }

  /** Whether a secret stands in any of these, in any of its forms. */
  holdsSecret(parts: readonly (string | Uint8Array)[]): boolean {
    const redactor = this.#redactor;
    if (redactor === undefined) return false;
    let found = false;
    const onFound = () => {
      found = true;
    };
    for (const part of parts) redactor.bytes(typeof part === "string" ? Buffer.from(part) : part, onFound);
    return found;
  }

  #fields(fields: HttpMessageView["headers"]): HttpMessageView["headers"] {
    return fields.map(([name, value]) => [
      this.text(name),
      this.#headers.has(name.toLowerCase()) ? NOT_RECORDED : this.text(value),
    ]);
  }

  /** What was kept of it may end within a secret. */
  #body({ kept, total }: BytesPreview): BytesPreview {
    if (this.#redactor === undefined) return { kept, total };
    const shown = this.#redactor.bytes(kept, undefined, kept.length < total);
    return { kept: shown, total: total - kept.length + shown.length };
  }
}
