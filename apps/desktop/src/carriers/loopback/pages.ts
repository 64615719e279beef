/** Plain HTML without style or script: the strictest policy holds for it. */
export function page(title: string, text: string, head = ''): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${title}</title>${head}</head>
<body><p>${text}</p></body>
</html>
`
}

/**
 * After the cookie was set. Not a redirect: the cookie is SameSite=Strict, and a redirect of a request that a file on the
 * disk began would be sent without it.
 */
export const ENTRY_PAGE = page(
  'Meantime',
  '<a href="/">Open Meantime</a>',
  '<meta http-equiv="refresh" content="0; url=/">',
)
