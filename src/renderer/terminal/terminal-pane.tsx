import { useEffect, useRef } from "react";
import styles from "./terminal-pane.module.css";
import type { TerminalScreen } from "./terminal-screen.ts";

/** A terminal in the page, as long as this is there; what it shows lives on. */
export function TerminalPane({
  screen,
  focused = false,
}: {
  readonly screen: TerminalScreen;
  readonly focused?: boolean;
}) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const detach = screen.attach(host.current);
    if (focused) screen.focus();
    return detach;
  }, [screen, focused]);
  return <div ref={host} className={styles["pane"]} />;
}
