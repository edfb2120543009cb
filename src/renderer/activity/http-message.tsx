import type { HttpMessageView } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { ValueViewer } from "../viewers/value-viewer.tsx";
import styles from "./http-message.module.css";
import { statusText } from "./outcome-look.ts";

interface HttpMessageProps {
  readonly message: HttpMessageView | undefined;
  readonly what: "Request" | "Response";
  readonly running: boolean;
}

/** A request or a response: its first line, headers, body and trailers. */
export function HttpMessage({ message, what, running }: HttpMessageProps) {
  if (message === undefined) {
    return running ? (
      <Empty title="No response yet">The invocation still runs; its response appears here when it is set.</Empty>
    ) : (
      <Empty title={`No ${what.toLowerCase()}`}>The invocation ended without one.</Empty>
    );
  }
  return (
    <div className={styles["message"]}>
      <div className={styles["top"]}>
        <p className="mono">
          {message.status === undefined
            ? `${message.method ?? ""} ${message.target ?? ""}`
            : statusText(message.status)}
        </p>
        <HeaderList label={`${what} headers`} headers={message.headers} />
        {message.trailers !== undefined && message.trailers.length > 0 && (
          <>
            <p className="dim">Trailers</p>
            <HeaderList label={`${what} trailers`} headers={message.trailers} />
          </>
        )}
      </div>
      {message.body.total === 0 ? (
        <p className={styles["none"]}>No body.</p>
      ) : (
        <ValueViewer label={`${what} body`} value={message.body} />
      )}
    </div>
  );
}

export function HeaderList({
  label,
  headers,
}: {
  readonly label: string;
  readonly headers: HttpMessageView["headers"];
}) {
  if (headers.length === 0) return <p className="dim">No headers.</p>;
  return (
    <dl className={styles["headers"]} aria-label={label}>
      {headers.map(([name, value], index) => (
        <div key={`${index} ${name}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
