import { CircleHelp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useProject } from "../workbench/workbench-context.ts";
import { CompletionList } from "./completion-list.tsx";
import { type Completion, completionsOf } from "./filter-completion.ts";
import { type FilterKey, filterKeys, parseFilter, withoutTerm } from "./filter-grammar.ts";
import styles from "./invocation-filter.module.css";

/** The term for all that did not go well. */
export const FAILED = "outcome:failed";

interface InvocationFilterProps {
  /** The filter that is in force. */
  readonly filter: string;
  readonly onChange: (filter: string) => void;
}

export function InvocationFilter({ filter, onChange }: InvocationFilterProps) {
  return (
    <FilterField
      label="Filter invocations"
      words="Words look into the title."
      keys={filterKeys}
      suggestions={useSuggestions()}
      filter={filter}
      onChange={onChange}
    />
  );
}

interface FilterFieldProps extends InvocationFilterProps {
  readonly label: string;
  /** A sentence: what words without a key look into. */
  readonly words: string;
  readonly keys: readonly FilterKey[];
  /** Whole terms that are offered while somebody types. */
  readonly suggestions: readonly string[];
}

const TYPING_PAUSE_MS = 250;
/** While what is typed may become the name of a key: it is not looked for as a word yet. */
const NAMING_PAUSE_MS = 1000;

/** Finished terms as chips, and a field for the next one; what is typed counts once the typing pauses. */
export function FilterField({ label, words, keys, suggestions, filter, onChange }: FilterFieldProps) {
  const [typed, setTyped] = useState("");
  const [helpOpen, setHelpOpen] = useState(false);
  const listId = useId();
  /** Whether the list of completions may be seen, and which of it the arrows are at. */
  const [offering, setOffering] = useState(false);
  const [active, setActive] = useState<number>();
  // What is typed is a part of the filter already, at its end: the chips are what stands before it.
  const [applied, setApplied] = useState("");
  const kept = applied !== "" && endsWithTerm(filter, applied) ? filter.slice(0, -applied.length).trim() : filter;
  const compares = keys.some(({ example }) => /[<>]=?\d/.test(example));
  const chips = parseFilter(kept, keys);
  const completions = completionsOf(typed, keys, suggestions);
  const listed = offering && completions.length > 0;
  const pauseMs = listed && completions.some(({ term }) => term.endsWith(":")) ? NAMING_PAUSE_MS : TYPING_PAUSE_MS;
  useEffect(() => {
    const wanted = `${kept} ${typed.trim()}`.trim();
    if (wanted === filter || (typed.trim() !== "" && !isFinished(typed))) return;
    const timer = setTimeout(() => {
      setApplied(typed.trim());
      onChange(wanted);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, kept, filter, onChange, pauseMs]);

  const wrapped = (index: number) => (index + completions.length) % completions.length;
  const finish = (next: string) => {
    setOffering(false);
    setActive(undefined);
    setTyped("");
    setApplied("");
    onChange(next);
  };
  const pick = ({ term }: Completion) => {
    setActive(undefined);
    if (term.endsWith(":")) {
      setTyped(term);
      setOffering(true);
    } else {
      setOffering(false);
      finish(`${kept} ${term}`.trim());
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const chosen = listed && active !== undefined ? completions[active] : undefined;
    if (step !== 0 && completions.length > 0) {
      event.preventDefault();
      setOffering(true);
      setActive(active === undefined && step < 0 ? completions.length - 1 : wrapped((active ?? -1) + step));
    } else if (chosen !== undefined && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      pick(chosen);
    } else if (listed && event.key === "Escape") {
      event.preventDefault();
      setOffering(false);
      setActive(undefined);
    } else if (event.key === "?" && typed === "") {
      event.preventDefault();
      setHelpOpen(true);
    } else if (event.key === "Enter" || (event.key === " " && isFinished(typed))) {
      event.preventDefault();
      finish(`${kept} ${typed.trim()}`.trim());
    } else if (event.key === "Backspace" && typed === "" && chips.length > 0) {
      event.preventDefault();
      const last = chips.at(-1)?.text ?? "";
      setTyped(last);
      setApplied(last);
    } else if (event.key === "Escape" && (typed !== "" || filter !== "")) {
      event.preventDefault();
      finish("");
    }
  };
  return (
    <div className={styles["box"]}>
      {chips.map((term, index) => (
        <span key={`${index} ${term.text}`} className={styles["chip"]} data-unknown={term.unknown || undefined}>
          {term.negated && "-"}
          {term.key !== undefined && <b>{term.key}:</b>}
          {term.key === undefined && term.negated
            ? term.text.slice(1)
            : term.key === undefined
              ? term.text
              : term.value}
          <button type="button" aria-label={`Remove ${term.text}`} onClick={() => onChange(withoutTerm(kept, index))}>
            <X size={11} aria-hidden />
          </button>
        </span>
      ))}
      <input
        data-find
        aria-label={label}
        className={styles["field"]}
        role="combobox"
        aria-expanded={listed}
        aria-controls={listed ? listId : undefined}
        aria-activedescendant={listed && active !== undefined ? `${listId}-${active}` : undefined}
        aria-autocomplete="list"
        placeholder={chips.length === 0 ? "Filter, or ? for the grammar" : "add a term"}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(undefined);
          setOffering(event.target.value !== "");
        }}
        onBlur={() => setOffering(false)}
        onKeyDown={onKeyDown}
      />
      {listed && <CompletionList id={listId} completions={completions} active={active} onPick={pick} />}
      <DialogTrigger isOpen={helpOpen} onOpenChange={setHelpOpen}>
        <Button aria-label="Filter grammar" className={styles["help"] ?? ""}>
          <CircleHelp size={14} aria-hidden />
        </Button>
        <Popover placement="bottom end" className={styles["popover"] ?? ""}>
          <Dialog aria-label="Filter grammar" className={styles["grammar"] ?? ""}>
            <p>
              {words} <code>key:value</code> looks into one thing, <code>-</code> in front turns a term around
              {compares && (
                <>
                  , <code>&gt;</code> and <code>&lt;</code> compare numbers
                </>
              )}
              . All terms must fit.
            </p>
            <dl>
              {keys.map((each) => (
                <div key={each.key}>
                  <dt>
                    <code>{each.example}</code>
                  </dt>
                  <dd>{each.meaning}</dd>
                </div>
              ))}
            </dl>
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}

/** A term that is not in an open quotation and says more than `key:`. */
function isFinished(typed: string): boolean {
  const quotes = typed.split('"').length - 1;
  return typed.trim() !== "" && quotes % 2 === 0 && !typed.trim().endsWith(":");
}

function endsWithTerm(filter: string, term: string): boolean {
  return filter === term || filter.endsWith(` ${term}`);
}

function useSuggestions(): readonly string[] {
  const { components = [], backends = [] } = useProject() ?? {};
  return [
    ...components.map((component) => `component:${component.name}`),
    ...["ok", "error", "trap", "timeout", "killed", "running"].map((outcome) => `outcome:${outcome}`),
    FAILED,
    "-outcome:ok",
    "status:>=400",
    "dur:>5",
    "iface:keyvalue",
    "changes:>0",
    "calls:>20",
    "logs:>0",
    ...backends.map((backend) => `link:${backend.name}`),
    "kind:http",
    "kind:function",
  ];
}
