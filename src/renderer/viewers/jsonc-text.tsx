import styles from "./jsonc-text.module.css";
import { jsoncTokens } from "./jsonc-tokens.ts";

/** JSON with comments, colored, to read. */
export function JsoncText({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
    <section className={styles["text"]} tabIndex={0} aria-label={label}>
      <pre>
        {jsoncTokens(text).map((token, index) => (
          <span key={index} className={styles[token.kind]}>
            {token.text}
          </span>
        ))}
      </pre>
    </section>
  );
}
