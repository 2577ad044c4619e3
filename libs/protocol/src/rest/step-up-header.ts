/** Carries the assertion that confirms a decision: its JSON in base64url. */
export const STEP_UP_HEADER = 'DQ0-Step-Up';
