/** No script, no style, no frame, nothing from elsewhere; the form may only come back here. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
} as const;

const page = (body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Confirm your registration</title></head>
<body><main>
<h1>Confirm your registration</h1>
${body}
</main></body>
</html>
`;

/** `code` holds letters, digits and dashes only (checked by the controller), so it needs no escaping. */
const command = (code: string): string => `<pre>dq0 user confirm ${code}</pre>`;

/** What opening the link shows. Mail programs open links by themselves, so this never confirms. */
export function askPage(code: string): string {
  return page(`<p>Your code is typed into the client on the device that registered:</p>
${command(code)}
<p>Compare the fingerprint in the mail with the one that <code>dq0 fingerprint</code> prints. If they differ, do not go on.</p>
<form method="post"><button>Confirm</button></form>`);
}

/** What the button answers: this proxy is not trusted to confirm anything, and says so. */
export function answerPage(code: string): string {
  return page(`<p>Nothing was confirmed here. A proxy is not trusted to confirm a registration: the code must reach the
platform sealed, from the device that registered. Type there:</p>
${command(code)}`);
}
