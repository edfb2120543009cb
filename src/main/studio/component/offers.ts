import { packages } from "../../host/packages.ts";
import { knownShapes } from "../../wit/offered/known.ts";
import { listOffers, type Offer } from "../../wit/offered/offered.ts";

/** Everything this host serves, with its shapes; make it once. */
export function hostOffers(): readonly Offer[] {
  return listOffers(packages, knownShapes());
}
