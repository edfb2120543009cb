type Opening<Opened extends readonly AsyncDisposable[]> = { readonly [At in keyof Opened]: Promise<Opened[At]> };

/**
 * Waits for things that are being opened at the same time and hands them to `stack`. When one of them cannot be opened,
 * the others are in the stack all the same, so that they are closed with it. @throws the first failure, once all settled
 */
export async function useAll<Opened extends readonly AsyncDisposable[]>(
  stack: AsyncDisposableStack,
  opening: Opening<Opened>,
): Promise<Opened> {
  const settled = await Promise.allSettled<AsyncDisposable>(opening);
  for (const each of settled) if (each.status === "fulfilled") stack.use(each.value);
  return settled.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  }) as unknown as Opened;
}
