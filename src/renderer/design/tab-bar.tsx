import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import styles from "./tab-bar.module.css";

export interface TabSpec {
  readonly id: string;
  readonly label: string;
  /** Before the label; says nothing that the panel does not say in words. */
  readonly mark?: ReactNode;
  /** Shown beside the label. */
  readonly count?: number | undefined;
  readonly panel: () => ReactNode;
}

interface TabBarProps {
  readonly label: string;
  readonly tabs: readonly TabSpec[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** At the end of the bar. */
  readonly end?: ReactNode;
}

/** Tabs over a panel that takes the rest of the height. */
export function TabBar({ label, tabs, selected, onSelect, end }: TabBarProps) {
  return (
    <Tabs className={styles["tabs"] ?? ""} selectedKey={selected} onSelectionChange={(key) => onSelect(String(key))}>
      <div className={styles["head"]}>
        <TabList aria-label={label} className={styles["bar"] ?? ""}>
          {tabs.map((tab) => (
            <Tab key={tab.id} id={tab.id} className={styles["tab"] ?? ""}>
              {tab.mark}
              {tab.label}
              {tab.count !== undefined && <span className={styles["count"]}> {tab.count}</span>}
            </Tab>
          ))}
        </TabList>
        {end}
      </div>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles["panel"] ?? ""}>
          {tab.panel()}
        </TabPanel>
      ))}
    </Tabs>
  );
}
