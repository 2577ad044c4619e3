/** Injection token of the structured logger (an interface, so it has no class to be its token). */
export const LOGGER = Symbol('logger');
