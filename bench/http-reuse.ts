import type { Benchmark } from "./benchmark.ts";
import { besideJco } from "./http-pair.ts";

export const httpReuse: Benchmark = {
  name: "http-reuse",
  title: "requests a second while recording, instances reused, 4 connections / jco serve",
  unit: "requests/s",
  target: 3,
  better: "more",
  warmUpRounds: 2,
  rounds: 7,
  open: () => besideJco("reuse", []),
};
