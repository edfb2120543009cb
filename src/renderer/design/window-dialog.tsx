import type { ReactNode } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import styles from "./window-dialog.module.css";

interface WindowDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** CSS pixels where the window is wide enough. */
  readonly width: number;
  /** Its own layout; it brings its padding. */
  readonly className?: string | undefined;
  /** Made anew each time it opens; a `Heading` in the slot `title` names it. */
  readonly children: ReactNode;
}

/** A dialog over the window: Escape and a click beside it close it, and the focus goes back to where it was. */
export function WindowDialog({ open, onClose, width, className = "", children }: WindowDialogProps) {
  return (
    <ModalOverlay
      className={styles["overlay"] ?? ""}
      isOpen={open}
      onOpenChange={(next) => !next && onClose()}
      isDismissable
    >
      <Modal className={styles["modal"] ?? ""} style={{ width: `min(${width}px, calc(100vw - 32px))` }}>
        <Dialog className={`${styles["dialog"]} ${className}`}>{children}</Dialog>
      </Modal>
    </ModalOverlay>
  );
}
