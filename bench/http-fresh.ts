import type { Benchmark } from "./benchmark.ts";
import { besideJco } from "./http-pair.ts";

export const httpFresh: Benchmark = {
  name: "http-fresh",
  title: "requests a second while recording, an instance each, 4 connections / jco serve --isolate-requests instance",
  unit: "requests/s",
  target: 2,
  better: "more",
  warmUpRounds: 2,
  rounds: 7,
  open: () => besideJco("per-call", ["--isolate-requests", "instance"]),
};
