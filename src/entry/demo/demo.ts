export const demo = async (_: { readonly once: boolean }): Promise<number> => 1
