// Runs before the first paint, so that nobody sees the wrong theme or a jump: only the attribute that the CSS looks at.
try {
  const chosen = localStorage.getItem('meantime.theme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
} catch {
  document.documentElement.setAttribute('data-mantine-color-scheme', 'light')
}
