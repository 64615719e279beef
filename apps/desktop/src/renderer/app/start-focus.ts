/** The field where work is named. It may only just be coming onto the screen, so it is looked for in the next frames. */
export function focusStartField(tries = 20): void {
  const field = document.getElementById(START_FIELD_ID)
  if (field) field.focus()
  else if (tries > 0) requestAnimationFrame(() => focusStartField(tries - 1))
}

export const START_FIELD_ID = 'start-field'
