export interface DesktopEntry {
  readonly name: string
  readonly comment: string
  /** Program and arguments. */
  readonly command: readonly string[]
}

/** A file as freedesktop.org's Desktop Entry Specification 1.5 wants it. */
export function desktopEntry({ name, comment, command }: DesktopEntry): string {
  const lines = ['[Desktop Entry]', 'Type=Application', `Name=${name}`, `Comment=${comment}`]
  return `${[...lines, `Exec=${command.map(quoted).join(' ')}`, 'Terminal=false', 'X-GNOME-Autostart-enabled=true'].join('\n')}\n`
}

/** Within quotes " ` $ and \ are escaped by \, which is escaped once more in any string; % is doubled. */
function quoted(word: string): string {
  const escaped = word
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
  return /^[\w./:=+-]+$/.test(word) ? word : `"${escaped}"`
}
