/**
 * tsyringe refuses to load without `Reflect.getMetadata`, which its decorators would ask. We use factories only, so
 * nothing is ever asked.
 */
if (!('getMetadata' in Reflect)) Object.assign(Reflect, { getMetadata: () => undefined })

export {}
