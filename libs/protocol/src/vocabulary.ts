import { z } from 'zod';

/** Data set and table names as owners write them. */
export const DatasetName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'a lower-case letter, then at most 62 letters, digits, _ or -');
/** Name of a stored credential, as its owner and definitions write it. */
export const CredentialName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'a lower-case letter, then at most 62 letters, digits, _ or -');
/** The base roles; each is a policy group. */
export const ROLES = ['administrator', 'data-owner', 'data-scientist', 'auditor'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;
export const GroupName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'a lower-case letter, then at most 62 letters, digits or -');
/** `user` is everybody who is approved. */
const TAKEN_GROUPS: readonly string[] = [...ROLES, 'user'];
/** A group that an administrator made; the roles are groups of themselves. */
export const OwnGroupName = GroupName.refine((name) => !TAKEN_GROUPS.includes(name), 'this is the name of a role');
/** By what a session begins. */
export const Authentication = z.enum(['password', 'passkey', 'machine']);
/** What a question is asked for, as whoever asks declares it and policies name it. */
export const Purpose = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'a lower-case letter, then at most 62 letters, digits or -, such as labour-study');
/** Trimmed and lower-cased: one person, one spelling. */
export const Email = z
  .string()
  .max(254)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email());
export const Password = z.string().min(1).max(1024);
/** RFC 7638 thumbprint, base64url of SHA-256: 43 characters. */
export const Thumbprint = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** SHA-256 as 64 lower-case hexadecimal digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const JobId = z.uuid();
export const IsoTime = z.iso.datetime();
/** Twelve groups of five digits, as people compare them; spaces or dashes between groups. */
export const Fingerprint = z.string().regex(/^\d{5}([ -]?\d{5}){11}$/, 'twelve groups of five digits');
/** No noise of exact arithmetic is wide enough for less, whatever is asked of whomever. */
export const LEAST_EPSILON = 1e-16;
/** Epsilon of one release: a finite number that some question could be admitted with (less is a usage error). */
export const Epsilon = z.number().min(LEAST_EPSILON, `at least ${LEAST_EPSILON}: no noise is wide enough for less`);
/** A longer text than the language takes still travels, so that it is refused with a reason like any other. */
export const SqlText = z.string().min(1).max(400_000);
