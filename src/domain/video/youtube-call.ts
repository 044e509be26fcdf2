/** For so many videos or channels YouTube answers in one call, which costs one unit. */
export const IDS_PER_CALL = 50
