import { ChevronDown, ChevronUp } from "lucide-react";
import { useState } from "react";
import styles from "./terminal-pane.module.css";
import type { TerminalScreen } from "./terminal-screen.ts";

/** Searches in a terminal: Enter goes on, Shift+Enter goes back. */
export function TerminalFind({ screen, label }: { readonly screen: TerminalScreen; readonly label: string }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState(true);
  const find = (direction: "next" | "previous") => setFound(screen.find(text, direction));
  return (
    <search className={styles["find"]}>
      <input
        type="search"
        aria-label={label}
        placeholder="Search"
        spellCheck={false}
        value={text}
        aria-invalid={!found}
        title={found ? "Enter: next, Shift Enter: previous" : "It does not occur"}
        onChange={(event) => {
          setText(event.target.value);
          setFound(screen.find(event.target.value, "previous"));
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          find(event.shiftKey ? "previous" : "next");
        }}
      />
      <button
        type="button"
        className="quiet icon"
        aria-label="Previous match"
        disabled={text === ""}
        onClick={() => find("previous")}
      >
        <ChevronUp size={14} aria-hidden />
      </button>
      <button
        type="button"
        className="quiet icon"
        aria-label="Next match"
        disabled={text === ""}
        onClick={() => find("next")}
      >
        <ChevronDown size={14} aria-hidden />
      </button>
    </search>
  );
}
