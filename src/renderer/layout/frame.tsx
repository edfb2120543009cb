import { type ReactNode, useEffect, useRef, useState } from "react";
import { ConnectionBanner } from "../connection/connection-banner.tsx";
import { cx } from "../design/cx.ts";
import { TrustBanner } from "../build/trust-question.tsx";
import { EgressBanner } from "../egress/egress-banner.tsx";
import { ImportBanner } from "../import/import-banner.tsx";
import { keepFocus } from "../keyboard/keep-focus.ts";
import { KeyList } from "../keyboard/key-list.tsx";
import { useShortcuts } from "../keyboard/use-shortcuts.ts";
import { ResetQuestion } from "../keyvalue/reset-question.tsx";
import { DeskLayer } from "../project/desk-layer.tsx";
import { Palette } from "../palette/palette.tsx";
import { SettingsDialog } from "../settings/settings-dialog.tsx";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { ToastRegion } from "../toast/toast-region.tsx";
import styles from "./frame.module.css";
import { Navigation } from "./navigation.tsx";
import { useNarrow } from "./split.tsx";
import { StatusBar } from "./status-bar.tsx";
import { WithPanel } from "./with-panel.tsx";
import { TopBar } from "./top-bar.tsx";

/** The case: bars around the view, and what floats over it. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const narrow = useNarrow();
  const [folded, setFolded] = useState(() => readKept("sidebar.folded", (raw) => raw === true) ?? false);
  const [palette, setPalette] = useState<"all" | "jump">();
  const [keysShown, setKeysShown] = useState(false);
  const toggleSidebar = () => {
    setFolded(!folded);
    keep("sidebar.folded", !folded);
  };
  useShortcuts({
    openPalette: (jump) => setPalette(jump ? "jump" : "all"),
    toggleSidebar,
    showKeys: () => setKeysShown(true),
  });
  const main = useRef<HTMLElement>(null);
  useEffect(() => (main.current === null ? undefined : keepFocus(main.current)), []);
  return (
    <div className={cx(styles["frame"], (folded || narrow) && styles["folded"])}>
      <TopBar onPalette={() => setPalette("all")} />
      <Navigation iconsOnly={folded || narrow} />
      <main ref={main} className={styles["main"]}>
        <div>
          <ConnectionBanner />
          <EgressBanner />
          <TrustBanner />
          <ImportBanner />
        </div>
        <div className={styles["view"]}>
          <WithPanel>{children}</WithPanel>
        </div>
      </main>
      <StatusBar />
      <ToastRegion />
      <Palette mode={palette} onClose={() => setPalette(undefined)} onShowKeys={() => setKeysShown(true)} />
      <ResetQuestion />
      <DeskLayer />
      <SettingsDialog onShowKeys={() => setKeysShown(true)} />
      <KeyList open={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  );
}
